import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { coalesce } from "./coalesce";

describe("coalesce", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const join = (a: string, b: string) => a + b;

  it("runs the first call at once and merges those that follow within the interval", async () => {
    const seen: string[] = [];
    const gate = coalesce(async (value: string) => seen.push(value), join, 500);
    gate.push("a");
    gate.push("b");
    gate.push("c");
    expect(seen).toEqual(["a"]);
    await vi.advanceTimersByTimeAsync(499);
    expect(seen).toEqual(["a"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual(["a", "bc"]);
  });

  it("waits for a slow run, even a failing one", async () => {
    const seen: string[] = [];
    let fail: () => void = () => undefined;
    const slow = (value: string) => {
      seen.push(value);
      return new Promise((_, reject) => (fail = () => reject(new Error("down"))));
    };
    const gate = coalesce(slow, join, 500);
    gate.push("a");
    gate.push("b");
    await vi.advanceTimersByTimeAsync(5000);
    expect(seen).toEqual(["a"]);
    fail();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual(["a", "b"]);
  });

  it("runs nothing once it is stopped", async () => {
    const seen: string[] = [];
    const gate = coalesce(async (value: string) => seen.push(value), join, 500);
    gate.push("a");
    gate.push("b");
    gate.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(seen).toEqual(["a"]);
  });
});
