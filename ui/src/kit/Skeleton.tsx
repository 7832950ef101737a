import { cx } from "./cx";

export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx("block animate-breathe rounded bg-line", className)} />;
}

const WIDTHS = ["w-3/5", "w-2/5", "w-1/2", "w-4/5", "w-2/3"];

/** Rows that stand where a list will be. */
export function SkeletonRows({ rows = 10, label }: { rows?: number; label: string }) {
  return (
    <output aria-label={label} className="block divide-y divide-line">
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="flex h-12 items-center gap-4 px-4 sm:px-6">
          <Skeleton className="h-5 w-20 rounded-full!" />
          <span className="flex-1">
            <Skeleton className={cx("h-3.5 max-w-96", WIDTHS[row % WIDTHS.length])} />
          </span>
          <Skeleton className="h-3.5 w-24" />
        </span>
      ))}
    </output>
  );
}
