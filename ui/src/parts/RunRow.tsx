import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { FlowRun } from "@/api/types";
import { Tag } from "@/kit/Badge";
import { Checkbox } from "@/kit/Checkbox";
import { Cell, Row } from "@/kit/Table";
import { to } from "@/routes/paths";
import { StateBadge } from "./StateBadge";
import { Duration, Moment } from "./Times";

export const RUN_COLUMNS = "@3xl:grid-cols-[1rem_8.5rem_minmax(0,1fr)_minmax(0,0.4fr)_7.5rem_5.5rem]";

interface RunRowProps {
  run: FlowRun;
  flowName: string;
  isSelected: boolean;
  onSelect: (id: string, isSelected: boolean) => void;
}

export const RunRow = memo(function RunRow({ run, flowName, isSelected, onSelect }: RunRowProps) {
  const tags = run.tags ?? [];
  return (
    <Row isSelected={isSelected} className={`${RUN_COLUMNS} grid-cols-[1rem_minmax(0,1fr)_auto] gap-y-1 py-2.5 @3xl:h-10.5 @3xl:py-0`}>
      <Cell className="relative z-10 flex">
        <Checkbox label={`Select ${run.name}`} checked={isSelected} onChange={(checked) => onSelect(run.id, checked)} />
      </Cell>
      <Cell className="@max-3xl:order-4 @max-3xl:col-start-2">
        <StateBadge type={run.state_type} name={run.state_name} message={run.state?.message ?? null} />
      </Cell>
      <Cell className="flex items-baseline gap-1.5 @max-3xl:order-2">
        {flowName && <span className="min-w-0 shrink truncate text-soft">{flowName}</span>}
        {flowName && <span aria-hidden className="text-faint">/</span>}
        <Link
          {...to.flowRun(run.id)}
          data-row-link={run.id}
          className="min-w-0 shrink-[0.5] truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {run.name}
        </Link>
        {run.parent_task_run_id && <span className="shrink-0 text-2xs text-faint">subflow</span>}
      </Cell>
      <Cell className="flex gap-1 overflow-hidden @max-3xl:order-6 @max-3xl:col-span-2 @max-3xl:col-start-2 @max-3xl:empty:hidden">
        {tags.slice(0, 3).map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
        {tags.length > 3 && <Tag>+{tags.length - 3}</Tag>}
      </Cell>
      <Cell className="text-soft @max-3xl:order-5 @max-3xl:text-right @max-3xl:text-xs">
        <StartTime run={run} />
      </Cell>
      <Cell className="text-right text-soft @max-3xl:order-3">
        <Duration run={run} />
      </Cell>
    </Row>
  );
});

/** When a run began, or when it should. */
function StartTime({ run }: { run: FlowRun }) {
  const at = run.start_time ?? run.expected_start_time;
  return at ? <Moment at={at} /> : <span className="text-faint">–</span>;
}
