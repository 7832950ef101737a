import type { ReactNode } from "react";
import { cx } from "./cx";
import type { Tone } from "./tone";

interface BadgeProps {
  tone: Tone;
  children: ReactNode;
  /** A dot that breathes while something goes on. */
  isBusy?: boolean;
  className?: string;
}

export function Badge({ tone, children, isBusy = false, className }: BadgeProps) {
  return (
    <span
      data-tone={tone}
      className={cx(
        "inline-flex h-5.5 items-center gap-1.5 rounded-full bg-tone-soft px-2 text-xs font-medium whitespace-nowrap text-tone-ink",
        className,
      )}
    >
      <span className={cx("size-1.5 rounded-full bg-tone", isBusy && "animate-breathe")} />
      {children}
    </span>
  );
}

/** A small word about a thing, such as a tag. */
export function Tag({ children }: { children: ReactNode }) {
  return (
    <span className="inline-block max-w-40 truncate rounded border border-line px-1.5 text-2xs leading-4.5 text-soft">{children}</span>
  );
}
