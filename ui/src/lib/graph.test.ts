import { describe, expect, it } from "vitest";
import { growGraph, sinceOf, type GraphNode } from "./graph";

const node = (id: string, end: string | null): [string, GraphNode] => [
  id,
  { kind: "task-run", id, label: id, state_type: "RUNNING", start_time: "2024-01-01T00:00:00Z", end_time: end, parents: [], children: [] },
];
const answer = (nodes: [string, GraphNode][]) => ({ start_time: "2024-01-01T00:00:00Z", end_time: null, nodes });

describe("growGraph", () => {
  it("replaces nodes that come again and keeps the others", () => {
    const first = growGraph(null, answer([node("a", null), node("b", null)]));
    const second = growGraph(first, answer([node("b", "2024-01-01T00:00:30Z")]));
    expect([...second.nodes.keys()]).toEqual(["a", "b"]);
    expect(second.nodes.get("b")?.end_time).not.toBeNull();
    expect(first.nodes.get("b")?.end_time).toBeNull();
  });

  it("asks from a margin before the newest end", () => {
    expect(sinceOf(null)).toBeNull();
    expect(sinceOf(growGraph(null, answer([node("a", null)])))).toBeNull();
    const graph = growGraph(null, answer([node("a", "2024-01-01T00:00:30Z"), node("b", "2024-01-01T00:00:20Z")]));
    expect(sinceOf(graph)).toBe("2024-01-01T00:00:20.000Z");
  });
});
