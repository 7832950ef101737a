import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useFlowRun } from "@/api/flowRuns";
import { useFlowNames } from "@/api/flows";
import { useRunGraph } from "@/api/graph";
import { useFlowRunStates } from "@/api/states";
import type { FlowRun } from "@/api/types";
import { ErrorState } from "@/kit/ErrorState";
import { Facts } from "@/kit/Facts";
import { Json } from "@/kit/Json";
import { SkeletonRows } from "@/kit/Skeleton";
import { isFinal } from "@/lib/states";
import { exactTime } from "@/lib/times";
import { to } from "@/routes/paths";
import { Identifier } from "./Identifier";
import { NodePanel, PanelSection } from "./NodePanel";
import { StateBadge } from "./StateBadge";
import { StateHistory } from "./StateHistory";
import { Duration } from "./Times";
import { RunTimeline } from "./timeline/RunTimeline";

/** A subflow run at a glance: its facts and its own timeline, and the way to its page. */
export function SubflowPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: run, error, refetch } = useFlowRun(id);
  return (
    <NodePanel kind="Subflow run" title={run?.name ?? "…"} onClose={onClose}>
      {error && !run && <ErrorState title="This run cannot be shown" error={error} onRetry={() => void refetch()} />}
      {!run && !error && <SkeletonRows label="Loading subflow run" rows={3} />}
      {run && <SubflowDetails run={run} />}
    </NodePanel>
  );
}

function SubflowDetails({ run }: { run: FlowRun }) {
  const states = useFlowRunStates(run.id, run.state_id).data ?? [];
  const names = useFlowNames([run.flow_id]);
  const graph = useRunGraph(run.id, !isFinal(run.state_type)).data;
  return (
    <>
      <PanelSection title="Subflow run">
        <Facts
          facts={[
            { label: "Flow", value: names.get(run.flow_id) },
            { label: "State", value: <StateBadge type={run.state_type} name={run.state_name} /> },
            { label: "Duration", value: <Duration run={run} /> },
            { label: "Started", value: run.start_time && exactTime(run.start_time) },
            { label: "Ended", value: run.end_time && exactTime(run.end_time) },
            { label: "ID", value: <Identifier id={run.id} label="flow run id" /> },
          ]}
        />
        <Link {...to.flowRun(run.id)} className="mt-3 inline-flex items-center gap-1.5 font-medium text-accent hover:underline">
          Open this run <ArrowRight className="size-4" aria-hidden />
        </Link>
      </PanelSection>
      {graph && graph.nodes.size > 0 && (
        <div className="flex shrink-0 border-b border-line bg-sunken">
          <RunTimeline graph={graph} selected={null} onSelect={ignore} />
        </div>
      )}
      <PanelSection title="States">
        <StateHistory states={states} />
      </PanelSection>
      <PanelSection title="Parameters">
        <Json value={run.parameters ?? {}} label="parameters" />
      </PanelSection>
    </>
  );
}

const ignore = () => undefined;
