import { describe, expect, it } from "vitest";
import { clamp, fit, pan, reveal, toTime, toX, zoomAt } from "./viewport";

const extent = { start: 1000, end: 11_000, height: 900 };
const size = { width: 1024, height: 300 };

describe("viewport", () => {
  it("fits everything between the margins", () => {
    const view = fit(extent, size);
    expect(toX(view, 1000)).toBeCloseTo(12);
    expect(toX(view, 11_000)).toBeCloseTo(1012);
  });

  it("fits a run without any length", () => {
    const view = fit({ ...extent, end: 1000 }, size);
    expect(Number.isFinite(toX(view, 1000))).toBe(true);
  });

  it("zooms around the pointer", () => {
    const view = fit(extent, size);
    const time = toTime(view, 400);
    expect(toTime(zoomAt(view, 0.5, 400, extent, size), 400)).toBeCloseTo(time);
  });

  it("zooms out no further than twice the whole", () => {
    const view = zoomAt(fit(extent, size), 1000, 500, extent, size);
    expect(view.msPerPx * size.width).toBeCloseTo(20_000);
  });

  it("pans within what there is", () => {
    const view = fit(extent, size);
    expect(pan(view, 0, 500, extent, size).top).toBe(0);
    expect(pan(view, 0, -5000, extent, size).top).toBe(600);
    const far = pan(view, 1e7, 0, extent, size);
    expect(toX(far, extent.start)).toBeLessThan(size.width);
    expect(clamp(far, extent, size)).toEqual(far);
  });

  it("reveals a bar that is out of sight and stays where it is seen", () => {
    const view = zoomAt(fit(extent, size), 0.1, 0, extent, size);
    const seen = { start: toTime(view, 100), end: toTime(view, 150), y: 20, height: 10 };
    expect(reveal(view, seen, extent, size)).toEqual(view);
    const moved = reveal(view, { start: 9000, end: 9100, y: 700, height: 10 }, extent, size);
    expect(toX(moved, 9000)).toBeGreaterThan(0);
    expect(toX(moved, 9000)).toBeLessThan(size.width);
    expect(moved.top).toBe(410);
  });
});
