import { describe, expect, it } from "vitest";
import { LOG_START, followCursor, levelName, mergeLogs, nextCursor } from "./logs";

const line = (id: string, second: number) => ({ id, timestamp: new Date(second * 1000).toISOString() });

describe("paging through logs", () => {
  it("goes on by timestamp", () => {
    expect(nextCursor(LOG_START, [line("a", 1), line("b", 2)])).toEqual({ after: line("b", 2).timestamp, offset: 0 });
  });
  it("goes on by offset where a whole page shares one timestamp", () => {
    const cursor = { after: line("a", 2).timestamp, offset: 0 };
    expect(nextCursor(cursor, [line("a", 2), line("b", 2)])).toEqual({ ...cursor, offset: 2 });
    expect(nextCursor(cursor, [])).toEqual(cursor);
  });
  it("follows from a little before the newest line", () => {
    expect(followCursor([line("a", 10)], 2000)).toEqual({ after: line("", 8).timestamp, offset: 0 });
    expect(followCursor([], 2000)).toEqual(LOG_START);
  });
});

describe("mergeLogs", () => {
  it("keeps each line once and sorts late ones in", () => {
    const known = [line("a", 1), line("b", 5)];
    const ids = new Set(["a", "b"]);
    const merged = mergeLogs(known, [line("b", 5), line("c", 3)], ids);
    expect(merged.map((log) => log.id)).toEqual(["a", "c", "b"]);
    expect(mergeLogs(known, [line("a", 1)], ids)).toBe(known);
  });
});

it("names levels by their lower bound", () => {
  expect([5, 10, 25, 30, 45, 60].map(levelName)).toEqual(["DEBUG", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]);
});
