/** The filters of the run list: to and from the URL, and into the API's words. */
import { STATE_GROUPS, stateFilter, type StateFilter } from "./states";

export const SORTS = {
  START_TIME_DESC: "Newest first",
  START_TIME_ASC: "Oldest first",
  EXPECTED_START_TIME_DESC: "Latest expected start",
  END_TIME_DESC: "Last ended",
  NAME_ASC: "Name A–Z",
  NAME_DESC: "Name Z–A",
} as const;
export type Sort = keyof typeof SORTS;

export const RANGES = { hour: "Past hour", day: "Past day", week: "Past week", all: "All time" } as const;
export type Range = keyof typeof RANGES;
const RANGE_SECONDS: Record<Range, number | null> = { hour: 3600, day: 86_400, week: 604_800, all: null };

export interface RunFilters {
  states: string[];
  name: string;
  flows: string[];
  range: Range;
  hideSubflows: boolean;
  sort: Sort;
  page: number;
}

export const NO_FILTERS: RunFilters = {
  states: [],
  name: "",
  flows: [],
  range: "all",
  hideSubflows: false,
  sort: "START_TIME_DESC",
  page: 1,
};

export type Search = Record<string, string>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const list = (text: string | undefined) => (text ? text.split(",") : []);

/** Reads filters from a URL; whatever makes no sense there is left out. */
export function filtersFromSearch(search: Search): RunFilters {
  const known = STATE_GROUPS.map((group) => group.key);
  return {
    states: list(search.state).filter((key) => known.includes(key)),
    name: search.name ?? "",
    flows: list(search.flow).filter((id) => UUID.test(id)),
    range: search.range && Object.hasOwn(RANGES, search.range) ? (search.range as Range) : NO_FILTERS.range,
    hideSubflows: search.subflows === "hide",
    sort: search.sort && Object.hasOwn(SORTS, search.sort) ? (search.sort as Sort) : NO_FILTERS.sort,
    page: Math.max(1, Math.floor(Number(search.page)) || 1),
  };
}

/** Writes only what differs from the defaults, so that plain lists have plain URLs. */
export function filtersToSearch(filters: RunFilters): Search {
  const search: Search = {};
  if (filters.states.length > 0) search.state = filters.states.join(",");
  if (filters.name) search.name = filters.name;
  if (filters.flows.length > 0) search.flow = filters.flows.join(",");
  if (filters.range !== NO_FILTERS.range) search.range = filters.range;
  if (filters.hideSubflows) search.subflows = "hide";
  if (filters.sort !== NO_FILTERS.sort) search.sort = filters.sort;
  if (filters.page > 1) search.page = String(filters.page);
  return search;
}

/** True when nothing is left out of the list. */
export function isUnfiltered(filters: RunFilters): boolean {
  const { sort: _sort, page: _page, ...narrowing } = filtersToSearch(filters);
  return Object.keys(narrowing).length === 0;
}

export interface RunQuery {
  flows?: { id: { any_: string[] } };
  flow_runs?: {
    name?: { like_: string };
    state?: StateFilter;
    expected_start_time?: { after_: string };
    parent_task_run_id?: { is_null_: boolean };
  };
}

/** The part of a request's body that `/flow_runs/filter` and `/flow_runs/count` share. */
export function runQuery(filters: RunFilters, now: number): RunQuery {
  const runs: NonNullable<RunQuery["flow_runs"]> = {};
  const seconds = RANGE_SECONDS[filters.range];
  const state = stateFilter(filters.states);
  if (filters.name) runs.name = { like_: filters.name };
  if (state) runs.state = state;
  if (seconds !== null) runs.expected_start_time = { after_: new Date(now - seconds * 1000).toISOString() };
  if (filters.hideSubflows) runs.parent_task_run_id = { is_null_: true };
  const query: RunQuery = {};
  if (filters.flows.length > 0) query.flows = { id: { any_: filters.flows } };
  if (Object.keys(runs).length > 0) query.flow_runs = runs;
  return query;
}
