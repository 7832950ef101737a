import { useQuery } from "@tanstack/react-query";
import { parseTime } from "@/lib/times";
import { get } from "./send";
import type { State } from "./types";

const inOrder = (states: State[]) => states.toSorted((a, b) => parseTime(a.timestamp) - parseTime(b.timestamp));

/** All states that a flow run has been in; asked again whenever it enters another one. */
export function useFlowRunStates(id: string, stateId: string | null) {
  return useQuery({
    queryKey: ["flow_run_states", id, stateId],
    queryFn: async ({ signal }) => inOrder(await get<State[]>("/flow_run_states/", { query: { flow_run_id: id }, signal })),
    placeholderData: (previous) => previous,
  });
}

export function useTaskRunStates(id: string, stateId: string | null) {
  return useQuery({
    queryKey: ["task_run_states", id, stateId],
    queryFn: async ({ signal }) => inOrder(await get<State[]>("/task_run_states/", { query: { task_run_id: id }, signal })),
    placeholderData: (previous) => previous,
  });
}
