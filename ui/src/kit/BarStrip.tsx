import type { ReactNode } from "react";
import { Tooltip } from "./Tooltip";
import type { Tone } from "./tone";

export interface Bar {
  key: string;
  /** Read aloud, as the tooltip is not. */
  name: string;
  tone: Tone;
  /** Height, from 0 to 1. */
  size: number;
  text: ReactNode;
}

/** Narrow bars in a row, such as the latest runs; each tells about itself when pointed at. */
export function BarStrip({ bars, label, onOpen }: { bars: readonly Bar[]; label: string; onOpen: (key: string) => void }) {
  return (
    <div role="group" aria-label={label} className="flex h-12 items-end justify-end gap-px overflow-hidden">
      {bars.map((bar) => (
        <Tooltip key={bar.key} text={bar.text}>
          <button
            type="button"
            tabIndex={-1}
            aria-label={bar.name}
            data-tone={bar.tone}
            onClick={() => onOpen(bar.key)}
            className="group flex h-full max-w-2.5 min-w-0.5 flex-1 items-end"
          >
            <span className="block w-full rounded-t-[2px] bg-tone opacity-85 group-hover:opacity-100" style={{ height: `${8 + bar.size * 92}%` }} />
          </button>
        </Tooltip>
      ))}
    </div>
  );
}
