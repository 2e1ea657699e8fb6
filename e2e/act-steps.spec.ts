/**
 * Every act with more than one durable step (`main/core/durable-steps.ts`), killed before and after each of them, and with
 * the answer of each post lost: afterwards it is there whole or not at all, and asked for again it is the same act.
 */
import { describe, it } from "vitest";
import { durableSteps, type SteppedAct } from "../main/core/durable-steps.ts";
import { casesOf, meetFault } from "./kit/act-faults.ts";
import { scenarios } from "./kit/stepped-acts.ts";

describe.each(Object.keys(scenarios) as SteppedAct[])("%s", (name) => {
  const steps = durableSteps[name];
  it.each(casesOf(steps))("$fault $step (step $at)", (one) => meetFault(scenarios[name], steps, one));
});
