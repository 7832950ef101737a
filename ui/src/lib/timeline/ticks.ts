const STEPS = [
  0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1.5e4, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 1.8e6, 3.6e6, 7.2e6, 1.08e7,
  2.16e7, 4.32e7, 8.64e7, 1.728e8, 6.048e8,
];

/** Times of the axis between `left` and `right`, at round distances of at least `minPx` pixels, counted from `origin`. */
export function ticks(left: number, right: number, msPerPx: number, origin: number, minPx = 90): { step: number; times: number[] } {
  const step = STEPS.find((each) => each / msPerPx >= minPx) ?? (STEPS.at(-1) as number);
  const times: number[] = [];
  const first = Math.ceil((left - origin) / step) * step + origin;
  for (let time = first; time <= right && times.length < 200; time += step) times.push(time);
  return { step, times };
}

/** `+0`, `+250ms`, `+1.5s`, `+2:30`, `+1:02:00`: time since the origin. */
export function offsetLabel(ms: number, step: number): string {
  const sign = ms < 0 ? "−" : "+";
  if (step < 1 && Math.abs(ms) < 1000) return Math.abs(ms) < step / 2 ? "0" : `${sign}${Math.abs(ms).toFixed(step < 0.1 ? 2 : 1)}ms`;
  const total = Math.round(Math.abs(ms));
  if (total === 0) return "0";
  if (total < 1000) return `${sign}${total}ms`;
  if (total < 60_000) return `${sign}${trim(total / 1000, step)}s`;
  const seconds = Math.floor(total / 1000);
  const minutes = Math.floor(seconds / 60);
  const rest = step < 1000 ? trim((total % 60_000) / 1000, step).padStart(4, "0") : String(seconds % 60).padStart(2, "0");
  if (minutes < 60) return `${sign}${minutes}:${rest}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${sign}${hours}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
  return `${sign}${Math.floor(hours / 24)}d ${hours % 24}h`;
}

function trim(seconds: number, step: number): string {
  const digits = step >= 1000 ? 0 : step >= 100 ? 1 : step >= 10 ? 2 : 3;
  return seconds.toFixed(digits);
}
