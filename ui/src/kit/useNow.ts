import { useSyncExternalStore } from "react";

/** One timer for everything that ticks; it rests while nobody looks. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function adjust(): void {
  const isWanted = listeners.size > 0 && !document.hidden;
  if (isWanted && timer === null) {
    timer = setInterval(tick, 1000);
    queueMicrotask(tick);
  }
  if (!isWanted && timer !== null) {
    clearInterval(timer);
    timer = null;
  }
}

document.addEventListener("visibilitychange", adjust);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  adjust();
  return () => {
    listeners.delete(listener);
    adjust();
  };
}

const never = () => () => undefined;

/** The present time, new each second; with `isTicking` false it stands still. */
export function useNow(isTicking = true): number {
  return useSyncExternalStore(isTicking ? subscribe : never, () => now);
}
