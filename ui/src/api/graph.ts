import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { growGraph, sinceOf, type GraphAnswer, type RunGraph } from "@/lib/graph";
import { get } from "./send";
import { askAgain, useChanges, useFallbackInterval } from "./useLive";

const graphKey = (id: string) => ["graph", id];

async function read(id: string, since: string | null, signal: AbortSignal): Promise<GraphAnswer> {
  return get<GraphAnswer>("/flow_runs/{id}/graph-v2", { path: { id }, query: { since }, signal });
}

/** Asks for what has changed; once more for the whole when the run has ended, as late entries may carry older times. */
async function grow(id: string, client: QueryClient, signal: AbortSignal): Promise<RunGraph> {
  const known = client.getQueryData<RunGraph>(graphKey(id)) ?? null;
  const since = known?.end ? null : sinceOf(known);
  const answer = await read(id, since, signal);
  if (since !== null && answer.end_time) return growGraph(null, await read(id, null, signal));
  return growGraph(since === null ? null : known, answer);
}

export function useRunGraph(id: string, isRunOpen: boolean) {
  const client = useQueryClient();
  const fallback = useFallbackInterval();
  const query = useQuery({
    queryKey: graphKey(id),
    queryFn: ({ signal }) => grow(id, client, signal),
    structuralSharing: false,
    refetchInterval: isRunOpen ? fallback : false,
  });
  useChanges([id], async (change) => {
    if (change.everything || change.task_runs_of.includes(id) || change.flow_runs.includes(id)) await askAgain(query);
  });
  return query;
}
