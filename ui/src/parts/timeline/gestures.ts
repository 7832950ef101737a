import type { TimelineController } from "./TimelineController";

const ZOOM_STEP = 1.35;
const DRAG_PX = 4;

/** Wheel, drag, pinch and keys of the timeline. Returns a function that takes them away again. */
export function bindGestures(canvas: HTMLCanvasElement, timeline: TimelineController): () => void {
  const pointers = new Map<number, PointerEvent>();
  let dragged = 0;

  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) timeline.pan(-(event.deltaX || event.deltaY), 0);
    else timeline.zoom(1.0015 ** event.deltaY, event.offsetX, event.offsetY);
  };
  const onDown = (event: PointerEvent) => {
    pointers.set(event.pointerId, event);
    dragged = 0;
    canvas.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId);
    if (!before) return timeline.hover(event.offsetX, event.offsetY);
    if (pointers.size === 2) pinch(timeline, pointers, event);
    else timeline.pan(event.clientX - before.clientX, event.clientY - before.clientY);
    dragged += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
    pointers.set(event.pointerId, event);
    if (dragged > DRAG_PX) timeline.unhover();
  };
  const onUp = (event: PointerEvent) => {
    const wasDown = pointers.delete(event.pointerId);
    if (wasDown && dragged <= DRAG_PX) timeline.pick(event.offsetX, event.offsetY);
  };
  const onCancel = (event: PointerEvent) => void pointers.delete(event.pointerId);
  const onLeave = () => timeline.unhover();
  const onKey = (event: KeyboardEvent) => {
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act(timeline);
  };

  const stop = new AbortController();
  const { signal } = stop;
  canvas.addEventListener("wheel", onWheel, { passive: false, signal });
  canvas.addEventListener("pointerdown", onDown, { signal });
  canvas.addEventListener("pointermove", onMove, { signal });
  canvas.addEventListener("pointerup", onUp, { signal });
  canvas.addEventListener("pointercancel", onCancel, { signal });
  canvas.addEventListener("pointerleave", onLeave, { signal });
  canvas.addEventListener("keydown", onKey, { signal });
  return () => stop.abort();
}

const KEYS: Record<string, (timeline: TimelineController) => void> = {
  "+": (timeline) => timeline.zoom(1 / ZOOM_STEP),
  "=": (timeline) => timeline.zoom(1 / ZOOM_STEP),
  "-": (timeline) => timeline.zoom(ZOOM_STEP),
  "0": (timeline) => timeline.fit(),
  c: (timeline) => timeline.fit(),
  ArrowRight: (timeline) => timeline.step(1),
  ArrowLeft: (timeline) => timeline.step(-1),
  ArrowUp: (timeline) => timeline.pan(0, 40),
  ArrowDown: (timeline) => timeline.pan(0, -40),
};

/** Two fingers: their distance zooms. */
function pinch(timeline: TimelineController, pointers: ReadonlyMap<number, PointerEvent>, moved: PointerEvent): void {
  const [a, b] = [...pointers.values()];
  const other = a?.pointerId === moved.pointerId ? b : a;
  const before = pointers.get(moved.pointerId);
  if (!other || !before) return;
  const distance = Math.max(10, Math.abs(moved.clientX - other.clientX));
  const earlier = Math.max(10, Math.abs(before.clientX - other.clientX));
  timeline.zoom(earlier / distance, (moved.offsetX + other.offsetX) / 2, (moved.offsetY + other.offsetY) / 2);
}
