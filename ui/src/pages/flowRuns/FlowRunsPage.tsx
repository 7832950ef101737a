import { useNavigate, useSearch } from "@tanstack/react-router";
import { FilterX } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { PAGE_SIZE, useFlowRunPage } from "@/api/flowRuns";
import { Button } from "@/kit/Button";
import { EmptyState } from "@/kit/EmptyState";
import { ErrorState } from "@/kit/ErrorState";
import { PageHeader } from "@/kit/Page";
import { Pager } from "@/kit/Pager";
import { SkeletonRows } from "@/kit/Skeleton";
import { filtersFromSearch, filtersToSearch, isUnfiltered, NO_FILTERS, type RunFilters, type Search } from "@/lib/filters";
import { FirstFlow } from "@/parts/FirstFlow";
import { RunFilterBar } from "@/parts/RunFilterBar";
import { RunHistory } from "@/parts/RunHistory";
import { RunTable } from "@/parts/RunTable";
import { counted, SelectionBar } from "@/parts/SelectionBar";
import { PATHS, to } from "@/routes/paths";

const NOTHING: ReadonlySet<string> = new Set();

/** The filters as the URL has them, and a function to change some. A change of filters goes back to page 1. */
function useUrlFilters() {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate({ from: PATHS.flowRuns });
  const filters = useMemo(() => filtersFromSearch(search), [search]);
  const change = useCallback(
    (part: Partial<RunFilters>) => {
      const next = { ...filters, page: 1, ...part };
      void navigate({ ...to.flowRuns(filtersToSearch(next)), replace: part.page === undefined });
    },
    [filters, navigate],
  );
  return { filters, change };
}

/** The key `/` goes to the search field, as in many tools. */
function useSearchKey() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("input, select, textarea");
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      document.querySelector<HTMLElement>("[role=searchbox]")?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

export function FlowRunsPage() {
  useSearchKey();
  const { filters, change } = useUrlFilters();
  const navigate = useNavigate();
  const { rows, count } = useFlowRunPage(filters);
  const [selected, setSelected] = useState(NOTHING);
  const runs = rows.data;
  const shownIds = useMemo(() => (runs ?? []).map((run) => run.id).filter((id) => selected.has(id)), [runs, selected]);
  const total = count.data;

  return (
    <div className="flex-1 overflow-y-auto">
      <title>Flow Runs · Legato</title>
      <PageHeader title="Flow Runs">
        {shownIds.length > 0 ? (
          <SelectionBar ids={shownIds} onDone={() => setSelected(NOTHING)} />
        ) : (
          <span role="status" className="text-soft tabular-nums">
            {total !== undefined && counted(total)}
          </span>
        )}
        {runs && runs.length > 0 && (
          <div className="ml-auto min-w-64 flex-1 md:max-w-3xl">
            <RunHistory runs={runs} onOpen={(id) => void navigate(to.flowRun(id))} />
          </div>
        )}
      </PageHeader>
      <div className="px-4 pb-4 sm:px-6">
        <RunFilterBar filters={filters} onChange={change} />
      </div>
      <div className="border-y border-line bg-surface">
        {rows.isPending && <SkeletonRows label="Loading flow runs" />}
        {rows.isError && !runs && <ErrorState title="The runs cannot be shown" error={rows.error} onRetry={() => void rows.refetch()} />}
        {runs?.length === 0 && <NoRuns isUnfiltered={isUnfiltered(filters)} onReset={() => change(NO_FILTERS)} />}
        {runs && runs.length > 0 && <RunTable label="Flow runs" runs={runs} selected={selected} onSelected={setSelected} />}
      </div>
      {total !== undefined && <Pager page={filters.page} pageSize={PAGE_SIZE} total={total} onChange={(page) => change({ page })} />}
    </div>
  );
}

function NoRuns({ isUnfiltered: isAll, onReset }: { isUnfiltered: boolean; onReset: () => void }) {
  if (isAll) return <FirstFlow />;
  return (
    <EmptyState icon={<FilterX />} title="No run matches these filters" action={<Button onClick={onReset}>Show all runs</Button>}>
      Widen the date range or take a filter away.
    </EmptyState>
  );
}
