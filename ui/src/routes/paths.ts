/** Every URL of the UI is built here. The paths are those that Prefect users have in their bookmarks. */
import type { Search } from "@/lib/filters";

export const PATHS = {
  home: "/",
  flowRuns: "/flow-runs",
  flowRun: "/flow-runs/flow-run/$id",
} as const;

export const to = {
  flowRuns: (search: Search = {}) => ({ to: PATHS.flowRuns, search }),
  flowRun: (id: string, search: { tab?: string; node?: string } = {}) => ({ to: PATHS.flowRun, params: { id }, search }),
};
