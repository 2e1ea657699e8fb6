/**
 * Every act with more than one durable step (`main/core/durable-steps.ts`), killed before and after each of them, and with
 * the answer of each post lost: afterwards it is there whole or not at all, and asked for again it is the same act.
 */
import { describe, expect, it } from "vitest";
import { durableSteps } from "../main/core/durable-steps.ts";
import type { Step } from "../shared/contract/command.ts";
import { type Client, createClient } from "./drive.ts";
import { memoryKeychain } from "./kit/drive-ports.ts";
import { eventually } from "./kit/eventually.ts";
import { type Fault, faultInjection } from "./kit/fault-ports.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";
import { type Acting, founderOf, type Scenario, scenarios } from "./kit/stepped-acts.ts";
import { client, isIn, must, passphrase, server } from "./kit/team.ts";

type Case = { step: Step; at: number; fault: Fault };

function casesOf(steps: readonly Step[]): Case[] {
  const faults = (step: Step): Fault[] =>
    step.startsWith("post:") ? ["killed-before", "killed-after", "answer-lost"] : ["killed-before", "killed-after"];
  return steps.flatMap((step, at) => faults(step).map((fault) => ({ step, at, fault })));
}

/** In the team, nothing waits, nothing fails; also where the founder lets somebody in meanwhile. */
async function settled(who: Client): Promise<void> {
  if ((await must(who, "account.status", {})).state === "none") return;
  await isIn(who);
  await eventually(
    () => must(who, "sync.now", {}),
    ({ state, pending, failures }) => state === "ok" && pending === 0 && failures.length === 0,
    10_000,
  );
}

async function timesDone(who: Client, { count }: Acting, wanted: readonly number[]): Promise<number> {
  if ((await must(who, "account.status", {})).state === "none") return 0;
  return eventually(
    () => count(who),
    (times) => wanted.includes(times),
  );
}

async function meetFault(scenario: Scenario, steps: readonly Step[], { step, at, fault }: Case): Promise<void> {
  const injection = faultInjection();
  const options = { dataDir: scratchDir(), keychain: memoryKeychain() };
  const running = await server();
  const ada = await founderOf(scenario, running, { ...options, around: injection.around });
  const acting = await scenario.prepare(ada, running);
  let who = scenario.who === "founder" ? ada : await client({ ...options, around: injection.around });
  await settled(who);
  const nth = steps.slice(0, at + 1).filter((one) => one === step).length;
  injection.arm({ step, nth, fault, killed: () => who.kill() });
  const answer = await acting.act(who);
  await eventually(injection.happened, (happened) => happened);
  injection.restore();
  if (fault !== "answer-lost") {
    who = await createClient(options);
    atEnd(() => who.close());
    if ((await must(who, "account.status", {})).state === "locked") await must(who, "account.unlock", { passphrase });
  }
  await settled(who);
  const isPast = fault === "killed-before" ? at - 1 : at;
  const isSure = scenario.surelyAfter === null || steps.indexOf(scenario.surelyAfter) <= isPast;
  const times = await timesDone(who, acting, isSure ? [1] : [0, 1]);
  // Whoever got an answer and asks again asks for another one.
  const wasAnswered = fault === "answer-lost" && answer.ok;
  if (times === 1 && (wasAnswered || !scenario.repeats)) return;
  expect(await acting.act(who)).toMatchObject({ ok: true });
  await settled(who);
  expect(await timesDone(who, acting, [1])).toBe(1);
}

describe.each(Object.keys(scenarios) as (keyof typeof scenarios)[])("%s", (name) => {
  const steps: readonly Step[] = durableSteps[name];
  it.each(casesOf(steps))("$fault $step (step $at)", (one) => meetFault(scenarios[name], steps, one));
});
