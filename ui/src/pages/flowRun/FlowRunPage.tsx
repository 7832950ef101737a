import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { isMissing, useFlowRun } from "@/api/flowRuns";
import { useRunGraph } from "@/api/graph";
import type { FlowRun } from "@/api/types";
import { ErrorState } from "@/kit/ErrorState";
import { SkeletonRows } from "@/kit/Skeleton";
import { type TabItem, Tabs } from "@/kit/Tabs";
import type { Search } from "@/lib/filters";
import type { RunGraph } from "@/lib/graph";
import { isFinal } from "@/lib/states";
import { LogView } from "@/parts/LogView";
import { Parameters } from "@/parts/Parameters";
import { RunDetails } from "@/parts/RunDetails";
import { RunHeader } from "@/parts/RunHeader";
import { SubflowTable } from "@/parts/SubflowTable";
import { TaskRunTable } from "@/parts/TaskRunTable";
import { to } from "@/routes/paths";
import { RunGraphSection, SelectedNode } from "./RunGraphSection";

const NO_NODES: RunGraph["nodes"] = new Map();

export function FlowRunPage() {
  const { id = "" } = useParams({ strict: false });
  const { data: run, error, refetch } = useFlowRun(id);
  if (error && isMissing(error)) return <ErrorState title="There is no such run" error={error} action={<AllRuns />} />;
  if (run && run.id === id) return <LoadedRun key={id} run={run} />;
  if (error) return <ErrorState title="This run cannot be shown" error={error} onRetry={() => void refetch()} />;
  return <SkeletonRows label="Loading flow run" rows={8} />;
}

function AllRuns() {
  return (
    <Link {...to.flowRuns()} className="font-medium text-accent underline">
      See the flow runs
    </Link>
  );
}

/** Which tab is open and which node is selected, kept in the URL. */
function useUrlView(id: string) {
  const { tab = "logs", node = null }: Search & { tab?: string; node?: string | null } = useSearch({ strict: false });
  const navigate = useNavigate();
  const show = useCallback(
    (part: { tab?: string; node?: string | null }) => {
      const next = { tab, node, ...part };
      const search = { ...(next.tab !== "logs" && { tab: next.tab }), ...(next.node && { node: next.node }) };
      void navigate({ ...to.flowRun(id, search), replace: true });
    },
    [id, tab, node, navigate],
  );
  return { tab, node, show };
}

function LoadedRun({ run }: { run: FlowRun }) {
  const { tab, node, show } = useUrlView(run.id);
  const isOpen = !isFinal(run.state_type);
  const graph = useRunGraph(run.id, isOpen);
  const taskNames = graph.isError ? null : (graph.data?.nodes ?? NO_NODES);
  const openTask = useCallback((task: string) => show({ node: task }), [show]);
  const close = useCallback(() => show({ node: null }), [show]);
  return (
    <div className="flex min-h-0 flex-1">
      <title>{`${run.name} · Legato`}</title>
      <div className="flex min-w-0 flex-1 flex-col overflow-y-auto">
        <RunHeader run={run} />
        <RunGraphSection run={run} query={graph} selected={node} onSelect={(id) => show({ node: id })} />
        <div className="flex min-h-104 flex-1 flex-col bg-surface">
          <Tabs label="About this run" items={tabsOf({ run, isOpen, node, openTask, taskNames })} value={tab} onChange={(key) => show({ tab: key })} />
        </div>
      </div>
      {node && <SelectedNode key={node} run={run} query={graph} id={node} onClose={close} />}
    </div>
  );
}

interface TabsContext {
  run: FlowRun;
  isOpen: boolean;
  node: string | null;
  openTask: (id: string) => void;
  taskNames: RunGraph["nodes"] | null;
}

function tabsOf({ run, isOpen, node, openTask, taskNames }: TabsContext): TabItem[] {
  return [
    {
      key: "logs",
      label: "Logs",
      content: <LogView flowRunId={run.id} isRunOpen={isOpen} taskNames={taskNames} onOpenTask={openTask} />,
    },
    {
      key: "task-runs",
      label: "Task Runs",
      content: <TaskRunTable flowRunId={run.id} isRunOpen={isOpen} selected={node} onOpen={openTask} />,
    },
    { key: "subflow-runs", label: "Subflow Runs", content: <SubflowTable flowRunId={run.id} isRunOpen={isOpen} /> },
    { key: "parameters", label: "Parameters", content: <Parameters parameters={run.parameters} /> },
    { key: "details", label: "Details", content: <RunDetails run={run} /> },
  ];
}
