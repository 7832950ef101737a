import { keepPreviousData, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { rowsToRefetch, type Change } from "@/lib/changes";
import { isUnfiltered, runQuery, type RunFilters } from "@/lib/filters";
import { isFinal } from "@/lib/states";
import { ApiError, get, post } from "./send";
import type { FlowRun } from "./types";
import { askAgain, useChanges, useFallbackInterval } from "./useLive";

export const PAGE_SIZE = 100;

const NO_RUNS: FlowRun[] = [];

/** One page of the run list, with the count of all that match. */
export function useFlowRunPage(filters: RunFilters) {
  const client = useQueryClient();
  const refetchInterval = useFallbackInterval();
  const { page: _page, sort: _sort, ...narrowing } = filters;
  const rowsKey = ["flow_runs", "page", filters];
  const rows = useQuery({
    queryKey: rowsKey,
    queryFn: ({ signal }) =>
      post<FlowRun[]>(
        "/flow_runs/filter",
        { ...runQuery(filters, Date.now()), sort: filters.sort, limit: PAGE_SIZE, offset: (filters.page - 1) * PAGE_SIZE },
        { signal },
      ),
    placeholderData: keepPreviousData,
    refetchInterval,
  });
  const count = useQuery({
    queryKey: ["flow_runs", "count", narrowing],
    queryFn: ({ signal }) => post<number>("/flow_runs/count", runQuery(filters, Date.now()), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval,
  });
  useChanges(null, async (change) => {
    const shown = new Set((rows.isPlaceholderData ? NO_RUNS : (rows.data ?? NO_RUNS)).map((run) => run.id));
    const changed = rowsToRefetch(change, shown, !isUnfiltered(filters));
    if (changed === "all") await Promise.all([askAgain(rows), askAgain(count)]);
    else if (changed.length > 0) await patchRows(client, rowsKey, changed);
  });
  return { rows, count };
}

/** Fetches only these rows and puts them in place. */
async function patchRows(client: QueryClient, key: readonly unknown[], ids: string[]): Promise<void> {
  const fresh = await post<FlowRun[]>("/flow_runs/filter", { flow_runs: { id: { any_: ids } }, limit: 200 });
  const byId = new Map(fresh.map((run) => [run.id, run]));
  client.setQueryData<FlowRun[]>(key, (rows) => rows?.map((run) => byId.get(run.id) ?? run));
}

const runKey = (id: string) => ["flow_run", id];

export function useFlowRun(id: string) {
  const fallback = useFallbackInterval();
  const query = useQuery({
    queryKey: runKey(id),
    queryFn: ({ signal }) => get<FlowRun>("/flow_runs/{id}", { path: { id }, signal }),
    refetchInterval: (running) => (isFinal(running.state.data?.state_type) ? false : fallback),
  });
  useChanges([id], async (change) => {
    if (touches(change, id)) await askAgain(query);
  });
  return query;
}

/** Whether an error says that the run is not there, or is there no longer. */
export const isMissing = (error: Error | null) => error instanceof ApiError && error.status === 404;

const touches = (change: Change, id: string) =>
  change.everything || change.flow_runs.includes(id) || change.deleted.includes(id);

/** The run in which a subflow was called, found through the task run that stands for it there. */
export function useParentRun(taskRunId: string | null) {
  return useQuery({
    queryKey: ["parent_run", taskRunId],
    queryFn: async ({ signal }) => {
      const runs = await post<FlowRun[]>("/flow_runs/filter", { task_runs: { id: { any_: [taskRunId ?? ""] } }, limit: 1 }, { signal });
      return runs[0] ?? null;
    },
    enabled: taskRunId !== null,
    staleTime: Infinity,
  });
}

/** Runs that were called by this one. */
export function useSubflowRuns(id: string, isParentOpen: boolean) {
  const fallback = useFallbackInterval();
  const query = useQuery({
    queryKey: ["flow_runs", "children", id],
    queryFn: ({ signal }) =>
      post<FlowRun[]>(
        "/flow_runs/filter",
        { flow_runs: { parent_flow_run_id: { any_: [id] } }, sort: "START_TIME_ASC", limit: 200 },
        { signal },
      ),
    refetchInterval: isParentOpen ? fallback : false,
  });
  const ids = (query.data ?? NO_RUNS).map((run) => run.id);
  useChanges([id, ...ids], async (change) => {
    const isChild = [...change.flow_runs, ...change.deleted].some((each) => ids.includes(each));
    if (change.everything || isChild || change.task_runs_of.includes(id)) await askAgain(query);
  });
  return query;
}
