import { useFlowRunStates } from "@/api/states";
import type { FlowRun } from "@/api/types";
import { Facts } from "@/kit/Facts";
import { formatDuration } from "@/lib/durations";
import { exactTime } from "@/lib/times";
import { Identifier } from "./Identifier";
import { StateHistory } from "./StateHistory";

const id = (value: string | null, label: string) => value && <Identifier id={value} label={label} />;
const time = (value: string | null) => value && exactTime(value);

/** Everything the server knows about a run that has no place of its own. */
export function RunDetails({ run }: { run: FlowRun }) {
  const states = useFlowRunStates(run.id, run.state_id).data ?? [];
  const policy = run.empirical_policy;
  return (
    <div className="grid gap-x-12 gap-y-6 overflow-y-auto px-4 py-4 sm:px-6 xl:grid-cols-2">
      <section aria-label="Details">
        <Facts
          facts={[
            { label: "Run ID", value: id(run.id, "flow run id") },
            { label: "Flow ID", value: id(run.flow_id, "flow id") },
            { label: "Deployment ID", value: id(run.deployment_id, "deployment id") },
            { label: "Flow version", value: run.flow_version },
            { label: "Idempotency key", value: run.idempotency_key },
            { label: "Created", value: time(run.created) },
            { label: "Updated", value: time(run.updated) },
            { label: "Expected start", value: time(run.expected_start_time) },
            { label: "Started", value: time(run.start_time) },
            { label: "Ended", value: time(run.end_time) },
            { label: "Time running", value: formatDuration(run.total_run_time ?? 0) },
            { label: "Run count", value: run.run_count ?? 0 },
            { label: "Retries", value: policy?.retries ?? 0 },
            { label: "Retry delay", value: policy?.retry_delay ? formatDuration(policy.retry_delay) : null },
            { label: "Work pool", value: run.work_pool_name },
            { label: "Work queue", value: run.work_queue_name },
            { label: "Infrastructure", value: run.infrastructure_pid },
            { label: "Created by", value: run.created_by?.display_value },
          ]}
        />
      </section>
      <section aria-label="States">
        <h3 className="mb-2 text-xs font-semibold text-soft">State history</h3>
        <StateHistory states={states} />
      </section>
    </div>
  );
}
