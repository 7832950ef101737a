import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/kit/Button";

interface NodePanelProps {
  title: string;
  kind: string;
  onClose: () => void;
  children: ReactNode;
}

/** The side panel for what is selected on the timeline: a column on wide screens, a sheet from below on narrow ones. */
export function NodePanel({ title, kind, onClose, children }: NodePanelProps) {
  return (
    <aside
      aria-label={`${kind} ${title}`}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
      className="animate-appear z-30 flex min-h-0 flex-col border-line bg-surface max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:h-3/4 max-lg:rounded-t-xl max-lg:border-t max-lg:shadow-pop lg:w-[27rem] lg:border-l"
    >
      <header className="flex items-center gap-2 border-b border-line py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <p className="text-2xs text-faint">{kind}</p>
          <h2 className="truncate font-semibold">{title}</h2>
        </div>
        <IconButton label="Close" onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">{children}</div>
    </aside>
  );
}

export function PanelSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-b border-line px-4 py-3">
      <h3 className="mb-2 text-xs font-semibold text-soft">{title}</h3>
      {children}
    </section>
  );
}
