/** The words for states: which type or name belongs to which tone and to which group of the filter. */

export type StateType =
  | "SCHEDULED"
  | "PENDING"
  | "RUNNING"
  | "COMPLETED"
  | "FAILED"
  | "CRASHED"
  | "CANCELLED"
  | "CANCELLING"
  | "PAUSED";

export type Tone = "green" | "red" | "orange" | "blue" | "amber" | "grey" | "violet";

const TONE_OF_NAME: Record<string, Tone> = { Late: "amber", AwaitingRetry: "amber", Retrying: "blue" };

const TONE_OF_TYPE: Record<StateType, Tone> = {
  SCHEDULED: "amber",
  PENDING: "grey",
  RUNNING: "blue",
  COMPLETED: "green",
  FAILED: "red",
  CRASHED: "orange",
  CANCELLED: "grey",
  CANCELLING: "grey",
  PAUSED: "violet",
};

export function toneOf(type: string | null | undefined, name?: string | null): Tone {
  return (name && TONE_OF_NAME[name]) || TONE_OF_TYPE[type as StateType] || "grey";
}

const FINAL = new Set<string>(["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]);

export function isFinal(type: string | null | undefined): boolean {
  return FINAL.has(type ?? "");
}

/** A run moves by itself while its state is one of these, so its duration ticks. */
export function isActive(type: string | null | undefined): boolean {
  return type === "RUNNING" || type === "CANCELLING";
}

/** `AwaitingRetry` reads as `Awaiting retry`; a missing name falls back on the type. */
export function stateLabel(type: string | null | undefined, name?: string | null): string {
  const word = name || (type ? type.charAt(0) + type.slice(1).toLowerCase() : "Unknown");
  return word.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

export interface StateGroup {
  key: string;
  label: string;
  tone: Tone;
  types: StateType[];
  names: string[];
}

const group = (key: string, tone: Tone, types: StateType[], names: string[] = []): StateGroup => ({
  key,
  label: key.charAt(0).toUpperCase() + key.slice(1),
  tone,
  types,
  names,
});

/** The choices of the state filter, in the order in which they are drawn. */
export const STATE_GROUPS: StateGroup[] = [
  group("running", "blue", ["RUNNING"]),
  group("completed", "green", ["COMPLETED"]),
  group("failed", "red", ["FAILED"]),
  group("crashed", "orange", ["CRASHED"]),
  group("scheduled", "amber", ["SCHEDULED"]),
  group("late", "amber", [], ["Late"]),
  group("pending", "grey", ["PENDING"]),
  group("paused", "violet", ["PAUSED"]),
  group("cancelled", "grey", ["CANCELLED", "CANCELLING"]),
];

export interface StateFilter {
  operator?: "or_";
  type?: { any_: StateType[] };
  name?: { any_: string[] };
}

/** The API's state filter for chosen groups, or undefined when every state is wanted. */
export function stateFilter(keys: readonly string[]): StateFilter | undefined {
  const chosen = STATE_GROUPS.filter((each) => keys.includes(each.key));
  const types = chosen.flatMap((each) => each.types);
  const names = chosen.flatMap((each) => each.names);
  if (types.length > 0 && names.length > 0) return { operator: "or_", type: { any_: types }, name: { any_: names } };
  if (types.length > 0) return { type: { any_: types } };
  if (names.length > 0) return { name: { any_: names } };
  return undefined;
}
