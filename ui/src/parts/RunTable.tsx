import { useCallback, useMemo } from "react";
import { useFlowNames } from "@/api/flows";
import type { FlowRun } from "@/api/types";
import { Checkbox } from "@/kit/Checkbox";
import { HeadCell, moveAmongRows, Table, TableHead } from "@/kit/Table";
import { RUN_COLUMNS, RunRow } from "./RunRow";

interface RunTableProps {
  label: string;
  runs: readonly FlowRun[];
  selected: ReadonlySet<string>;
  onSelected: (change: (selected: ReadonlySet<string>) => ReadonlySet<string>) => void;
}

export function RunTable({ label, runs, selected, onSelected }: RunTableProps) {
  const names = useFlowNames(useMemo(() => runs.map((run) => run.flow_id), [runs]));
  const select = useCallback(
    (id: string, isSelected: boolean) =>
      onSelected((before) => {
        const after = new Set(before);
        if (isSelected) after.add(id);
        else after.delete(id);
        return after;
      }),
    [onSelected],
  );
  const chosen = runs.filter((run) => selected.has(run.id)).length;
  const toggleFocused = (event: React.KeyboardEvent) => {
    const id = (event.target as HTMLElement).dataset.rowLink;
    if (event.key === "x" && id) select(id, !selected.has(id));
  };
  return (
    <Table
      label={label}
      onKeyDown={(event) => {
        moveAmongRows(event);
        toggleFocused(event);
      }}
    >
      <TableHead columns={RUN_COLUMNS}>
        <HeadCell className="flex">
          <Checkbox
            label="Select all on this page"
            checked={chosen === runs.length || (chosen > 0 && "indeterminate")}
            onChange={(checked) => onSelected(() => new Set(checked ? runs.map((run) => run.id) : []))}
          />
        </HeadCell>
        <HeadCell>State</HeadCell>
        <HeadCell>Flow / run</HeadCell>
        <HeadCell>Tags</HeadCell>
        <HeadCell>Started</HeadCell>
        <HeadCell className="text-right">Duration</HeadCell>
      </TableHead>
      <div role="rowgroup" className="divide-y divide-line">
        {runs.map((run) => (
          <RunRow key={run.id} run={run} flowName={names.get(run.flow_id) ?? ""} isSelected={selected.has(run.id)} onSelect={select} />
        ))}
      </div>
    </Table>
  );
}
