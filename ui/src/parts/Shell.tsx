import { Link, Outlet } from "@tanstack/react-router";
import { ListTree, type LucideIcon } from "lucide-react";
import { ThemeToggle } from "@/kit/ThemeToggle";
import { to } from "@/routes/paths";
import { LiveMark } from "./LiveMark";
import { Logo } from "./Logo";

const ROOMS: { label: string; icon: LucideIcon; target: ReturnType<typeof to.flowRuns> }[] = [
  { label: "Flow Runs", icon: ListTree, target: to.flowRuns() },
];

/** The frame around every page: product, rooms, theme. A column on wide screens, a bar on narrow ones. */
export function Shell() {
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-raised focus:p-2">
        Skip to content
      </a>
      <aside className="flex shrink-0 items-center gap-1 border-line max-md:h-12 max-md:border-b max-md:px-3 md:w-52 md:flex-col md:items-stretch md:border-r md:p-3">
        <Link {...to.flowRuns()} className="flex items-center gap-2.5 rounded-md px-1.5 py-1 md:mb-3">
          <Logo className="size-7" />
          <span className="text-lg font-semibold tracking-tight">Legato</span>
        </Link>
        <nav aria-label="Rooms" className="flex gap-1 max-md:ml-2 md:flex-1 md:flex-col">
          {ROOMS.map(({ label, icon: Icon, target }) => (
            <Link
              key={label}
              {...target}
              activeOptions={{ includeSearch: false }}
              className="flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-soft hover:bg-hover hover:text-ink data-[status=active]:bg-hover data-[status=active]:text-ink"
            >
              <Icon className="size-4" aria-hidden />
              {label}
            </Link>
          ))}
        </nav>
        <div className="flex items-center justify-between gap-1 max-md:ml-auto">
          <LiveMark />
          <ThemeToggle />
        </div>
      </aside>
      <main id="content" className="flex min-h-0 min-w-0 flex-1 flex-col">
        <Outlet />
      </main>
    </div>
  );
}
