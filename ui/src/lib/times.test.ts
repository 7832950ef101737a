import { describe, expect, it } from "vitest";
import { clockTime, parseTime, relativeTime } from "./times";

const now = Date.parse("2024-05-01T12:00:00Z");
const shifted = (seconds: number) => new Date(now + seconds * 1000).toISOString();

describe("relativeTime", () => {
  it.each([
    [-1, "just now"],
    [-12, "12s ago"],
    [-119, "1m ago"],
    [200, "in 3m"],
    [-7300, "2h ago"],
    [-86_400 * 3, "3d ago"],
  ])("writes %d seconds as %s", (seconds, text) => expect(relativeTime(shifted(seconds), now)).toBe(text));

  it("gives the date of what is long past", () => {
    expect(relativeTime(shifted(-86_400 * 40), now)).toContain("2024");
  });
});

describe("clockTime", () => {
  it("pads every part", () => {
    expect(clockTime(new Date(2024, 0, 2, 3, 4, 5, 6).getTime())).toBe("03:04:05.006");
    expect(clockTime(new Date(2024, 0, 2, 3, 4, 5).getTime(), false)).toBe("03:04:05");
  });
});

describe("parseTime", () => {
  it("keeps microseconds", () => {
    const whole = Date.parse("2024-05-01T12:00:00.123Z");
    expect(parseTime("2024-05-01T12:00:00.123456+00:00") - whole).toBeCloseTo(0.456, 3);
    expect(parseTime("2024-05-01T12:00:00.123Z")).toBe(whole);
    expect(parseTime("2024-05-01T12:00:00Z")).toBe(Date.parse("2024-05-01T12:00:00Z"));
  });
});
