import { describe, expect, it } from "vitest";
import { formatDuration, runSeconds } from "./durations";

describe("formatDuration", () => {
  it.each([
    [0, "0s"],
    [0.0004, "<1ms"],
    [0.0011, "1ms"],
    [0.25, "250ms"],
    [0.9999, "1s"],
    [4.21, "4.2s"],
    [9.97, "10s"],
    [59.6, "1m"],
    [75, "1m 15s"],
    [3599.7, "1h"],
    [3725, "1h 2m"],
    [90000, "1d 1h"],
  ])("writes %d seconds as %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe("runSeconds", () => {
  const start = "2024-05-01T10:00:00Z";
  const at = (seconds: number) => Date.parse(start) + seconds * 1000;

  it("ticks while the run is open and stands still afterwards", () => {
    expect(runSeconds({ start_time: start, end_time: null, state_type: "RUNNING" }, at(12))).toBe(12);
    const ended = { start_time: start, end_time: "2024-05-01T10:00:05Z", state_type: "COMPLETED" };
    expect(runSeconds(ended, at(999))).toBe(5);
  });

  it("is null before the start and never negative", () => {
    expect(runSeconds({ start_time: null, end_time: null, state_type: "SCHEDULED" }, at(0))).toBeNull();
    expect(runSeconds({ start_time: start, end_time: null, state_type: "RUNNING" }, at(-3))).toBe(0);
  });
});
