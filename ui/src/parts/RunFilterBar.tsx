import { useState } from "react";
import { useFlowNames, useFlowSearch } from "@/api/flows";
import { Switch } from "@/kit/Checkbox";
import { SearchInput } from "@/kit/Input";
import { MultiSelect } from "@/kit/MultiSelect";
import { Select } from "@/kit/Select";
import { RANGES, type RunFilters, SORTS } from "@/lib/filters";
import { STATE_GROUPS } from "@/lib/states";

interface RunFilterBarProps {
  filters: RunFilters;
  onChange: (part: Partial<RunFilters>) => void;
}

export function RunFilterBar({ filters, onChange }: RunFilterBarProps) {
  return (
    <div role="search" aria-label="Filter flow runs" className="flex flex-wrap items-center gap-2">
      <SearchInput label="Search by run name" value={filters.name} onChange={(name) => onChange({ name })} className="w-full sm:w-56" />
      <StateFilter chosen={filters.states} onChange={(states) => onChange({ states })} />
      <FlowFilter chosen={filters.flows} onChange={(flows) => onChange({ flows })} />
      <Select label="Date range" value={filters.range} options={RANGES} onChange={(range) => onChange({ range })} />
      <Switch label="Hide subflows" checked={filters.hideSubflows} onChange={(hideSubflows) => onChange({ hideSubflows })} />
      <Select label="Sort" value={filters.sort} options={SORTS} onChange={(sort) => onChange({ sort })} className="sm:ml-auto" />
    </div>
  );
}

interface ChosenProps {
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

const STATES = STATE_GROUPS.map((group) => ({
  key: group.key,
  label: (
    <span data-tone={group.tone} className="flex items-center gap-2">
      <span aria-hidden className="size-2 rounded-full bg-tone" />
      {group.label}
    </span>
  ),
}));

export function StateFilter({ chosen, onChange }: ChosenProps) {
  return <MultiSelect label={chosen.length > 0 ? "State" : "All states"} choices={STATES} chosen={chosen} onChange={onChange} />;
}

function FlowFilter({ chosen, onChange }: ChosenProps) {
  const [text, setText] = useState("");
  const [isOpened, setOpened] = useState(false);
  const found = useFlowSearch(text, isOpened).data ?? [];
  const names = useFlowNames(chosen);
  const others = found.filter((flow) => !chosen.includes(flow.id)).map((flow) => ({ key: flow.id, label: flow.name }));
  const choices = [...chosen.map((id) => ({ key: id, label: names.get(id) || id })), ...others];
  return (
    <MultiSelect
      label={chosen.length > 0 ? "Flow" : "All flows"}
      choices={choices}
      chosen={chosen}
      onChange={onChange}
      search={{ text, onChange: setText }}
      onOpen={() => setOpened(true)}
      emptyText="No flow has such a name"
    />
  );
}
