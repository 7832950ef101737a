import { describe, expect, it } from "vitest";
import { offsetLabel, ticks } from "./ticks";

describe("ticks", () => {
  it("stand at round distances from the origin", () => {
    const { step, times } = ticks(1003, 11_003, 10, 1003);
    expect(step).toBe(1000);
    expect(times[0]).toBe(1003);
    expect(times).toHaveLength(11);
  });
  it("are never closer than asked, over all scales", () => {
    for (const msPerPx of [0.01, 1, 77, 5000, 1e6]) {
      const { step } = ticks(0, 1000 * msPerPx, msPerPx, 0, 80);
      expect(step / msPerPx).toBeGreaterThanOrEqual(80);
    }
  });
});

describe("offsetLabel", () => {
  it.each([
    [0, 1000, "0"],
    [12.5, 0.5, "+12.5ms"],
    [250, 50, "+250ms"],
    [1500, 500, "+1.5s"],
    [12_000, 2000, "+12s"],
    [150_000, 30_000, "+2:30"],
    [3_720_000, 60_000, "+1:02:00"],
    [-2000, 1000, "−2s"],
  ])("writes %d as %s", (ms, step, text) => expect(offsetLabel(ms, step)).toBe(text));
});
