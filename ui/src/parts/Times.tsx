import { Tooltip } from "@/kit/Tooltip";
import { useNow } from "@/kit/useNow";
import { formatDuration, runSeconds } from "@/lib/durations";
import { isFinal } from "@/lib/states";
import { exactTime, relativeTime } from "@/lib/times";

/** A moment as distance from now; the exact time on pointing at it. */
export function Moment({ at, prefix }: { at: string; prefix?: string }) {
  const now = useNow();
  return (
    <Tooltip text={exactTime(at)}>
      <time dateTime={at} className="relative z-10 whitespace-nowrap">
        {prefix}
        {relativeTime(at, now)}
      </time>
    </Tooltip>
  );
}

interface Timed {
  start_time: string | null;
  end_time: string | null;
  total_run_time?: number | null;
  state_type: string | null;
}

/** How long a run took; ticks while it goes on. */
export function Duration({ run, missing = "–" }: { run: Timed; missing?: string }) {
  const isOpen = run.start_time !== null && run.end_time === null && !isFinal(run.state_type);
  const now = useNow(isOpen);
  const seconds = runSeconds(run, now);
  if (seconds === null) return <span className="text-faint">{missing}</span>;
  const text = isOpen ? formatDuration(Math.floor(seconds)) : formatDuration(seconds);
  return <span className="whitespace-nowrap tabular-nums">{text}</span>;
}
