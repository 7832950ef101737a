import type { UseQueryResult } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { mergeChanges, type Change } from "@/lib/changes";
import { coalesce } from "@/lib/coalesce";
import { live, type LiveStatus } from "./live";

const FALLBACK_MS = 10_000;

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(live.onStatus, () => live.status);
}

/** How often a query asks again by itself: never while the feed tells what changes. */
export function useFallbackInterval(): number | false {
  return useLiveStatus() === "up" ? false : FALLBACK_MS;
}

/** Calls `follow` after changes of these runs (null: of all), at most twice a second and never twice at once. */
export function useChanges(ids: readonly string[] | null, follow: (change: Change) => Promise<unknown>): void {
  const onChange = useEffectEvent(follow);
  const key = ids === null ? null : ids.join();
  useEffect(() => {
    const gate = coalesce((change: Change) => onChange(change), mergeChanges);
    const leave = live.watch(key === null ? null : key.split(",").filter(Boolean), gate.push);
    return () => {
      leave();
      gate.stop();
    };
  }, [key]);
}

type Question = Pick<UseQueryResult, "isFetching" | "isPending" | "isPlaceholderData" | "refetch">;

/** Asks again after a change. A first answer that is still under way may be older than the change, and is not asked for
 * anew before it is there: so it is awaited. */
export async function askAgain(question: Question): Promise<void> {
  if (question.isFetching && (question.isPending || question.isPlaceholderData)) await question.refetch();
  await question.refetch();
}
