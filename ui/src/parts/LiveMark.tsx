import { useLiveStatus } from "@/api/useLive";
import type { LiveStatus } from "@/api/live";
import { Tooltip } from "@/kit/Tooltip";
import type { Tone } from "@/kit/tone";

const SHOWN: Record<LiveStatus, { tone: Tone; word: string; text: string }> = {
  up: { tone: "green", word: "Live", text: "Changes are shown as they happen" },
  connecting: { tone: "grey", word: "Connecting", text: "Connecting to the live feed" },
  down: { tone: "amber", word: "Polling", text: "The live feed is away; this page asks every 10 seconds" },
};

/** Whether the page hears of changes at once. */
export function LiveMark() {
  const { tone, word, text } = SHOWN[useLiveStatus()];
  return (
    <Tooltip text={text}>
      <button type="button" data-tone={tone} className="flex h-8 items-center gap-2 rounded-md px-1.5 text-xs text-soft">
        <span aria-hidden className="size-2 rounded-full bg-tone" />
        {word}
      </button>
    </Tooltip>
  );
}
