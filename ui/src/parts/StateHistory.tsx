import type { State } from "@/api/types";
import { formatDuration } from "@/lib/durations";
import { clockTime, exactTime, parseTime } from "@/lib/times";
import { StateBadge } from "./StateBadge";

/** The states of a run, first to last, with how long each held. */
export function StateHistory({ states }: { states: readonly State[] }) {
  return (
    <ol aria-label="State history" className="space-y-2">
      {states.map((state, index) => {
        const next = states[index + 1];
        const held = next ? (parseTime(next.timestamp) - parseTime(state.timestamp)) / 1000 : null;
        return (
          <li key={state.id}>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <StateBadge type={state.type} name={state.name} />
              <time dateTime={state.timestamp} title={exactTime(state.timestamp)} className="text-xs text-faint tabular-nums">
                {clockTime(Date.parse(state.timestamp))}
              </time>
              {held !== null && <span className="text-xs text-faint tabular-nums">for {formatDuration(held)}</span>}
            </div>
            {state.message && <p className="mt-1 border-l-2 border-line pl-2.5 text-xs break-words whitespace-pre-wrap text-soft">{state.message}</p>}
          </li>
        );
      })}
    </ol>
  );
}
