import { describe, expect, it } from "vitest";
import { layOut, type Span } from "./layout";

const span = (id: string, start: number, end: number): Span => ({ id, label: id, start, end });
const lanesOf = (spans: Span[], room?: (span: Span) => number) =>
  layOut(spans, room).lanes.map((lane) => lane.map((placed) => placed.span.id).join(""));

describe("layOut", () => {
  it("puts what follows into one lane and what overlaps into the next", () => {
    expect(lanesOf([span("a", 0, 10), span("b", 5, 15), span("c", 10, 20), span("d", 16, 18)])).toEqual(["ac", "bd"]);
  });

  it("leaves nothing behind an open span", () => {
    expect(lanesOf([span("a", 0, Infinity), span("b", 100, 110)])).toEqual(["a", "b"]);
  });

  it("keeps room for labels beside short bars", () => {
    const room = () => 6;
    expect(lanesOf([span("a", 0, 2), span("b", 4, 6), span("c", 8, 9)], room)).toEqual(["ac", "b"]);
    expect(lanesOf([span("a", 0, 6), span("b", 6, 12)], room)).toEqual(["ab"]);
  });

  it("never overlaps bars of a lane, for many random spans", () => {
    let seed = 7;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const spans = Array.from({ length: 10_000 }, (_, i) => {
      const start = random() * 1e6;
      return span(String(i), start, start + random() * 2e3);
    });
    const { lanes, order, byId } = layOut(spans);
    expect(order).toHaveLength(10_000);
    expect(byId.size).toBe(10_000);
    for (const lane of lanes) {
      lane.forEach((placed, i) => {
        const before = lane[i - 1];
        if (before) expect(before.span.end).toBeLessThanOrEqual(placed.span.start);
      });
    }
    const depth = Math.max(...spans.slice(0, 500).map((s) => spans.filter((o) => o.start <= s.start && o.end > s.start).length));
    expect(lanes.length).toBeGreaterThanOrEqual(depth);
    expect(lanes.length).toBeLessThan(60);
  });
});
