/** The window on the timeline: which time is at the left edge, how much time a pixel holds, how far down we are. */
export interface Viewport {
  left: number;
  msPerPx: number;
  top: number;
}

export interface Extent {
  start: number;
  end: number;
  /** Height of all lanes in pixels. */
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

const FINEST = 0.001;
const MARGIN = 12;

/** Shows everything, from edge to edge; `labelPx` leaves room behind the last bar for its label. */
export function fit(extent: Extent, size: Size, labelPx = 0): Viewport {
  const usable = Math.max(50, size.width - 2 * MARGIN - labelPx);
  const msPerPx = Math.max(FINEST, (extent.end - extent.start) / usable);
  return { left: extent.start - MARGIN * msPerPx, msPerPx, top: 0 };
}

export const toX = (view: Viewport, time: number) => (time - view.left) / view.msPerPx;
export const toTime = (view: Viewport, x: number) => view.left + x * view.msPerPx;

/** Zooms by `factor` (below 1 is closer) and keeps the time under `x` where it is. */
export function zoomAt(view: Viewport, factor: number, x: number, extent: Extent, size: Size): Viewport {
  const widest = (2 * Math.max(1, extent.end - extent.start)) / Math.max(50, size.width);
  const msPerPx = Math.min(Math.max(view.msPerPx * factor, FINEST), Math.max(widest, FINEST));
  return clamp({ ...view, msPerPx, left: toTime(view, x) - x * msPerPx }, extent, size);
}

export function pan(view: Viewport, dx: number, dy: number, extent: Extent, size: Size): Viewport {
  return clamp({ ...view, left: view.left - dx * view.msPerPx, top: view.top - dy }, extent, size);
}

/** Keeps some of the content in sight. */
export function clamp(view: Viewport, extent: Extent, size: Size): Viewport {
  const shown = size.width * view.msPerPx;
  const keep = shown * 0.2;
  const left = Math.min(Math.max(view.left, extent.start - shown + keep), extent.end - keep);
  const top = Math.min(Math.max(view.top, 0), Math.max(0, extent.height - size.height));
  return { ...view, left, top };
}

/** Moves the window just as far as needed to have a bar in sight. */
export function reveal(view: Viewport, bar: { start: number; end: number; y: number; height: number }, extent: Extent, size: Size): Viewport {
  let { left, top } = view;
  const shown = size.width * view.msPerPx;
  if (bar.start < left || bar.start > left + shown * 0.9) left = bar.start - shown * 0.2;
  if (bar.y < top) top = bar.y;
  if (bar.y + bar.height > top + size.height) top = bar.y + bar.height - size.height;
  return clamp({ ...view, left, top }, extent, size);
}
