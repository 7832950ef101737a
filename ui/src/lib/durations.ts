import { isFinal } from "./states";
import { parseTime } from "./times";

/** `0.0002` -> `<1ms`, `0.03` -> `30ms`, `4.21` -> `4.2s`, `75` -> `1m 15s`, `3725` -> `1h 2m`, `90000` -> `1d 1h`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds <= 0) return "0s";
  if (seconds < 0.001) return "<1ms";
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)}ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1).replace(/\.0$/, "")}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), "m", whole % 60, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), "h", minutes % 60, "m");
  const hours = Math.round(seconds / 3600);
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit} ${small}${smallUnit}`;
}

interface Timed {
  start_time: string | null;
  end_time: string | null;
  total_run_time?: number | null;
  state_type: string | null;
}

/** How long a run took or has been running, in seconds; null before it started. */
export function runSeconds(run: Timed, now: number): number | null {
  if (!run.start_time) return null;
  const start = parseTime(run.start_time);
  if (run.end_time) return Math.max(0, (parseTime(run.end_time) - start) / 1000);
  if (isFinal(run.state_type)) return run.total_run_time ?? null;
  return Math.max(0, (now - start) / 1000);
}
