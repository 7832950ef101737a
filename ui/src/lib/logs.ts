import { parseTime } from "./times";

export const LEVELS = { 0: "All levels", 10: "Debug", 20: "Info", 30: "Warning", 40: "Error", 50: "Critical" } as const;

export function levelName(level: number): string {
  if (level >= 50) return "CRITICAL";
  if (level >= 40) return "ERROR";
  if (level >= 30) return "WARNING";
  if (level >= 20) return "INFO";
  return "DEBUG";
}

interface Stamped {
  id: string;
  timestamp: string;
}

export interface LogCursor {
  after: string | null;
  offset: number;
}

export const LOG_START: LogCursor = { after: null, offset: 0 };

/** Where the page after this one begins. Many lines may share one timestamp, so then the offset moves instead. */
export function nextCursor(cursor: LogCursor, page: readonly Stamped[]): LogCursor {
  const last = page.at(-1)?.timestamp;
  if (last === undefined) return cursor;
  return last === cursor.after ? { after: last, offset: cursor.offset + page.length } : { after: last, offset: 0 };
}

/** Where following a log starts: a little before its newest line, since lines of several processes may arrive late. */
export function followCursor(known: readonly Stamped[], overlapMs: number): LogCursor {
  const last = known.at(-1);
  if (!last) return LOG_START;
  return { after: new Date(Date.parse(last.timestamp) - overlapMs).toISOString(), offset: 0 };
}

/** Adds a page to what is known, each line once, in order of time. `ids` are those of the known lines and grow with them. */
export function mergeLogs<T extends Stamped>(known: readonly T[], page: readonly T[], ids: Set<string>): readonly T[] {
  const fresh = page.filter((log) => !ids.has(log.id));
  const first = fresh[0];
  if (!first) return known;
  for (const log of fresh) ids.add(log.id);
  const merged = [...known, ...fresh];
  const before = known.at(-1);
  const isInOrder = !before || parseTime(before.timestamp) <= parseTime(first.timestamp);
  return isInOrder ? merged : merged.toSorted((a, b) => parseTime(a.timestamp) - parseTime(b.timestamp));
}
