/** Which page answers which path. Pages are loaded when they are first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import type { Search } from "@/lib/filters";
import { NotFoundPage } from "@/pages/notFound/NotFoundPage";
import { Shell } from "@/parts/Shell";
import { PATHS } from "./paths";

const readSearch = (search: Record<string, unknown>): Search =>
  Object.fromEntries(Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === "string"));

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

const table = [
  createRoute({
    getParentRoute: () => root,
    path: PATHS.home,
    beforeLoad: () => {
      throw redirect({ to: PATHS.flowRuns });
    },
  }),
  createRoute({
    getParentRoute: () => root,
    path: PATHS.flowRuns,
    validateSearch: readSearch,
    component: lazyRouteComponent(() => import("@/pages/flowRuns/FlowRunsPage"), "FlowRunsPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: PATHS.flowRun,
    validateSearch: readSearch,
    component: lazyRouteComponent(() => import("@/pages/flowRun/FlowRunPage"), "FlowRunPage"),
  }),
];

/** Search parameters are plain texts, so that URLs stay readable. */
export const router = createRouter({
  routeTree: root.addChildren(table),
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(readSearch(search)).toString().replaceAll("%2C", ",");
    return text && `?${text}`;
  },
  defaultPreload: "intent",
  scrollRestoration: true,
});
