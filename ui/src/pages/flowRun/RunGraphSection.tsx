import type { useRunGraph } from "@/api/graph";
import type { FlowRun } from "@/api/types";
import { Skeleton } from "@/kit/Skeleton";
import { isFinal } from "@/lib/states";
import { SubflowPanel } from "@/parts/SubflowPanel";
import { TaskRunPanel } from "@/parts/TaskRunPanel";
import { RunTimeline } from "@/parts/timeline/RunTimeline";

type GraphQuery = ReturnType<typeof useRunGraph>;

interface RunGraphSectionProps {
  run: FlowRun;
  query: GraphQuery;
  selected: string | null;
  onSelect: (id: string | null) => void;
}

/** The timeline, or why there is none. */
export function RunGraphSection({ run, query, selected, onSelect }: RunGraphSectionProps) {
  const { data: graph, error, isPending } = query;
  return (
    <section aria-label="Timeline" className="relative z-10 flex shrink-0 border-y border-line bg-sunken">
      {graph && graph.nodes.size > 0 && <RunTimeline graph={graph} selected={selected} onSelect={(node) => onSelect(node?.id ?? null)} />}
      {graph?.nodes.size === 0 && <Note>{isFinal(run.state_type) ? "This run has called no task." : "No task has started so far."}</Note>}
      {error && !graph && <Note>{`No timeline: ${error.message}`}</Note>}
      {isPending && <Skeleton className="m-4 h-24 flex-1" />}
    </section>
  );
}

function Note({ children }: { children: string }) {
  return <p className="flex-1 px-4 py-6 text-center text-faint">{children}</p>;
}

/** The side panel for a node: the graph knows whether it is a task run or a subflow run. */
export function SelectedNode({ run, query, id, onClose }: { run: FlowRun; query: GraphQuery; id: string; onClose: () => void }) {
  if (query.isPending) return null;
  if (query.data?.nodes.get(id)?.kind === "flow-run") return <SubflowPanel id={id} onClose={onClose} />;
  return <TaskRunPanel id={id} flowRunId={run.id} onClose={onClose} />;
}
