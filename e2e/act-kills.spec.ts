/**
 * The same acts as in `act-steps.spec.ts` with a core in a process of its own, killed (-9) exactly before and after each
 * durable step: an ordinary run takes one step of each act by its seed, `LATCHKEY_FULL=1` all of them.
 */
import { randomInt } from "node:crypto";
import { describe, it } from "vitest";
import { durableSteps, type SteppedAct } from "../main/core/durable-steps.ts";
import { casesOf, meetKill } from "./kit/act-faults.ts";
import { scenarios } from "./kit/stepped-acts.ts";

const isFull = process.env.LATCHKEY_FULL === "1";
const seed = Number(process.env.LATCHKEY_SEED ?? randomInt(2 ** 31));

describe(`an act whose core is killed at a step (LATCHKEY_SEED=${seed})`, () => {
  it.each(
    (Object.keys(scenarios) as SteppedAct[]).flatMap((name, at) => {
      const all = casesOf(durableSteps[name], true).map((one) => ({ name, ...one }));
      return isFull ? all : all.slice((seed + at) % all.length).slice(0, 1);
    }),
  )("$name $fault $step (step $at)", ({ name, ...one }) => meetKill(scenarios[name], durableSteps[name], one));
});
