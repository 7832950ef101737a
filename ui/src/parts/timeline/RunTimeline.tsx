import { Maximize2, Minimize2, Minus, Plus, Scan } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { IconButton } from "@/kit/Button";
import { onTheme } from "@/kit/theme";
import type { GraphNode, RunGraph } from "@/lib/graph";
import { bindGestures } from "./gestures";
import { type Hover, TimelineController } from "./TimelineController";
import { TimelineTooltip } from "./TimelineTooltip";

interface RunTimelineProps {
  graph: RunGraph;
  selected: string | null;
  onSelect: (node: GraphNode | null) => void;
}

/** Task runs and subflow runs as bars over time. */
export function RunTimeline({ graph, selected, onSelect }: RunTimelineProps) {
  const [hover, setHover] = useState<Hover | null>(null);
  const [lanes, setLanes] = useState(1);
  const [isTall, setTall] = useState(false);
  const { canvas, timeline } = useController(graph, selected, { setHover, setLanes, onSelect });
  const height = isTall ? "65vh" : `${Math.min(300, Math.max(132, lanes * 28 + 42))}px`;
  return (
    <div className="relative min-w-0 flex-1">
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={`Timeline of ${graph.nodes.size} task and subflow runs. Arrow keys walk through them, plus and minus zoom, 0 fits.`}
        className="block w-full touch-pan-y -outline-offset-2!"
        style={{ height }}
      />
      <div className="absolute right-2 bottom-2 flex gap-0.5 rounded-lg border border-line bg-raised p-0.5">
        <IconButton label="Zoom out" className="size-7!" onClick={() => timeline.current?.zoom(1.5)}><Minus /></IconButton>
        <IconButton label="Zoom in" className="size-7!" onClick={() => timeline.current?.zoom(1 / 1.5)}><Plus /></IconButton>
        <IconButton label="Fit" className="size-7!" onClick={() => timeline.current?.fit()}><Scan /></IconButton>
        <IconButton label={isTall ? "Less height" : "More height"} className="size-7!" onClick={() => setTall(!isTall)}>
          {isTall ? <Minimize2 /> : <Maximize2 />}
        </IconButton>
      </div>
      {hover && <TimelineTooltip hover={hover} />}
    </div>
  );
}

interface Hooks {
  setHover: (hover: Hover | null) => void;
  setLanes: (lanes: number) => void;
  onSelect: (node: GraphNode | null) => void;
}

function useController(graph: RunGraph, selected: string | null, hooks: Hooks) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const timeline = useRef<TimelineController>(null);
  const choose = useEffectEvent(hooks.onSelect);
  const { setHover, setLanes } = hooks;
  useEffect(() => {
    if (!canvas.current) return undefined;
    const controller = new TimelineController(canvas.current, {
      onHover: setHover,
      onLanes: setLanes,
      onSelect: (bar) => choose(bar?.node ?? null),
    });
    timeline.current = controller;
    const unbind = bindGestures(canvas.current, controller);
    const unlisten = onTheme(() => controller.readTheme());
    return () => {
      unlisten();
      unbind();
      controller.destroy();
    };
  }, [setHover, setLanes]);
  useEffect(() => timeline.current?.setGraph(graph), [graph]);
  useEffect(() => timeline.current?.setSelected(selected), [selected]);
  return { canvas, timeline };
}
