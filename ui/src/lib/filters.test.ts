import { describe, expect, it } from "vitest";
import { NO_FILTERS, filtersFromSearch, filtersToSearch, isUnfiltered, runQuery, type RunFilters } from "./filters";

const FLOW = "6f1c9a52-5a3e-4f3c-9c2b-0e9d3a1b7c11";
const full: RunFilters = {
  states: ["failed", "late"],
  name: "brave",
  flows: [FLOW],
  range: "day",
  hideSubflows: true,
  sort: "NAME_ASC",
  page: 3,
};

describe("filters and the URL", () => {
  it("come back as they were written", () => expect(filtersFromSearch(filtersToSearch(full))).toEqual(full));
  it("leave the URL empty by default", () => expect(filtersToSearch(NO_FILTERS)).toEqual({}));
  it("drop what makes no sense", () => {
    const odd = { state: "failed,odd", flow: "x", range: "toString", sort: "constructor", page: "-4" };
    const read = filtersFromSearch(odd);
    expect(read.states).toEqual(["failed"]);
    expect(read.flows).toEqual([]);
    expect(read.page).toBe(1);
  });
  it("count sort and page as no narrowing", () => {
    expect(isUnfiltered({ ...NO_FILTERS, sort: "NAME_ASC", page: 2 })).toBe(true);
    expect(isUnfiltered({ ...NO_FILTERS, hideSubflows: true })).toBe(false);
  });
});

describe("runQuery", () => {
  it("is empty without filters", () => expect(runQuery(NO_FILTERS, 0)).toEqual({}));
  it("says every filter in the words of the API", () => {
    const now = Date.parse("2024-05-02T00:00:00Z");
    expect(runQuery(full, now)).toEqual({
      flows: { id: { any_: [FLOW] } },
      flow_runs: {
        name: { like_: "brave" },
        state: { operator: "or_", type: { any_: ["FAILED"] }, name: { any_: ["Late"] } },
        expected_start_time: { after_: "2024-05-01T00:00:00.000Z" },
        parent_task_run_id: { is_null_: true },
      },
    });
  });
});
