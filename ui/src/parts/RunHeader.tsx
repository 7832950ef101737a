import { Link } from "@tanstack/react-router";
import { CornerLeftUp } from "lucide-react";
import type { ReactNode } from "react";
import { useParentRun } from "@/api/flowRuns";
import { useFlowNames } from "@/api/flows";
import type { FlowRun } from "@/api/types";
import { Tag } from "@/kit/Badge";
import { CopyButton } from "@/kit/CopyButton";
import { to } from "@/routes/paths";
import { RunActions } from "./RunActions";
import { StateBadge } from "./StateBadge";
import { Duration, Moment } from "./Times";

/** What a run is and how it stands, with what can be done to it. */
export function RunHeader({ run }: { run: FlowRun }) {
  const flowName = useFlowNames([run.flow_id]).get(run.flow_id);
  const at = run.start_time ?? run.expected_start_time;
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 sm:px-6">
      <div className="min-w-0 flex-1 basis-72">
        <nav aria-label="Path" className="flex gap-1.5 text-xs text-faint">
          <Link {...to.flowRuns()} className="hover:text-ink hover:underline">Flow Runs</Link>
          <span aria-hidden>/</span>
          <Link {...to.flowRuns({ flow: run.flow_id })} className="truncate hover:text-ink hover:underline">{flowName}</Link>
        </nav>
        <h1 className="truncate text-xl font-semibold tracking-tight">{run.name}</h1>
        <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1.5 text-soft">
          <StateBadge type={run.state_type} name={run.state_name} />
          {at && <span><Moment at={at} prefix={run.start_time ? "started " : "expected "} /></span>}
          <span className="text-ink"><Duration run={run} missing="not started" /></span>
          {(run.run_count ?? 0) > 1 && <span>attempt {run.run_count}</span>}
          <ParentLink taskRunId={run.parent_task_run_id} />
          {(run.tags ?? []).length > 0 && <Tags tags={run.tags ?? []} />}
        </div>
        {run.state?.message && <StateMessage run={run}>{run.state.message}</StateMessage>}
      </div>
      <div className="flex items-center gap-1.5">
        <CopyButton text={run.id} label="Copy run id" words="Copy ID" />
        <RunActions run={run} />
      </div>
    </header>
  );
}

function StateMessage({ run, children }: { run: FlowRun; children: ReactNode }) {
  const isBad = run.state_type === "FAILED" || run.state_type === "CRASHED";
  return (
    <p data-tone={run.state_type === "CRASHED" ? "orange" : "red"} className={`mt-2 line-clamp-3 break-words ${isBad ? "text-tone-ink" : "text-faint"}`}>
      {children}
    </p>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-1">
      {tags.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </span>
  );
}

function ParentLink({ taskRunId }: { taskRunId: string | null }) {
  const parent = useParentRun(taskRunId).data;
  if (!parent) return null;
  return (
    <Link {...to.flowRun(parent.id)} className="inline-flex items-center gap-1 hover:text-ink hover:underline">
      <CornerLeftUp className="size-3.5" aria-hidden />
      called by {parent.name}
    </Link>
  );
}
