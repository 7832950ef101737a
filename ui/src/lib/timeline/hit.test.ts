import { describe, expect, it } from "vitest";
import { barAt, firstEndingAfter, neighbour } from "./hit";
import { layOut } from "./layout";

const span = (id: string, start: number, end: number) => ({ id, label: id, start, end });
const layout = layOut([span("a", 0, 10), span("b", 5, 25), span("c", 12, 14), span("d", 30, Infinity)]);

describe("barAt", () => {
  it("finds the bar under the pointer", () => {
    expect(barAt(layout, 0, 5, 0)?.span.id).toBe("a");
    expect(barAt(layout, 1, 20, 0)?.span.id).toBe("b");
    expect(barAt(layout, 0, 1e9, 0)?.span.id).toBe("d");
    expect(barAt(layout, 7, 5, 0)).toBeNull();
  });
  it("prefers the nearest within the slack", () => {
    expect(barAt(layout, 0, 10.5, 2)?.span.id).toBe("a");
    expect(barAt(layout, 0, 11.5, 2)?.span.id).toBe("c");
    expect(barAt(layout, 0, 20, 2)).toBeNull();
  });
});

it("firstEndingAfter counts those that ended before", () => {
  expect(firstEndingAfter(layout.lanes[0] ?? [], 11)).toBe(1);
});

it("neighbour walks in order of time and stops at the ends", () => {
  expect(neighbour(layout, null, 1)?.span.id).toBe("a");
  expect(neighbour(layout, "a", 1)?.span.id).toBe("b");
  expect(neighbour(layout, "a", -1)?.span.id).toBe("a");
  expect(neighbour(layout, null, -1)?.span.id).toBe("d");
});
