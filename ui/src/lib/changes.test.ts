import { describe, expect, it } from "vitest";
import { EVERYTHING, mergeChanges, readChange, rowsToRefetch, type Change } from "./changes";

const change = (part: Partial<Change>): Change => ({ flow_runs: [], task_runs_of: [], logs_of: [], deleted: [], ...part });

describe("changes", () => {
  it("are read from messages of the feed only", () => {
    expect(readChange({ type: "ready" })).toBeNull();
    expect(readChange("x")).toBeNull();
    expect(readChange({ type: "changed", flow_runs: ["a", 3] })).toEqual(change({ flow_runs: ["a"] }));
  });

  it("merge without doubles", () => {
    const merged = mergeChanges(change({ flow_runs: ["a", "b"] }), change({ flow_runs: ["b"], logs_of: ["c"] }));
    expect(merged).toMatchObject({ flow_runs: ["a", "b"], logs_of: ["c"] });
    expect(mergeChanges(change({}), EVERYTHING).everything).toBe(true);
  });
});

describe("rowsToRefetch", () => {
  const shown = new Set(["a", "b"]);
  it("fetches only the rows that changed", () => {
    expect(rowsToRefetch(change({ flow_runs: ["b"] }), shown, false)).toEqual(["b"]);
    expect(rowsToRefetch(change({ logs_of: ["a"] }), shown, false)).toEqual([]);
  });
  it("fetches the view when rows may come or go", () => {
    expect(rowsToRefetch(change({ flow_runs: ["b", "new"] }), shown, false)).toBe("all");
    expect(rowsToRefetch(change({ flow_runs: ["b"] }), shown, true)).toBe("all");
    expect(rowsToRefetch(change({ deleted: ["a"] }), shown, false)).toBe("all");
    expect(rowsToRefetch(EVERYTHING, shown, false)).toBe("all");
  });
});
