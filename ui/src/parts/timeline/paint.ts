/** Draws a scene. Only what is in sight is touched, so ten thousand bars cost no more than a screenful. */
import { firstEndingAfter } from "@/lib/timeline/hit";
import type { Placed } from "@/lib/timeline/layout";
import { offsetLabel, ticks } from "@/lib/timeline/ticks";
import { toTime, toX } from "@/lib/timeline/viewport";
import { AXIS_HEIGHT, type Bar, endOf, FONT_SIZE, laneY, relatives, type Scene } from "./scene";

type Pen = CanvasRenderingContext2D;

const TEXT_ROW = 17;
const LEAST_WIDTH = 3;

export function paint(pen: Pen, scene: Scene): void {
  const { size, palette } = scene;
  pen.clearRect(0, 0, size.width, size.height);
  pen.font = `${FONT_SIZE}px ${palette.font}`;
  pen.textBaseline = "middle";
  paintGrid(pen, scene);
  pen.save();
  pen.beginPath();
  pen.rect(0, AXIS_HEIGHT, size.width, size.height - AXIS_HEIGHT);
  pen.clip();
  const focus = scene.hovered ?? scene.selected;
  const lit = scene.hovered ? family(scene, scene.hovered) : null;
  // Beneath tall bars, so that labels stay readable; above thin ones, which would hide them.
  const isTall = scene.rowHeight >= TEXT_ROW;
  if (focus && isTall) paintEdges(pen, scene, focus);
  paintBars(pen, scene, lit);
  if (focus && !isTall) paintEdges(pen, scene, focus);
  for (const id of new Set([scene.selected, scene.hovered])) if (id) paintOutline(pen, scene, id);
  paintThumb(pen, scene);
  pen.restore();
}

/** A node with those it stands between; null when it has none, as then there is nothing to tell apart. */
function family(scene: Scene, id: string): ReadonlySet<string> | null {
  const { parents, children } = relatives(scene, id);
  const kin = [...parents, ...children];
  return kin.length === 0 ? null : new Set([id, ...kin.map((each) => each.span.id)]);
}

/** Where we are, when there are more lanes than fit. */
function paintThumb(pen: Pen, { layout, rowHeight, size, view, palette }: Scene): void {
  const room = size.height - AXIS_HEIGHT;
  const whole = layout.lanes.length * rowHeight + 8;
  if (whole <= room + 1) return;
  pen.fillStyle = palette.faint;
  pen.globalAlpha = 0.45;
  pen.beginPath();
  pen.roundRect(size.width - 6, AXIS_HEIGHT + (view.top / whole) * room, 4, Math.max(16, (room / whole) * room), 2);
  pen.fill();
  pen.globalAlpha = 1;
}

function paintGrid(pen: Pen, scene: Scene): void {
  const { view, size, palette, origin } = scene;
  const { step, times } = ticks(view.left, toTime(view, size.width), view.msPerPx, origin);
  pen.strokeStyle = palette.line;
  pen.fillStyle = palette.faint;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const time of times) {
    const x = Math.round(toX(view, time)) + 0.5;
    pen.moveTo(x, AXIS_HEIGHT - 6);
    pen.lineTo(x, size.height);
    pen.fillText(offsetLabel(time - origin, step), x + 4, AXIS_HEIGHT / 2);
  }
  pen.moveTo(0, AXIS_HEIGHT + 0.5);
  pen.lineTo(size.width, AXIS_HEIGHT + 0.5);
  pen.stroke();
}

function paintBars(pen: Pen, scene: Scene, lit: ReadonlySet<string> | null): void {
  const { layout, view, size, rowHeight } = scene;
  const firstLane = Math.max(0, Math.floor((view.top - 4) / rowHeight));
  const lastLane = Math.min(layout.lanes.length - 1, Math.ceil((view.top + size.height - AXIS_HEIGHT) / rowHeight));
  const right = toTime(view, size.width);
  for (let index = firstLane; index <= lastLane; index++) {
    const lane = layout.lanes[index] as Placed<Bar>[];
    let covered = -Infinity;
    for (let i = Math.max(0, firstEndingAfter(lane, view.left) - 1); i < lane.length; i++) {
      const { span } = lane[i] as Placed<Bar>;
      if (span.start > right) break;
      const x = toX(view, span.start);
      const width = Math.max(LEAST_WIDTH, toX(view, endOf(span, scene)) - x);
      if (x + width - covered < 0.6) continue;
      covered = x + width;
      pen.globalAlpha = lit && !lit.has(span.id) ? 0.35 : 1;
      const next = lane[i + 1]?.span;
      paintBar(pen, scene, span, { x, y: laneY(index, scene), width }, next ? toX(view, next.start) : size.width);
    }
  }
  pen.globalAlpha = 1;
}

interface Place {
  x: number;
  y: number;
  width: number;
}

function paintBar(pen: Pen, scene: Scene, bar: Bar, { x, y, width }: Place, nextX: number): void {
  const colours = scene.palette.tones[bar.tone];
  const gap = scene.rowHeight > 12 ? 4 : 1;
  const height = Math.max(2, scene.rowHeight - gap);
  if (scene.rowHeight < TEXT_ROW || width < 8) {
    pen.fillStyle = colours.solid;
    pen.fillRect(x, y, width, height);
  } else {
    roundedBar(pen, x, y, width, height);
    pen.fillStyle = colours.soft;
    pen.fill();
    pen.strokeStyle = colours.solid;
    pen.lineWidth = bar.node.kind === "flow-run" ? 2 : 1;
    pen.stroke();
    pen.fillStyle = colours.solid;
    pen.fillRect(x, y + 3, 3, height - 6);
  }
  if (scene.rowHeight >= TEXT_ROW) paintLabel(pen, scene, bar, { x, y, width }, nextX, height);
}

function paintLabel(pen: Pen, scene: Scene, bar: Bar, { x, y, width }: Place, nextX: number, height: number): void {
  const text = labelOf(bar);
  const middle = y + height / 2 + 0.5;
  const needed = textWidth(pen, text);
  // The label of a long bar stays in sight while its beginning is scrolled away.
  const left = Math.max(x, 0) + 9;
  if (x + width - left >= needed + 4) {
    pen.fillStyle = scene.palette.tones[bar.tone].ink;
    pen.fillText(text, left, middle);
  } else if (nextX - (x + width) >= needed + 10) {
    pen.fillStyle = scene.palette.ink;
    pen.fillText(text, x + width + 6, middle);
  } else {
    // The roomier side gets as much of it as fits.
    const inside = x + width - left - 2;
    const beside = nextX - (x + width) - 8;
    pen.fillStyle = inside >= beside ? scene.palette.tones[bar.tone].ink : scene.palette.ink;
    if (inside >= beside) paintClipped(pen, text, { x: left, y, width: inside }, height);
    else paintClipped(pen, text, { x: x + width + 6, y, width: beside }, height);
  }
}

function paintClipped(pen: Pen, text: string, { x, y, width }: Place, height: number): void {
  if (width < 30) return;
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  pen.fillText(text, x, y + height / 2 + 0.5);
  pen.restore();
}

export const labelOf = (bar: Bar) => (bar.node.kind === "flow-run" ? `▸ ${bar.label}` : bar.label);

const widths = new Map<string, number>();

export function textWidth(pen: Pen, text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  if (widths.size > 20_000) widths.clear();
  const width = pen.measureText(text).width;
  widths.set(text, width);
  return width;
}

function paintEdges(pen: Pen, scene: Scene, id: string): void {
  const focus = scene.layout.byId.get(id);
  if (!focus) return;
  const { parents, children } = relatives(scene, id);
  pen.strokeStyle = scene.palette.accent;
  pen.fillStyle = scene.palette.accent;
  pen.lineWidth = 1.25;
  pen.globalAlpha = parents.length + children.length > 200 ? 0.35 : 0.8;
  for (const parent of parents) paintEdge(pen, scene, parent, focus);
  for (const child of children) paintEdge(pen, scene, focus, child);
  pen.globalAlpha = 1;
}

function paintEdge(pen: Pen, scene: Scene, from: Placed<Bar>, to: Placed<Bar>): void {
  const half = scene.rowHeight / 2 - 1;
  const x1 = Math.max(toX(scene.view, from.span.start) + LEAST_WIDTH, toX(scene.view, endOf(from.span, scene)));
  const x2 = toX(scene.view, to.span.start);
  const y1 = laneY(from.lane, scene) + half;
  const y2 = laneY(to.lane, scene) + half;
  const bend = Math.max(14, Math.min(60, Math.abs(x2 - x1) / 2));
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
  pen.stroke();
  pen.beginPath();
  pen.arc(x2, y2, 2.5, 0, 2 * Math.PI);
  pen.fill();
}

function paintOutline(pen: Pen, scene: Scene, id: string): void {
  const placed = scene.layout.byId.get(id);
  if (!placed) return;
  const x = toX(scene.view, placed.span.start);
  const width = Math.max(LEAST_WIDTH, toX(scene.view, endOf(placed.span, scene)) - x);
  const height = Math.max(2, scene.rowHeight - (scene.rowHeight > 12 ? 4 : 1));
  roundedBar(pen, x - 1, laneY(placed.lane, scene) - 1, width + 2, height + 2);
  pen.strokeStyle = scene.palette.accent;
  pen.lineWidth = id === scene.selected ? 2 : 1.5;
  pen.stroke();
}

function roundedBar(pen: Pen, x: number, y: number, width: number, height: number): void {
  // Bars may be far longer than the screen; their ends out of sight need no exact place.
  const left = Math.max(x, -20);
  pen.beginPath();
  pen.roundRect(left, y, Math.min(x + width, 1e4) - left, height, 3);
}
