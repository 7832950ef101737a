import type { Layout, Placed, Span } from "./layout";

/** Index of the first bar of a lane that ends after `time` (a lane is in order of time and has no overlaps). */
export function firstEndingAfter(lane: readonly Placed[], time: number): number {
  let low = 0;
  let high = lane.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lane[middle] as Placed).span.end < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The bar at a time of a lane, or the nearest one within `slack`. */
export function barAt<T extends Span>(layout: Layout<T>, laneIndex: number, time: number, slack: number): Placed<T> | null {
  const lane = layout.lanes[laneIndex];
  if (!lane) return null;
  const index = firstEndingAfter(lane, time - slack);
  let best: Placed<T> | null = null;
  let bestDistance = Infinity;
  for (let i = index; i < lane.length; i++) {
    const placed = lane[i] as Placed<T>;
    const distance = Math.max(placed.span.start - time, time - placed.span.end, 0);
    if (placed.span.start - time > slack) break;
    if (distance < bestDistance) [best, bestDistance] = [placed, distance];
  }
  return best;
}

/** The neighbour in order of time, for the arrow keys. */
export function neighbour<T extends Span>(layout: Layout<T>, id: string | null, step: 1 | -1): Placed<T> | null {
  const { order } = layout;
  if (order.length === 0) return null;
  const at = id === null ? -1 : order.findIndex((placed) => placed.span.id === id);
  if (at < 0) return order[step > 0 ? 0 : order.length - 1] ?? null;
  return order[Math.min(Math.max(at + step, 0), order.length - 1)] ?? null;
}
