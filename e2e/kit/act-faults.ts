/** One act that meets one fault at one of its steps, within this process or by a real kill -9: afterwards it is there whole or not at all. */
import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { durableSteps, type SteppedAct } from "../../main/core/durable-steps.ts";
import { profileFiles } from "../../main/node/profile-files.ts";
import type { Step } from "../../shared/contract/command.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import { type Client, createClient, type RunningServer } from "../drive.ts";
import { eventually } from "./eventually.ts";
import { type Fault, type FaultInjection, faultInjection } from "./fault-ports.ts";
import { fileKeychain } from "./file-keychain.ts";
import { atEnd, scratchDir } from "./scratch.ts";
import { founderOf } from "./stepped-acts.ts";
import { steppedProcess } from "./stepped-process.ts";
import type { Acting, Scenario } from "./stepped-scenario.ts";
import { client, isIn, must, passphrase, server } from "./team.ts";

export type FaultCase = { step: Step; at: number; fault: Fault };
type Met = { who: Latchkey; wasAnswered: boolean };
type Scene = { scenario: Scenario; acting: Acting; options: ReturnType<typeof ownFolder>; ada: Client };

/** Every fault at every step; `killsOnly` leaves out the answers that get lost. */
export function casesOf(steps: readonly Step[], killsOnly = false): FaultCase[] {
  const faults = (step: Step): Fault[] =>
    step.startsWith("post:") && !killsOnly
      ? ["killed-before", "killed-after", "answer-lost"]
      : ["killed-before", "killed-after"];
  return steps.flatMap((step, at) => faults(step).map((fault) => ({ step, at, fault })));
}

function ownFolder() {
  const dataDir = scratchDir();
  return { dataDir, keychain: fileKeychain(dataDir) };
}

/** How often the step has come when this one does: earlier in the act, and before it for the scenario's sake. */
function nthOf({ earlier = [] }: Scenario, steps: readonly Step[], { step, at }: FaultCase): number {
  return [...earlier, ...steps.slice(0, at + 1)].filter((one) => one === step).length;
}

/** In the team, nothing waits, nothing fails; also where the founder lets somebody in meanwhile. */
async function settled(who: Latchkey, { staysOut = false }: Scenario): Promise<void> {
  if (staysOut || (await must(who, "account.status", {})).state === "none") return;
  await isIn(who);
  await eventually(
    () => must(who, "sync.now", {}),
    ({ state, pending, failures }) => state === "ok" && pending === 0 && failures.length === 0,
    10_000,
  );
}

async function timesDone(who: Latchkey, { count }: Acting, wanted: readonly number[]): Promise<number> {
  return eventually(
    () => count(who),
    (times) => wanted.includes(times),
  );
}

/** A fresh client on the folder that the killed one left. */
async function again({ dataDir }: { dataDir: string }, { passphrases = [passphrase] }: Scenario): Promise<Client> {
  const who = await createClient({ dataDir, keychain: fileKeychain(dataDir) });
  atEnd(() => who.close());
  for (const typed of passphrases)
    if ((await must(who, "account.status", {})).state === "locked")
      await who.call("account.unlock", { passphrase: typed });
  expect((await must(who, "account.status", {})).state).not.toBe("locked");
  return who;
}

/** What lies in the keychain belongs to a profile that is there. */
async function noStraySecret({ dataDir }: { dataDir: string }): Promise<void> {
  const profiles = profileFiles(dataDir).list();
  const strays = async () =>
    [...fileKeychain(dataDir).entries.keys()].filter((account) => !profiles.some((id) => account.startsWith(id)));
  expect(await eventually(strays, (left) => left.length === 0)).toEqual([]);
}

/** Everything is as it should be: done where that is sure by now, never half, and once when it is asked for again. */
async function isWhole(scene: Scene, steps: readonly Step[], { at, fault }: FaultCase, met: Met): Promise<void> {
  const { scenario, acting } = scene;
  const { who } = met;
  await settled(who, scenario);
  await noStraySecret(scene.options);
  const isPast = fault === "killed-before" ? at - 1 : at;
  const isSure = scenario.surelyAfter === null || steps.lastIndexOf(scenario.surelyAfter) <= isPast;
  const times = await timesDone(who, acting, isSure ? [1] : [0, 1]);
  // Whoever got an answer and asks again asks for another one.
  if (times === 1 && (met.wasAnswered || !scenario.repeats)) return;
  expect(await acting.act(who)).toMatchObject({ ok: true });
  await settled(who, scenario);
  expect(await timesDone(who, acting, [1])).toBe(1);
}

async function sceneOf(scenario: Scenario, running: RunningServer, around?: FaultInjection["around"]) {
  const options = ownFolder();
  const own = { ...options, ...(around === undefined ? {} : { around }) };
  const { behindMs = 0 } = scenario;
  const clock = { now: () => Date.now() - behindMs };
  const first = await founderOf(scenario, running, behindMs === 0 ? own : { ...own, clock });
  const acting = await scenario.prepare(first, running, options.dataDir);
  const ada = behindMs === 0 ? first : await onTime(first, own);
  return { scenario, options, ada, acting };
}

/** The same app once more, by the clock of everybody else. */
async function onTime(before: Client, own: Parameters<typeof client>[0]): Promise<Client> {
  await before.close();
  const ada = await client(own);
  await must(ada, "account.unlock", { passphrase });
  return ada;
}

/** The fault comes within this process: from that moment on no port does anything. */
export async function meetFault(scenario: Scenario, steps: readonly Step[], one: FaultCase): Promise<void> {
  const injection = faultInjection();
  const { around } = injection;
  const scene = await sceneOf(scenario, await server(), around);
  const { acting, options, ada } = scene;
  const who = scenario.who === "founder" ? ada : await client({ ...options, around });
  await settled(who, scenario);
  const { step, fault } = one;
  injection.arm({ step, nth: nthOf(scenario, steps, one), fault, killed: () => who.kill() });
  const answer = await acting.act(who);
  await eventually(injection.happened, (happened) => happened);
  injection.restore();
  const isKilled = fault !== "answer-lost";
  await isWhole(scene, steps, one, {
    who: isKilled ? await again(options, scenario) : who,
    wasAnswered: !isKilled && answer.ok,
  });
}

/** A core in a process of its own is killed (-9) where the step comes. */
export async function meetKill(scenario: Scenario, steps: readonly Step[], one: FaultCase): Promise<void> {
  const scene = await sceneOf(scenario, await server());
  const { acting, options, ada } = scene;
  if (scenario.who === "founder") await ada.close();
  const who = steppedProcess(options.dataDir);
  if (scenario.who === "founder") await must(who, "account.unlock", { passphrase });
  await settled(who, scenario);
  const { step, fault } = one;
  who.arm({ step, nth: nthOf(scenario, steps, one), fault });
  const asked = acting.act(who).catch(() => null);
  await who.killedThere();
  await asked;
  await isWhole(scene, steps, one, { who: await again(options, scenario), wasAnswered: false });
}

const isFull = process.env.LATCHKEY_FULL === "1";
const seed = Number(process.env.LATCHKEY_SEED ?? randomInt(2 ** 31));

/** Of each step one of its faults, taken by the seed; `LATCHKEY_FULL=1`: all of them. */
function chosenOf(steps: readonly Step[], act: number): FaultCase[] {
  const cases = casesOf(steps);
  if (isFull) return cases;
  return steps.flatMap((_, at) => {
    const faults = cases.filter((one) => one.at === at);
    return faults.slice((seed + act + at) % faults.length).slice(0, 1);
  });
}

/** The tests of these acts: a fault at each step, with the seed that took it. */
export function actSteps(acts: Partial<Record<SteppedAct, Scenario>>): void {
  describe.each(Object.keys(acts) as SteppedAct[])(`%s (LATCHKEY_SEED=${seed})`, (name) => {
    const steps = durableSteps[name];
    const chosen = chosenOf(steps, Object.keys(durableSteps).indexOf(name));
    it.each(chosen)("$fault $step (step $at)", (one) => meetFault(acts[name] as Scenario, steps, one));
  });
}
