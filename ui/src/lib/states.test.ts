import { describe, expect, it } from "vitest";
import { isFinal, stateFilter, stateLabel, toneOf } from "./states";

describe("states", () => {
  it("gives the name of a state precedence over its type", () => {
    expect(toneOf("SCHEDULED", "Late")).toBe("amber");
    expect(toneOf("RUNNING", "Retrying")).toBe("blue");
    expect(toneOf("CRASHED", "Crashed")).toBe("orange");
    expect(toneOf(null)).toBe("grey");
  });

  it("splits compound names into words", () => {
    expect(stateLabel("SCHEDULED", "AwaitingRetry")).toBe("Awaiting retry");
    expect(stateLabel("COMPLETED")).toBe("Completed");
    expect(stateLabel(null)).toBe("Unknown");
  });

  it("counts cancelling as unfinished", () => {
    expect(isFinal("CANCELLING")).toBe(false);
    expect(isFinal("CANCELLED")).toBe(true);
  });

  it("joins groups of types and names by or", () => {
    expect(stateFilter([])).toBeUndefined();
    expect(stateFilter(["failed", "cancelled"])).toEqual({ type: { any_: ["FAILED", "CANCELLED", "CANCELLING"] } });
    expect(stateFilter(["late"])).toEqual({ name: { any_: ["Late"] } });
    expect(stateFilter(["running", "late"])).toEqual({
      operator: "or_",
      type: { any_: ["RUNNING"] },
      name: { any_: ["Late"] },
    });
  });
});
