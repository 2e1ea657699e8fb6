/**
 * One run: a fresh team, and rounds of acts; after each round the line is honest and everything must hold. What does not is tried
 * again with acts left out, until none can be left out any more.
 */
import { dice as diceOf } from "../../../server/testing/tamper.ts";
import { differences, settle, viewsOf } from "./convergence.ts";
import { renewEve } from "./evil-member.ts";
import { forgeries, keysOf, leaks, trespassesIn, typedSecrets } from "./invariants.ts";
import { type Act, drawActs, perform } from "./random-acts.ts";
import { copyServer, type RandomTeam, randomTeam, restartServer } from "./random-team.ts";

/** What is done before the round: a copy of the server is kept, or put in its place. */
export type Round = { before: "nothing" | "copy" | "restore"; acts: Act[] };
export type Run = { seed: number; rounds: Round[] };

/**
 * A round of so many acts for each seed, on one team: making it costs more than what happens to it. Every third round begins on a
 * server that was restored from a copy of one round earlier.
 */
export function drawRun(seeds: readonly number[], acts: number): Run {
  const before = ["nothing", "copy", "restore"] as const;
  const rounds = seeds.map((seed, at) => ({
    before: before[at % before.length] as Round["before"],
    acts: drawActs(diceOf(seed), acts),
  }));
  return { seed: seeds[0] ?? 0, rounds };
}

/** Does it; answers what did not hold, in the first round in which something did not. */
export async function performRun({ seed, rounds }: Run): Promise<string[]> {
  const team = await randomTeam(diceOf(seed));
  try {
    for (const [at, round] of rounds.entries()) {
      const found = await performRound(team, round, { at, isLast: at === rounds.length - 1 });
      if (found.length > 0) return found.map((one) => `round ${at}: ${one}`);
    }
    return leaks(team, await keysOf(team));
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : "thrown"];
  } finally {
    await team.close();
  }
}

async function performRound(
  team: RandomTeam,
  round: Round,
  { at, isLast }: { at: number; isLast: boolean },
): Promise<string[]> {
  if (round.before === "copy") await copyServer(team);
  // Eve writes nothing between the restore and the moment at which the server has back what it lacks: that would be a fork.
  const isRestored = round.before === "restore" && team.copy !== null;
  if (isRestored) await restartServer(team, team.copy);
  else await team.clock.during(renewEve(team, diceOf(at)));
  const acts = isRestored ? round.acts.filter((act) => act.do !== "evil") : round.acts;
  await perform(team, acts);
  const open = await settle(team, isLast);
  const views = await viewsOf(team);
  const [ada] = team.members;
  return [
    ...open,
    ...(open.length > 0 ? [] : differences(team, views)),
    ...forgeries(
      team,
      [...views.values()].flatMap((of) => of.map(({ seen }) => seen)),
    ),
    ...(ada === undefined ? [] : trespassesIn(team, ada)),
    ...leaks(team, typedSecrets),
    ...team.bugs.map((bug) => `a bug: ${bug}`),
  ];
}

/** A shorter run that still fails: halves, then quarters of all acts are left out, down to single ones, as long as `until` is not reached. */
export async function shrink(run: Run, fails: (run: Run) => Promise<boolean>, until: () => boolean): Promise<Run> {
  let shortest = run;
  const countOf = ({ rounds }: Run): number => rounds.reduce((sum, { acts }) => sum + acts.length, 0);
  for (let size = Math.ceil(countOf(run) / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < countOf(shortest) && !until(); ) {
      const shorter = without(shortest, from, size);
      if (await fails(shorter)) shortest = shorter;
      else from += size;
    }
  return shortest;
}

function without({ seed, rounds }: Run, from: number, size: number): Run {
  let at = 0;
  const kept = rounds.map(({ before, acts }) => ({
    before,
    acts: acts.filter(() => {
      const isOut = at >= from && at < from + size;
      at += 1;
      return !isOut;
    }),
  }));
  return { seed, rounds: kept };
}
