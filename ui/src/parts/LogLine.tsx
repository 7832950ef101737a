import { memo } from "react";
import type { Log } from "@/api/types";
import { cx } from "@/kit/cx";
import type { Tone } from "@/kit/tone";
import { levelName } from "@/lib/logs";
import { clockTime, exactTime } from "@/lib/times";

const TONE_OF_LEVEL: Record<string, Tone> = { DEBUG: "grey", INFO: "blue", WARNING: "amber", ERROR: "red", CRITICAL: "orange" };

interface LogLineProps {
  log: Log;
  taskName: string | null;
  search: string;
  onOpenTask?: ((taskRunId: string) => void) | undefined;
}

export const LogLine = memo(function LogLine({ log, taskName, search, onOpenTask }: LogLineProps) {
  const level = levelName(log.level);
  const taskRunId = log.task_run_id;
  return (
    <div
      data-tone={TONE_OF_LEVEL[level]}
      className={cx(
        "flex flex-wrap items-start gap-x-3 px-4 py-0.5 font-mono text-xs leading-5 hover:bg-hover sm:flex-nowrap sm:px-6",
        log.level >= 40 && "bg-tone-soft/50",
      )}
    >
      <time dateTime={log.timestamp} title={exactTime(log.timestamp)} className="shrink-0 text-faint">
        {clockTime(Date.parse(log.timestamp))}
      </time>
      <span className="w-16 shrink-0 text-tone-ink">{level}</span>
      {taskName !== null && taskRunId && (
        <button
          type="button"
          onClick={() => onOpenTask?.(taskRunId)}
          className="max-w-44 shrink-0 truncate rounded text-soft hover:text-ink hover:underline sm:w-44 sm:text-left"
          title={taskName}
        >
          {taskName || "…"}
        </button>
      )}
      {taskName === null && onOpenTask && <span className="hidden w-44 shrink-0 truncate text-faint sm:block">{shortName(log.name)}</span>}
      <span className="min-w-0 flex-1 basis-full break-words whitespace-pre-wrap sm:basis-0">{marked(log.message, search)}</span>
    </div>
  );
});

/** `legato.flow_runs` says nothing that the place does not say; other loggers are worth their name. */
const shortName = (name: string) => (/^(legato|prefect)\.flow_runs/.test(name) ? "flow" : name);

/** The text with what was searched for marked. */
function marked(text: string, search: string) {
  if (!search) return text;
  const parts = [];
  const haystack = text.toLowerCase();
  const needle = search.toLowerCase();
  let from = 0;
  for (let at = haystack.indexOf(needle); at >= 0 && parts.length < 200; at = haystack.indexOf(needle, from)) {
    parts.push(text.slice(from, at), <mark key={at} className="rounded-xs bg-mark text-ink">{text.slice(at, at + needle.length)}</mark>);
    from = at + needle.length;
  }
  return [...parts, text.slice(from)];
}
