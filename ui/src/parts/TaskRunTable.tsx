import { ListChecks } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { TASK_PAGE, type TaskRunView, useTaskRunCount, useTaskRunPages } from "@/api/taskRuns";
import type { TaskRun, TaskRunSort } from "@/api/types";
import { Tag } from "@/kit/Badge";
import { EmptyState } from "@/kit/EmptyState";
import { ErrorState } from "@/kit/ErrorState";
import { Select } from "@/kit/Select";
import { Skeleton, SkeletonRows } from "@/kit/Skeleton";
import { Cell, HeadCell, moveAmongRows, Row, Table, TableHead } from "@/kit/Table";
import { VirtualRows } from "@/kit/VirtualRows";
import { StateFilter } from "./RunFilterBar";
import { StateBadge } from "./StateBadge";
import { Duration, Moment } from "./Times";

const COLUMNS = "@3xl:grid-cols-[8.5rem_minmax(0,1fr)_minmax(0,0.4fr)_4rem_7.5rem_5.5rem] grid-cols-[7.5rem_minmax(0,1fr)_5rem]";
const ROW_HEIGHT = 40;

const SORTS: Partial<Record<TaskRunSort, string>> = {
  EXPECTED_START_TIME_ASC: "Oldest first",
  EXPECTED_START_TIME_DESC: "Newest first",
  END_TIME_DESC: "Last ended",
  NAME_ASC: "Name A–Z",
  NAME_DESC: "Name Z–A",
};

interface TaskRunTableProps {
  flowRunId: string;
  isRunOpen: boolean;
  selected: string | null;
  onOpen: (taskRunId: string) => void;
}

/** All task runs of a flow run. Only the pages in sight are ever fetched. */
export function TaskRunTable({ flowRunId, isRunOpen, selected, onOpen }: TaskRunTableProps) {
  const [states, setStates] = useState<string[]>([]);
  const [sort, setSort] = useState<TaskRunSort>("EXPECTED_START_TIME_ASC");
  const view = useMemo(() => ({ flowRunId, states, sort }), [flowRunId, states, sort]);
  const count = useTaskRunCount(view, isRunOpen);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 px-4 py-2 sm:px-6">
        <StateFilter chosen={states} onChange={setStates} />
        <Select label="Sort" value={sort} options={SORTS as Record<TaskRunSort, string>} onChange={setSort} />
        <span role="status" className="ml-auto text-xs text-faint tabular-nums">
          {count.data !== undefined && `${count.data.toLocaleString()} task ${count.data === 1 ? "run" : "runs"}`}
        </span>
      </div>
      {count.isPending && <SkeletonRows label="Loading task runs" rows={4} />}
      {count.isError && <ErrorState title="The task runs cannot be shown" error={count.error} onRetry={() => void count.refetch()} />}
      {count.data === 0 && (
        <EmptyState icon={<ListChecks />} title={states.length > 0 ? "No task run is in such a state" : "This run has called no task"} />
      )}
      {count.data !== undefined && count.data > 0 && (
        <TaskRows view={view} count={count.data} isRunOpen={isRunOpen} selected={selected} onOpen={onOpen} />
      )}
    </div>
  );
}

interface TaskRowsProps {
  view: TaskRunView;
  count: number;
  isRunOpen: boolean;
  selected: string | null;
  onOpen: (taskRunId: string) => void;
}

function TaskRows({ view, count, isRunOpen, selected, onOpen }: TaskRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ first: 0, last: 0 });
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), []);
  const firstPage = Math.floor(range.first / TASK_PAGE);
  const lastPage = Math.floor(range.last / TASK_PAGE);
  const pages = useMemo(() => Array.from({ length: lastPage - firstPage + 1 }, (_, i) => firstPage + i), [firstPage, lastPage]);
  const runAt = useTaskRunPages(view, pages, isRunOpen);
  return (
    <Table label="Task runs" onKeyDown={moveAmongRows} className="flex min-h-0 flex-1 flex-col">
      <TableHead columns={COLUMNS}>
        <HeadCell>State</HeadCell>
        <HeadCell>Task run</HeadCell>
        <HeadCell>Tags</HeadCell>
        <HeadCell className="text-right">Attempts</HeadCell>
        <HeadCell>Started</HeadCell>
        <HeadCell className="text-right">Duration</HeadCell>
      </TableHead>
      <VirtualRows
        className="relative min-h-0 flex-1 overflow-y-auto"
        count={count}
        rowHeight={ROW_HEIGHT}
        scroller={scroller}
        onRange={onRange}
        renderRow={(index) => <TaskRow run={runAt(index)} selected={selected} onOpen={onOpen} />}
      />
    </Table>
  );
}

function TaskRow({ run, selected, onOpen }: { run: TaskRun | undefined; selected: string | null; onOpen: (id: string) => void }) {
  if (!run) {
    return (
      <Row className={`${COLUMNS} h-10 border-b border-line`}>
        <Skeleton className="h-4 w-20" />
        <Skeleton className="h-4 w-40" />
      </Row>
    );
  }
  return (
    <Row isSelected={run.id === selected} className={`${COLUMNS} h-10 border-b border-line`}>
      <Cell>
        <StateBadge type={run.state_type} name={run.state_name} message={run.state?.message ?? null} />
      </Cell>
      <Cell className="truncate">
        <button
          type="button"
          data-row-link={run.id}
          onClick={() => onOpen(run.id)}
          className="font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {run.name}
        </button>
      </Cell>
      <Cell className="hidden gap-1 overflow-hidden @3xl:flex">
        {(run.tags ?? []).map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </Cell>
      <Cell className="hidden text-right text-soft tabular-nums @3xl:block">{run.run_count ?? 0}</Cell>
      <Cell className="hidden text-soft @3xl:block">{run.start_time ? <Moment at={run.start_time} /> : "–"}</Cell>
      <Cell className="text-right text-soft">
        <Duration run={run} />
      </Cell>
    </Row>
  );
}
