import { useNow } from "@/kit/useNow";
import { formatDuration } from "@/lib/durations";
import { clockTime } from "@/lib/times";
import { StateBadge } from "@/parts/StateBadge";
import type { Hover } from "./TimelineController";

const WIDTH = 256;

/** What the pointed-at bar is; beside the pointer, on the side where there is room. */
export function TimelineTooltip({ hover: { bar, x, y } }: { hover: Hover }) {
  const now = useNow(bar.end === Infinity);
  const end = bar.end === Infinity ? now : bar.end;
  return (
    <div
      role="tooltip"
      className="pointer-events-none absolute z-30 rounded-lg border border-line bg-raised p-2.5 text-xs shadow-pop"
      style={{ width: WIDTH, top: y + 14, left: `clamp(4px, ${x + 14}px, calc(100% - ${WIDTH + 4}px))` }}
    >
      <p className="mb-1.5 font-medium break-words">{bar.label}</p>
      <p className="flex items-center justify-between gap-2">
        <StateBadge type={bar.node.state_type} />
        <span className="tabular-nums">{formatDuration((end - bar.start) / 1000)}</span>
      </p>
      <p className="mt-1.5 text-faint tabular-nums">
        {clockTime(bar.start)} – {bar.end === Infinity ? "now" : clockTime(bar.end)}
      </p>
      {bar.node.parents.length + bar.node.children.length > 0 && (
        <p className="text-faint">
          {bar.node.parents.length} upstream · {bar.node.children.length} downstream
        </p>
      )}
    </div>
  );
}
