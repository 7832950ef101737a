/** The one place that knows how the generated schemas are called. */
import type { components } from "./types.gen";

type Schemas = components["schemas"];

/** The server sends every field, and null where there is no value. */
type Received<T> = T extends readonly (infer Item)[]
  ? Received<Item>[]
  : T extends object
    ? { [K in keyof T]-?: undefined extends T[K] ? Received<NonNullable<T[K]>> | null : Received<T[K]> }
    : T;

export type Flow = Received<Schemas["Flow"]> & { id: string };
export type FlowRun = Received<Schemas["FlowRun"]> & { id: string; name: string };
export type TaskRun = Received<Schemas["TaskRun"]> & { id: string; name: string };
export type State = Received<NonNullable<Schemas["FlowRun"]["state"]>> & { id: string; timestamp: string };
export type Log = Received<Schemas["Log"]> & { id: string };
export type OrchestrationResult = Received<Schemas["OrchestrationResult"]>;
export type TaskRunSort = Schemas["TaskRunSort"];
export type StateType = Schemas["StateType"];
