import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Change } from "@/lib/changes";
import { stateFilter } from "@/lib/states";
import { get, post } from "./send";
import type { TaskRun, TaskRunSort } from "./types";
import { askAgain, useChanges, useFallbackInterval } from "./useLive";

export const TASK_PAGE = 200;

export interface TaskRunView {
  flowRunId: string;
  states: readonly string[];
  sort: TaskRunSort;
}

function bodyOf(view: TaskRunView) {
  const state = stateFilter(view.states);
  return { task_runs: { flow_run_id: { any_: [view.flowRunId] }, ...(state && { state }) } };
}

const follows = (change: Change, id: string) => change.everything || change.task_runs_of.includes(id);

export function useTaskRunCount(view: TaskRunView, isRunOpen: boolean) {
  const fallback = useFallbackInterval();
  const query = useQuery({
    queryKey: ["task_runs", "count", view.flowRunId, view.states],
    queryFn: ({ signal }) => post<number>("/task_runs/count", bodyOf(view), { signal }),
    refetchInterval: isRunOpen ? fallback : false,
    placeholderData: keepPreviousData,
  });
  useChanges([view.flowRunId], async (change) => {
    if (follows(change, view.flowRunId)) await askAgain(query);
  });
  return query;
}

/** The pages that are in sight, by their number; a change fetches only these again. */
export function useTaskRunPages(view: TaskRunView, pages: readonly number[], isRunOpen: boolean): (index: number) => TaskRun | undefined {
  const fallback = useFallbackInterval();
  const queries = useQueries({
    queries: pages.map((page) => ({
      queryKey: ["task_runs", "page", view, page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        post<TaskRun[]>("/task_runs/filter", { ...bodyOf(view), sort: view.sort, limit: TASK_PAGE, offset: page * TASK_PAGE }, { signal }),
      refetchInterval: isRunOpen ? fallback : (false as const),
    })),
  });
  useChanges([view.flowRunId], async (change) => {
    if (follows(change, view.flowRunId)) await Promise.all(queries.map(askAgain));
  });
  return (index) => queries[pages.indexOf(Math.floor(index / TASK_PAGE))]?.data?.[index % TASK_PAGE];
}

export function useTaskRun(id: string, flowRunId: string) {
  const query = useQuery({
    queryKey: ["task_run", id],
    queryFn: ({ signal }) => get<TaskRun>("/task_runs/{id}", { path: { id }, signal }),
    placeholderData: keepPreviousData,
  });
  useChanges([flowRunId], async (change) => {
    if (follows(change, flowRunId)) await askAgain(query);
  });
  return query;
}

/** Names of task runs by id, for the lines of a log; asks only for those that are not known yet. */
export function useTaskRunNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ["task_run_names", ids],
    queryFn: async () => {
      const missing = ids.filter((id) => client.getQueryData(["task_run_name", id]) === undefined);
      for (let at = 0; at < missing.length; at += TASK_PAGE) {
        const part = missing.slice(at, at + TASK_PAGE);
        const runs = await post<TaskRun[]>("/task_runs/filter", { task_runs: { id: { any_: part } }, limit: TASK_PAGE });
        for (const run of runs) client.setQueryData(["task_run_name", run.id], run.name);
      }
      return new Map(ids.map((id) => [id, client.getQueryData<string>(["task_run_name", id]) ?? ""]));
    },
    enabled: ids.length > 0,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
  return query.data ?? NO_NAMES;
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();
