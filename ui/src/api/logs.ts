import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { followCursor, mergeLogs, nextCursor, type LogCursor } from "@/lib/logs";
import { post } from "./send";
import type { Log } from "./types";
import { askAgain, useChanges, useFallbackInterval } from "./useLive";

export interface LogScope {
  flowRunId: string;
  taskRunId?: string;
  minLevel: number;
}

export interface LogLines {
  lines: readonly Log[];
  /** False while earlier pages are still being loaded. */
  complete: boolean;
}

const PAGE = 200;
/** How far before the newest line to read again while a run goes on, and once it has ended: lines may arrive late. */
const OVERLAP_MS = 300;
const LAST_OVERLAP_MS = 5000;

const logKey = (scope: LogScope) => ["logs", scope];
export const MOST_LINES = 50_000;

function readPage(scope: LogScope, cursor: LogCursor, signal: AbortSignal): Promise<Log[]> {
  const logs = {
    flow_run_id: { any_: [scope.flowRunId] },
    ...(scope.taskRunId && { task_run_id: { any_: [scope.taskRunId] } }),
    ...(scope.minLevel > 0 && { level: { ge_: scope.minLevel } }),
    ...(cursor.after && { timestamp: { after_: cursor.after } }),
  };
  return post<Log[]>("/logs/filter", { logs, sort: "TIMESTAMP_ASC", limit: PAGE, offset: cursor.offset }, { signal });
}

/** Reads on from what is known, page by page, and shows each page as it comes. */
async function follow(scope: LogScope, overlapMs: number, client: QueryClient, signal: AbortSignal): Promise<LogLines> {
  const key = logKey(scope);
  let lines = client.getQueryData<LogLines>(key)?.lines ?? [];
  let cursor = followCursor(lines, overlapMs);
  const ids = new Set(lines.map((log) => log.id));
  while (lines.length < MOST_LINES) {
    const page = await readPage(scope, cursor, signal);
    lines = mergeLogs(lines, page, ids);
    if (page.length < PAGE) break;
    cursor = nextCursor(cursor, page);
    client.setQueryData<LogLines>(key, { lines, complete: false });
  }
  return { lines, complete: true };
}

export function useLogs(scope: LogScope, isRunOpen: boolean) {
  const client = useQueryClient();
  const fallback = useFallbackInterval();
  const query = useQuery({
    queryKey: logKey(scope),
    queryFn: ({ signal }) => follow(scope, isRunOpen ? OVERLAP_MS : LAST_OVERLAP_MS, client, signal),
    structuralSharing: false,
    refetchInterval: isRunOpen ? fallback : false,
  });
  useChanges([scope.flowRunId], async (change) => {
    if (change.everything || change.logs_of.includes(scope.flowRunId)) await askAgain(query);
  });
  return query;
}
