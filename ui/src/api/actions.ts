/** What a user can do to runs. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post, remove } from "./send";
import type { OrchestrationResult } from "./types";

export interface Outcome {
  done: number;
  /** One sentence for each run that was refused. */
  refused: string[];
}

async function cancel(id: string): Promise<void> {
  const state = { type: "CANCELLING" as const, name: "Cancelling", message: "Cancelled from the UI" };
  const result = await post<OrchestrationResult>("/flow_runs/{id}/set_state", { state }, { path: { id } });
  if (result.status === "ACCEPT") return;
  const details = result.details as { reason?: string | null };
  const isCancelled = result.state?.type === "CANCELLED" || result.state?.type === "CANCELLING";
  if (!isCancelled) throw new Error(details.reason ?? "The server refused to cancel this run");
}

const discard = (id: string) => remove("/flow_runs/{id}", { path: { id } });

/** Works through the ids a few at a time, so that a long selection does not flood the server. */
async function forEach(ids: readonly string[], act: (id: string) => Promise<void>): Promise<Outcome> {
  const outcome: Outcome = { done: 0, refused: [] };
  const queue = [...ids];
  const work = async () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      try {
        await act(id);
        outcome.done += 1;
      } catch (error) {
        outcome.refused.push(error instanceof Error ? error.message : String(error));
      }
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return outcome;
}

function useRunAction(act: (id: string) => Promise<void>, isRemoval: boolean) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) => forEach(ids, act),
    onSettled: async (_outcome, _error, ids) => {
      const touched = [["flow_runs"], ...(isRemoval ? [] : ids.map((id) => ["flow_run", id]))];
      await Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
}

export const useCancelRuns = () => useRunAction(cancel, false);
export const useDeleteRuns = () => useRunAction(discard, true);
