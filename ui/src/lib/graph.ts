import { parseTime } from "./times";

/** The graph of a run as the UI keeps it, grown by increments. */
export interface GraphNode {
  kind: "flow-run" | "task-run";
  id: string;
  label: string;
  state_type: string;
  start_time: string;
  end_time: string | null;
  parents: { id: string }[];
  children: { id: string }[];
}

export interface GraphAnswer {
  start_time: string;
  end_time: string | null;
  nodes: [string, GraphNode][];
}

export interface RunGraph {
  start: number;
  end: number | null;
  nodes: ReadonlyMap<string, GraphNode>;
}

/** Lays an answer for `since` over what is known; nodes come again when they have changed. */
export function growGraph(known: RunGraph | null, answer: GraphAnswer): RunGraph {
  const nodes = new Map(known?.nodes);
  for (const [id, node] of answer.nodes) nodes.set(id, node);
  return {
    start: parseTime(answer.start_time),
    end: answer.end_time ? parseTime(answer.end_time) : null,
    nodes,
  };
}

/** The time from which changes must be asked for: a margin before the newest end that is known. */
export function sinceOf(graph: RunGraph | null, marginMs = 10_000): string | null {
  if (!graph || graph.nodes.size === 0) return null;
  let newest = 0;
  for (const node of graph.nodes.values()) {
    if (node.end_time) newest = Math.max(newest, Date.parse(node.end_time));
  }
  return newest === 0 ? null : new Date(newest - marginMs).toISOString();
}
