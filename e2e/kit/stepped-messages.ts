/** What a test and a core that is killed at a step say to each other. */
import type { FaultPlan } from "./fault-ports.ts";

export type ToStepped =
  | { kind: "call"; id: number; name: string; input: unknown }
  | { kind: "arm"; plan: Omit<FaultPlan, "killed"> };
export type FromStepped = { id: number; result: unknown };

/** The descriptor of the pipe through which the process says that the step is reached. */
export const stepReached = 4;
