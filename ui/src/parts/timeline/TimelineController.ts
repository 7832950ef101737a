/** Keeps the scene of one canvas: data, window, pointer. React only hands in data and hears of hovers and choices. */
import type { RunGraph } from "@/lib/graph";
import { barAt, neighbour } from "@/lib/timeline/hit";
import { layOut } from "@/lib/timeline/layout";
import { clamp, type Extent, fit, pan, reveal, toTime, toX, zoomAt } from "@/lib/timeline/viewport";
import { labelOf, paint, textWidth } from "./paint";
import { readPalette } from "./palette";
import { AXIS_HEIGHT, type Bar, barsOf, endOf, extentOf, FONT_SIZE, laneAt, laneY, ROW_MOST, rowHeightFor, type Scene } from "./scene";

export interface Hover {
  bar: Bar;
  x: number;
  y: number;
}

export interface TimelineEvents {
  onHover: (hover: Hover | null) => void;
  onSelect: (bar: Bar | null) => void;
  onLanes: (lanes: number) => void;
}

/** Beyond this many bars lanes are packed tightly, without room for labels. */
const LABELLED_BARS = 300;

export class TimelineController {
  private graph: RunGraph | null = null;
  private bars: Bar[] = [];
  private frame = 0;
  private labelScale = 0;
  /** The window follows the data until the user moves it. */
  private isFitted = true;
  private readonly pen: CanvasRenderingContext2D;
  private readonly ticker: ReturnType<typeof setInterval>;
  private readonly resizes: ResizeObserver;
  private readonly scene: Scene;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly events: TimelineEvents,
  ) {
    this.pen = canvas.getContext("2d") as CanvasRenderingContext2D;
    this.scene = {
      layout: layOut<Bar>([]),
      view: { left: 0, msPerPx: 1, top: 0 },
      size: { width: 1, height: 1 },
      rowHeight: 28,
      openEnd: 0,
      origin: 0,
      hovered: null,
      selected: null,
      palette: readPalette(canvas),
    };
    this.resizes = new ResizeObserver(() => this.resize());
    this.resizes.observe(canvas);
    this.ticker = setInterval(() => this.tick(), 250);
  }

  destroy(): void {
    clearInterval(this.ticker);
    this.resizes.disconnect();
    cancelAnimationFrame(this.frame);
  }

  setGraph(graph: RunGraph): void {
    this.graph = graph;
    this.bars = barsOf(graph);
    this.relayout();
  }

  setSelected(id: string | null): void {
    this.scene.selected = id;
    const placed = id === null ? undefined : this.scene.layout.byId.get(id);
    if (placed && this.canvas.matches(":focus-visible")) this.bringIntoView(id as string);
    this.draw();
  }

  readTheme(): void {
    this.scene.palette = readPalette(this.canvas);
    this.draw();
  }

  fit(): void {
    this.isFitted = true;
    this.relayout();
  }

  /** Closer in time also means taller rows, up to where labels fit; what is under the pointer stays there. */
  zoom(factor: number, x = this.scene.size.width / 2, y = this.scene.size.height / 2): void {
    const { scene } = this;
    const view = zoomAt(scene.view, factor, x, this.extent(), scene.size);
    const rowBefore = scene.rowHeight;
    scene.rowHeight = this.rowHeight(view.msPerPx);
    const depth = Math.max(0, y - AXIS_HEIGHT);
    view.top = ((scene.view.top + depth) * scene.rowHeight) / rowBefore - depth;
    this.move(clamp(view, this.extent(), scene.size));
  }

  pan(dx: number, dy: number): void {
    this.move(pan(this.scene.view, dx, dy, this.extent(), this.scene.size));
  }

  /** Selects the bar under the pointer, or nothing. */
  pick(x: number, y: number): void {
    this.events.onSelect(this.at(x, y));
  }

  /** Selects the bar before or after the selected one. */
  step(by: 1 | -1): void {
    const placed = neighbour(this.scene.layout, this.scene.selected, by);
    if (placed) this.events.onSelect(placed.span);
  }

  hover(x: number, y: number): void {
    const bar = this.at(x, y);
    if (bar?.id !== this.scene.hovered) {
      this.scene.hovered = bar?.id ?? null;
      this.canvas.style.cursor = bar ? "pointer" : "grab";
      this.draw();
    }
    this.events.onHover(bar && { bar, x, y });
  }

  unhover(): void {
    if (this.scene.hovered !== null) this.draw();
    this.scene.hovered = null;
    this.events.onHover(null);
  }

  private at(x: number, y: number): Bar | null {
    if (y < AXIS_HEIGHT) return null;
    const { scene } = this;
    const found = barAt(scene.layout, laneAt(y, scene), toTime(scene.view, x), 5 * scene.view.msPerPx)?.span ?? null;
    return found && x > toX(scene.view, endOf(found, scene)) + 8 ? null : found;
  }

  private bringIntoView(id: string): void {
    const placed = this.scene.layout.byId.get(id);
    if (!placed) return;
    const { scene } = this;
    const y = laneY(placed.lane, scene) + scene.view.top - AXIS_HEIGHT - 4;
    const bar = { start: placed.span.start, end: endOf(placed.span, scene), y, height: scene.rowHeight + AXIS_HEIGHT + 8 };
    this.move(reveal(scene.view, bar, this.extent(), scene.size), this.isFitted);
  }

  private move(view: Scene["view"], staysFitted = false): void {
    this.isFitted = staysFitted;
    this.scene.view = view;
    this.draw();
  }

  private tick(): void {
    const isOpen = this.graph !== null && this.graph.end === null;
    if (!isOpen || document.hidden) return;
    this.scene.openEnd = Date.now();
    if (this.isFitted) this.follow();
    this.draw();
  }

  /** Fits again; packs anew only when the scale has doubled since, so that lanes stay where they are. */
  private follow(): void {
    this.scene.view = fit(this.extent(), this.scene.size, this.labelRoom());
    if (this.scaleStep() !== this.labelScale) this.relayout();
  }

  private scaleStep(): number {
    return this.bars.length > LABELLED_BARS ? 0 : 2 ** Math.ceil(Math.log2(this.scene.view.msPerPx));
  }

  private relayout(): void {
    const { graph, scene } = this;
    if (!graph) return;
    scene.openEnd = graph.end ?? Date.now();
    this.pen.font = `${FONT_SIZE}px ${scene.palette.font}`;
    if (this.isFitted) scene.view = fit(this.extent(), scene.size, this.labelRoom());
    this.labelScale = this.scaleStep();
    const room = (bar: Bar) => (textWidth(this.pen, labelOf(bar)) + 18) * this.labelScale;
    const lanesBefore = scene.layout.lanes.length;
    scene.layout = layOut(this.bars, this.labelScale > 0 ? room : undefined);
    if (scene.layout.lanes.length !== lanesBefore) this.events.onLanes(scene.layout.lanes.length);
    scene.rowHeight = this.rowHeight(scene.view.msPerPx);
    scene.origin = this.extent().start;
    if (!this.isFitted) scene.view = clamp(scene.view, this.extent(), scene.size);
    this.draw();
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.scene.size = { width, height };
    this.relayout();
    this.paintNow();
  }

  private extent(): Extent {
    const { layout, openEnd, rowHeight } = this.scene;
    if (!this.graph) return { start: 0, end: 1, height: 0 };
    return extentOf(this.graph, this.bars, openEnd, layout.lanes.length, rowHeight);
  }

  private rowHeight(msPerPx: number): number {
    const { layout, size } = this.scene;
    const whole = fit(this.extent(), size, this.labelRoom()).msPerPx;
    return Math.min(ROW_MOST, rowHeightFor(layout.lanes.length, size.height) * Math.max(1, whole / msPerPx));
  }

  /** Pixels behind the end of the run, for the labels of its last bars; at most a quarter of the width. */
  private labelRoom(): number {
    if (this.bars.length > LABELLED_BARS) return 0;
    const { start, end } = this.extent();
    const pxPerMs = this.scene.size.width / (end - start);
    let room = 0;
    for (const bar of this.bars) {
      const label = textWidth(this.pen, labelOf(bar)) + 10;
      const barEnd = endOf(bar, this.scene);
      if ((barEnd - bar.start) * pxPerMs < label) room = Math.max(room, label - (end - barEnd) * pxPerMs);
    }
    return Math.min(room, this.scene.size.width / 4);
  }

  private draw(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paintNow());
  }

  private paintNow(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    paint(this.pen, this.scene);
    this.canvas.dataset.bars = String(this.bars.length);
  }
}
