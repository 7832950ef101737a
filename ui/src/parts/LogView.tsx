import type { Virtualizer } from "@tanstack/react-virtual";
import { ArrowDownToLine, ScrollText } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { MOST_LINES, useLogs } from "@/api/logs";
import { useTaskRunNames } from "@/api/taskRuns";
import type { Log } from "@/api/types";
import { Button } from "@/kit/Button";
import { EmptyState } from "@/kit/EmptyState";
import { ErrorState } from "@/kit/ErrorState";
import { SearchInput } from "@/kit/Input";
import { Select } from "@/kit/Select";
import { SkeletonRows } from "@/kit/Skeleton";
import { VirtualRows } from "@/kit/VirtualRows";
import { LEVELS } from "@/lib/logs";
import { LogLine } from "./LogLine";

interface LogViewProps {
  flowRunId: string;
  taskRunId?: string;
  isRunOpen: boolean;
  /** What the task runs of the lines are called; null when nobody knows, so that the server must be asked. */
  taskNames?: TaskNames | null;
  onOpenTask?: (taskRunId: string) => void;
}

type TaskNames = ReadonlyMap<string, { label: string }>;

const NO_LOGS: readonly Log[] = [];
const LEVEL_OPTIONS = LEVELS as Record<string, string>;

/** The log of a run, from the first line to the newest; of one task run, when given. */
export function LogView({ flowRunId, taskRunId, isRunOpen, taskNames = null, onOpenTask }: LogViewProps) {
  const [minLevel, setMinLevel] = useState("0");
  const [search, setSearch] = useState("");
  const query = useLogs({ flowRunId, ...(taskRunId && { taskRunId }), minLevel: Number(minLevel) }, isRunOpen);
  const all = query.data?.lines ?? NO_LOGS;
  const lines = useMemo(() => {
    const needle = search.toLowerCase();
    return needle ? all.filter((log) => log.message.toLowerCase().includes(needle)) : all;
  }, [all, search]);
  const isFiltered = search !== "" || minLevel !== "0";

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 px-4 py-2 sm:px-6">
        <Select label="Minimum level" value={minLevel} options={LEVEL_OPTIONS} onChange={setMinLevel} />
        <SearchInput label="Search in logs" value={search} onChange={setSearch} className="min-w-40 flex-1 sm:max-w-72" />
        <span role="status" className="ml-auto text-xs text-faint tabular-nums">
          {countText(lines.length, all.length, query.data?.complete ?? false)}
        </span>
      </div>
      {query.isPending && <SkeletonRows label="Loading logs" rows={4} />}
      {query.isError && all.length === 0 && <ErrorState title="The logs cannot be shown" error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && lines.length === 0 && <NoLogs isFiltered={isFiltered} isRunOpen={isRunOpen} />}
      {lines.length > 0 && <Lines lines={lines} search={search} isRunOpen={isRunOpen} taskNames={taskNames} onOpenTask={onOpenTask} />}
    </div>
  );
}

function countText(shown: number, known: number, isComplete: boolean): string {
  if (known === 0) return "";
  const lines = shown === known ? `${known.toLocaleString()} lines` : `${shown.toLocaleString()} of ${known.toLocaleString()} lines`;
  if (known >= MOST_LINES) return `first ${lines}`;
  return isComplete ? lines : `${lines}, loading…`;
}

function NoLogs({ isFiltered, isRunOpen }: { isFiltered: boolean; isRunOpen: boolean }) {
  if (isFiltered) return <EmptyState title="No line matches">Lower the level or search for something else.</EmptyState>;
  return (
    <EmptyState icon={<ScrollText />} title={isRunOpen ? "Nothing logged so far" : "Nothing was logged"}>
      Lines of <code className="font-mono text-xs">get_run_logger()</code>, and prints with{" "}
      <code className="font-mono text-xs">log_prints=True</code>, appear here.
    </EmptyState>
  );
}

interface LinesProps {
  lines: readonly Log[];
  search: string;
  isRunOpen: boolean;
  taskNames: TaskNames | null;
  onOpenTask: ((taskRunId: string) => void) | undefined;
}

function Lines({ lines, search, isRunOpen, taskNames, onOpenTask }: LinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { isFollowing, setFollowing, onScroll, onVirtualizer } = useFollow(scroller, lines.length, isRunOpen);
  const isNameless = onOpenTask !== undefined && taskNames === null;
  const unnamed = useMemo(() => (isNameless ? [...new Set(lines.flatMap((log) => log.task_run_id ?? []))].toSorted() : []), [lines, isNameless]);
  const asked = useTaskRunNames(unnamed);
  const keyOf = useCallback((index: number) => lines[index]?.id ?? index, [lines]);
  const renderRow = (index: number) => {
    const log = lines[index];
    if (!log) return null;
    const name = onOpenTask && log.task_run_id ? (taskNames?.get(log.task_run_id)?.label ?? asked.get(log.task_run_id) ?? "") : null;
    return <LogLine log={log} taskName={name} search={search} onOpenTask={onOpenTask} />;
  };
  return (
    <div className="relative min-h-0 flex-1">
      <VirtualRows
        role="log"
        aria-label="Log lines"
        tabIndex={0}
        className="absolute inset-0 overflow-y-auto pb-2"
        onScroll={onScroll}
        count={lines.length}
        rowHeight={24}
        isMeasured
        scroller={scroller}
        renderRow={renderRow}
        keyOf={keyOf}
        onVirtualizer={onVirtualizer}
      />
      {isRunOpen && !isFollowing && (
        <Button icon={<ArrowDownToLine />} className="absolute right-5 bottom-3 shadow-pop" onClick={() => setFollowing(true)}>
          Follow newest
        </Button>
      )}
    </div>
  );
}

/** While a run goes on its newest line stays in sight, until the reader scrolls up. */
function useFollow(scroller: React.RefObject<HTMLDivElement | null>, count: number, isRunOpen: boolean) {
  const [isFollowing, setFollowing] = useState(isRunOpen);
  const virtualizer = useRef<Virtualizer<HTMLElement, Element>>(null);
  const lastTop = useRef(0);
  useEffect(() => {
    if (isFollowing && isRunOpen) virtualizer.current?.scrollToIndex(count - 1, { align: "end" });
  }, [isFollowing, isRunOpen, count]);
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 30;
    if (isAtEnd) setFollowing(true);
    else if (element.scrollTop < lastTop.current - 2) setFollowing(false);
    lastTop.current = element.scrollTop;
  };
  const onVirtualizer = useCallback((each: Virtualizer<HTMLElement, Element>) => void (virtualizer.current = each), []);
  return { isFollowing, setFollowing, onScroll, onVirtualizer };
}
