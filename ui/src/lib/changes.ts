/** What the live feed tells: which runs have changed, and in what respect. */
export interface Change {
  flow_runs: string[];
  task_runs_of: string[];
  logs_of: string[];
  deleted: string[];
  /** After a gap in the feed anything may have changed. */
  everything?: boolean;
}

export const EVERYTHING: Change = { flow_runs: [], task_runs_of: [], logs_of: [], deleted: [], everything: true };

const union = (a: string[], b: string[]) => (b.length === 0 ? a : [...new Set([...a, ...b])]);

export function mergeChanges(a: Change, b: Change): Change {
  return {
    flow_runs: union(a.flow_runs, b.flow_runs),
    task_runs_of: union(a.task_runs_of, b.task_runs_of),
    logs_of: union(a.logs_of, b.logs_of),
    deleted: union(a.deleted, b.deleted),
    everything: a.everything || b.everything,
  };
}

/** Reads a message of the feed; null when it is not a change. */
export function readChange(message: unknown): Change | null {
  if (typeof message !== "object" || message === null || (message as { type?: unknown }).type !== "changed") return null;
  const ids = (key: keyof Change) => {
    const value = (message as Record<string, unknown>)[key];
    return Array.isArray(value) ? value.filter((id): id is string => typeof id === "string") : [];
  };
  return {
    flow_runs: ids("flow_runs"),
    task_runs_of: ids("task_runs_of"),
    logs_of: ids("logs_of"),
    deleted: ids("deleted"),
  };
}

/** How a list that shows `shown` has to follow a change: leave it, fetch these rows again, or fetch the whole view. */
export function rowsToRefetch(change: Change, shown: ReadonlySet<string>, filtered: boolean): "all" | string[] {
  if (change.everything || change.deleted.some((id) => shown.has(id))) return "all";
  const known = change.flow_runs.filter((id) => shown.has(id));
  if (filtered && change.flow_runs.length > 0) return "all";
  return known.length < change.flow_runs.length ? "all" : known;
}
