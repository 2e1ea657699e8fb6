/**
 * Taking one person out of every vault of a large team while somebody writes without a pause: from the word until every vault
 * has its new key. Then the same with each of people, computers, vaults and items doubled.
 */
import { must } from "../kit/must.ts";
import { until } from "./checkout-client.ts";
import { type LargeTeam, openLargeTeam, type TeamSize } from "./large-team.ts";
import { cpuMs, type Figures } from "./measured.ts";

const small: TeamSize = { people: 10, computers: 2, vaults: 8, items: 800 };

const pauseMs = 5;

/** Writes one login after the other, each into the next vault, until told to end; answers how many. */
function writeOn({ bob, vaults }: LargeTeam): () => Promise<number> {
  let isOver = false;
  let written = 0;
  const writing = (async () => {
    for (; !isOver; written++) {
      const vault = vaults[written % vaults.length] as string;
      await must(bob, "item.save", { vault, kind: "login", changes: { title: `Written ${written}` } });
      // Where a vault takes nothing for the moment, a save is a draft at once: without a pause no timer would ever come.
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  })();
  return async () => {
    isOver = true;
    await writing;
    return written;
  };
}

async function removeOne(team: LargeTeam): Promise<{ ms: number; cpuMs: number; writtenPerSecond: number }> {
  const stopWriting = writeOn(team);
  const start = { ms: performance.now(), cpuMs: cpuMs() };
  await must(team.ada, "member.remove", { user: team.leaver });
  const ids = new Set<string>(team.vaults);
  await until(async () => {
    const shown = await must(team.ada, "vault.list", {});
    return shown.filter(({ vault, state }) => ids.has(vault) && state === "ready").length === ids.size;
  });
  const took = { ms: performance.now() - start.ms, cpuMs: cpuMs() - start.cpuMs };
  return { ...took, writtenPerSecond: ((await stopWriting()) / took.ms) * 1000 };
}

async function measured(size: TeamSize): Promise<Awaited<ReturnType<typeof removeOne>>> {
  const team = await openLargeTeam(size);
  try {
    return await removeOne(team);
  } finally {
    await team.close();
  }
}

/** 60 people with three computers each, 50 vaults, and twice as many items as the other stages have. */
export async function benchRemoval(items: number): Promise<Figures> {
  return measured({ people: 60, computers: 3, vaults: 50, items: items * 2 });
}

/** What the same costs the processor in small teams: once as it is, then with each number doubled. */
export async function benchGrowth(): Promise<Figures> {
  const once = await measured(small);
  const figures: Figures = { smallCpuMs: once.cpuMs };
  for (const what of Object.keys(small) as (keyof TeamSize)[])
    figures[what] = (await measured({ ...small, [what]: small[what] * 2 })).cpuMs / once.cpuMs;
  return figures;
}
