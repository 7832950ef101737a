/** What the painter needs to know, and the geometry that painter and pointer share. */
import type { Tone } from "@/kit/tone";
import type { GraphNode, RunGraph } from "@/lib/graph";
import { toneOf } from "@/lib/states";
import { parseTime } from "@/lib/times";
import type { Layout, Placed, Span } from "@/lib/timeline/layout";
import type { Extent, Size, Viewport } from "@/lib/timeline/viewport";
import type { Palette } from "./palette";

export interface Bar extends Span {
  node: GraphNode;
  tone: Tone;
}

export interface Scene {
  layout: Layout<Bar>;
  view: Viewport;
  size: Size;
  rowHeight: number;
  /** Where open bars end for now. */
  openEnd: number;
  origin: number;
  hovered: string | null;
  selected: string | null;
  palette: Palette;
}

export const AXIS_HEIGHT = 26;
export const FONT_SIZE = 12;
export const ROW_MOST = 28;
const ROW_LEAST = 3;

export function barsOf(graph: RunGraph): Bar[] {
  const bars: Bar[] = [];
  for (const node of graph.nodes.values()) {
    const start = parseTime(node.start_time);
    const end = node.end_time ? Math.max(start, parseTime(node.end_time)) : Infinity;
    bars.push({ id: node.id, label: node.label, start, end, node, tone: toneOf(node.state_type) });
  }
  return bars;
}

export function rowHeightFor(lanes: number, height: number): number {
  return Math.min(ROW_MOST, Math.max(ROW_LEAST, Math.floor((height - AXIS_HEIGHT - 8) / Math.max(1, lanes))));
}

/** Everything there is: from the start of the run, or of its first node, to the end of the last one. */
export function extentOf(graph: RunGraph, bars: readonly Bar[], openEnd: number, lanes: number, rowHeight: number): Extent {
  let start = Number.isFinite(graph.start) ? graph.start : Infinity;
  let end = graph.end ?? openEnd;
  for (const bar of bars) {
    start = Math.min(start, bar.start);
    end = Math.max(end, bar.end === Infinity ? openEnd : bar.end);
  }
  if (!Number.isFinite(start)) start = end - 1000;
  return { start, end: Math.max(end, start + 0.1), height: lanes * rowHeight + AXIS_HEIGHT + 8 };
}

export const endOf = (bar: Bar, scene: { openEnd: number }) => (bar.end === Infinity ? Math.max(scene.openEnd, bar.start) : bar.end);

/** Top of a lane on the canvas. */
export const laneY = (lane: number, scene: { view: Viewport; rowHeight: number }) => AXIS_HEIGHT + 4 + lane * scene.rowHeight - scene.view.top;

export const laneAt = (y: number, scene: { view: Viewport; rowHeight: number }) =>
  Math.floor((y + scene.view.top - AXIS_HEIGHT - 4) / scene.rowHeight);

/** The nodes that a focused one stands between. */
export function relatives(scene: Scene, id: string): { parents: Placed<Bar>[]; children: Placed<Bar>[] } {
  const node = scene.layout.byId.get(id)?.span.node;
  const find = (edges: { id: string }[] = []) => edges.flatMap((edge) => scene.layout.byId.get(edge.id) ?? []);
  return { parents: find(node?.parents), children: find(node?.children) };
}
