import type { HTMLAttributes, ReactNode } from "react";
import { cx } from "./cx";

/** A table of grid rows: columns where it is wide, stacked lines where it is narrow. Columns are a Tailwind grid class. */
export function Table({ label, children, className, ...rest }: { label: string; children: ReactNode } & HTMLAttributes<HTMLDivElement>) {
  return (
    <div role="table" aria-label={label} className={cx("@container", className)} {...rest}>
      {children}
    </div>
  );
}

export function TableHead({ columns, children }: { columns: string; children: ReactNode }) {
  return (
    <div role="rowgroup" className="hidden border-b border-line @3xl:block">
      <div role="row" className={cx("grid h-8 items-center gap-x-4 px-4 text-2xs font-medium tracking-wide text-faint sm:px-6", columns)}>
        {children}
      </div>
    </div>
  );
}

export function HeadCell({ children, className }: { children?: ReactNode; className?: string }) {
  return (
    <span role="columnheader" className={className}>
      {children}
    </span>
  );
}

interface RowProps extends HTMLAttributes<HTMLDivElement> {
  isSelected?: boolean;
}

export function Row({ isSelected, className, ...rest }: RowProps) {
  return (
    <div
      role="row"
      aria-selected={isSelected}
      className={cx(
        "relative grid items-center gap-x-4 px-4 hover:bg-hover has-[a:focus-visible]:bg-hover sm:px-6",
        isSelected && "bg-accent-soft hover:bg-accent-soft",
        className,
      )}
      {...rest}
    />
  );
}

export function Cell({ children, className }: { children?: ReactNode; className?: string }) {
  return (
    <div role="cell" className={cx("min-w-0", className)}>
      {children}
    </div>
  );
}

/** Moves the focus among the rows' links with the arrow keys or j and k. */
export function moveAmongRows(event: React.KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (!step || event.metaKey || event.ctrlKey || event.altKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row-link]")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  if (at < 0 && !(event.target as HTMLElement).closest("[role=row]")) return;
  const target = links[at < 0 ? 0 : at + step];
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.scrollIntoView({ block: "nearest" });
}
