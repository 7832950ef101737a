import { useMemo } from "react";
import type { FlowRun } from "@/api/types";
import { type Bar, BarStrip } from "@/kit/BarStrip";
import { useNow } from "@/kit/useNow";
import { formatDuration, runSeconds } from "@/lib/durations";
import { stateLabel, toneOf } from "@/lib/states";
import { relativeTime } from "@/lib/times";

/** Runs as bars, oldest to newest: how long each took, in the colour of its state. */
export function RunHistory({ runs, onOpen }: { runs: readonly FlowRun[]; onOpen: (id: string) => void }) {
  const isMoving = runs.some((run) => run.state_type === "RUNNING");
  const now = useNow(isMoving);
  const bars = useMemo(() => barsOf(runs, now), [runs, now]);
  return <BarStrip label={`Durations of the ${runs.length} runs shown`} bars={bars} onOpen={onOpen} />;
}

function barsOf(runs: readonly FlowRun[], now: number): Bar[] {
  const timed = runs
    .map((run) => ({ run, at: Date.parse(run.start_time ?? run.expected_start_time ?? "") || 0, seconds: runSeconds(run, now) ?? 0 }))
    .toSorted((a, b) => a.at - b.at);
  // A square root keeps short runs visible beside long ones.
  const longest = Math.sqrt(Math.max(0.001, ...timed.map((each) => each.seconds)));
  return timed.map(({ run, at, seconds }) => ({
    key: run.id,
    name: `${run.name}, ${stateLabel(run.state_type, run.state_name)}, ${formatDuration(seconds)}`,
    tone: toneOf(run.state_type, run.state_name),
    size: Math.sqrt(seconds) / longest,
    text: (
      <>
        <b>{run.name}</b>
        <br />
        {stateLabel(run.state_type, run.state_name)} · {formatDuration(seconds)}
        {at > 0 && ` · ${relativeTime(new Date(at).toISOString(), now)}`}
      </>
    ),
  }));
}
