import { Workflow } from "lucide-react";
import { useState } from "react";
import { useSubflowRuns } from "@/api/flowRuns";
import { EmptyState } from "@/kit/EmptyState";
import { ErrorState } from "@/kit/ErrorState";
import { SkeletonRows } from "@/kit/Skeleton";
import { RunTable } from "./RunTable";
import { SelectionBar } from "./SelectionBar";

const NOTHING: ReadonlySet<string> = new Set();

export function SubflowTable({ flowRunId, isRunOpen }: { flowRunId: string; isRunOpen: boolean }) {
  const query = useSubflowRuns(flowRunId, isRunOpen);
  const [selected, setSelected] = useState(NOTHING);
  const runs = query.data;
  if (query.isPending) return <SkeletonRows label="Loading subflow runs" rows={3} />;
  if (query.isError && !runs) return <ErrorState title="The subflow runs cannot be shown" error={query.error} onRetry={() => void query.refetch()} />;
  if (!runs || runs.length === 0) return <EmptyState icon={<Workflow />} title="This run has called no other flow" />;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {selected.size > 0 && (
        <div className="px-4 py-2 sm:px-6">
          <SelectionBar ids={[...selected]} onDone={() => setSelected(NOTHING)} />
        </div>
      )}
      <RunTable label="Subflow runs" runs={runs} selected={selected} onSelected={setSelected} />
    </div>
  );
}
