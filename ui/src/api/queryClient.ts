import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./send";

/** What the feed keeps fresh does not grow stale by time; refusals are not worth another try. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      },
    },
  });
}
