import { keepPreviousData, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { post } from "./send";
import type { Flow } from "./types";

const nameKey = (id: string) => ["flow_name", id];

async function readNames(ids: readonly string[], client: QueryClient): Promise<Map<string, string>> {
  const missing = ids.filter((id) => client.getQueryData(nameKey(id)) === undefined);
  if (missing.length > 0) {
    const flows = await post<Flow[]>("/flows/filter", { flows: { id: { any_: missing } }, limit: 200 });
    for (const flow of flows) client.setQueryData(nameKey(flow.id), flow.name);
  }
  return new Map(ids.map((id) => [id, client.getQueryData<string>(nameKey(id)) ?? ""]));
}

/** Names of flows by id; asks only for those that are not known yet. */
export function useFlowNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const client = useQueryClient();
  const wanted = [...new Set(ids)].toSorted();
  const query = useQuery({
    queryKey: ["flow_names", wanted],
    queryFn: () => readNames(wanted, client),
    enabled: wanted.length > 0,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
  return query.data ?? NONE;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Flows whose name contains a text, for choosing among them. */
export function useFlowSearch(text: string, enabled: boolean) {
  return useQuery({
    queryKey: ["flow_search", text],
    queryFn: ({ signal }) =>
      post<Flow[]>("/flows/filter", { ...(text && { flows: { name: { like_: text } } }), limit: 50 }, { signal }),
    enabled,
    placeholderData: keepPreviousData,
  });
}
