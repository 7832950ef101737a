import type { ReactNode } from "react";

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** What a place says when it has nothing to show: why, and what to do about it. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-center px-4 py-14 text-center">
      {icon && <div className="mb-3 text-faint [&_svg]:size-7 [&_svg]:stroke-[1.5]">{icon}</div>}
      <h2 className="text-base font-semibold">{title}</h2>
      {children && <div className="mt-1 text-soft">{children}</div>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
