import { useTaskRunStates } from "@/api/states";
import { useTaskRun } from "@/api/taskRuns";
import type { TaskRun } from "@/api/types";
import { Tag } from "@/kit/Badge";
import { ErrorState } from "@/kit/ErrorState";
import { Facts } from "@/kit/Facts";
import { Json } from "@/kit/Json";
import { SkeletonRows } from "@/kit/Skeleton";
import { isFinal } from "@/lib/states";
import { exactTime } from "@/lib/times";
import { Identifier } from "./Identifier";
import { LogView } from "./LogView";
import { NodePanel, PanelSection } from "./NodePanel";
import { StateBadge } from "./StateBadge";
import { StateHistory } from "./StateHistory";
import { Duration } from "./Times";

interface TaskRunPanelProps {
  id: string;
  flowRunId: string;
  onClose: () => void;
}

export function TaskRunPanel({ id, flowRunId, onClose }: TaskRunPanelProps) {
  const { data: run, error, refetch } = useTaskRun(id, flowRunId);
  return (
    <NodePanel kind="Task run" title={run?.name ?? "…"} onClose={onClose}>
      {error && !run && <ErrorState title="This task run cannot be shown" error={error} onRetry={() => void refetch()} />}
      {!run && !error && <SkeletonRows label="Loading task run" rows={3} />}
      {run && <TaskRunDetails run={run} flowRunId={flowRunId} />}
    </NodePanel>
  );
}

function TaskRunDetails({ run, flowRunId }: { run: TaskRun; flowRunId: string }) {
  const states = useTaskRunStates(run.id, run.state_id).data ?? [];
  const hasInputs = Object.keys(run.task_inputs ?? {}).length > 0;
  return (
    <>
      <PanelSection title="Task run">
        <TaskRunFacts run={run} />
      </PanelSection>
      <PanelSection title="States">
        <StateHistory states={states} />
      </PanelSection>
      {hasInputs && (
        <PanelSection title="Inputs">
          <Json value={run.task_inputs} label="task inputs" />
        </PanelSection>
      )}
      <div className="flex min-h-80 flex-1 flex-col">
        <LogView flowRunId={flowRunId} taskRunId={run.id} isRunOpen={!isFinal(run.state_type)} />
      </div>
    </>
  );
}

function TaskRunFacts({ run }: { run: TaskRun }) {
  const tags = run.tags ?? [];
  const policy = run.empirical_policy;
  return (
    <Facts
      facts={[
        { label: "State", value: <StateBadge type={run.state_type} name={run.state_name} /> },
        { label: "Duration", value: <Duration run={run} /> },
        { label: "Started", value: run.start_time && exactTime(run.start_time) },
        { label: "Ended", value: run.end_time && exactTime(run.end_time) },
        { label: "Attempts", value: `${run.run_count ?? 0}${policy?.retries ? ` of up to ${policy.retries + 1}` : ""}` },
        { label: "Tags", value: tags.length > 0 && <span className="flex flex-wrap gap-1">{tags.map((tag) => <Tag key={tag}>{tag}</Tag>)}</span> },
        { label: "Task key", value: <span className="font-mono text-xs">{run.task_key}</span> },
        { label: "Cache key", value: run.cache_key && <span className="font-mono text-xs">{run.cache_key}</span> },
        { label: "ID", value: <Identifier id={run.id} label="task run id" /> },
      ].map((fact) => ({ ...fact, value: fact.value === false ? null : fact.value }))}
    />
  );
}
