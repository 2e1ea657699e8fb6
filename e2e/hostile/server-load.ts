/**
 * A server under attack: its own process on loopback, besieged from one address in every way that costs little, while an
 * honest member pushes from another. Answers what the honest member waited and what the server's process took.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { connectPerson, founderCaller } from "../../server/testing/callers.ts";
import { startChild } from "../../server/testing/child.ts";
import { connect, type TestClient } from "../../server/testing/client.ts";
import { tokenOf } from "../../server/testing/test-server.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { createTestTeam, must, type TestTeam, vaultOfKind } from "../../shared/testing/team.ts";
import { scratchDir } from "../kit/scratch.ts";
import { openDescriptors } from "../kit/standing-sockets.ts";
import type { Siege } from "./siege.ts";

const pauses = { pushMs: 40, sampleMs: 50, calmMs: 4000, stepMs: 1000 };
/** What the process may keep of an attack, and how soon the rest is given back. */
const fallen = { keptMB: 40, withinMs: 30_000 };

type LoadFigures = {
  /** How long pushes took, in milliseconds: before anything, and during the attack. */
  calmP99Ms: number;
  besiegedP50Ms: number;
  besiegedP99Ms: number;
  pushes: number;
  /** The server's resident memory: before, at most, and when it is over; whether that is little more than before, in time. */
  restMB: number;
  mostMB: number;
  afterMB: number;
  hasFallen: boolean;
  /** Its open files and sockets before and after. */
  restDescriptors: number;
  afterDescriptors: number;
  /** Statuses that the attack's requests were answered with. */
  statuses: number[];
};

/** Runs the whole of it: about half a minute. */
export async function measureServerLoad(): Promise<LoadFigures> {
  await cryptoReady();
  const server = await startChild(scratchDir());
  const pid = server.child.pid as number;
  const { team, post } = createTestTeam();
  const founding = await connect(server, founderCaller(team.team, team.founder));
  must(await founding.call("append", { ...post, setup: tokenOf(server.setupCode) }));
  const honest = await connectPerson(server, team, team.founder);
  const insider = await connectPerson(server, team, team.founder);
  const push = pusher(team, honest);
  // As after an ordinary morning: an import, then a few changes.
  for (let times = 0; times < 30; times++) await push(100);
  const calm = await pushUntil(push, wait(pauses.calmMs));
  const rest = { memoryMB: residentMB(pid), descriptors: openDescriptors(pid) };
  let mostMB = rest.memoryMB;
  const sampling = setInterval(() => {
    mostMB = Math.max(mostMB, residentMB(pid));
  }, pauses.sampleMs);
  const attack = besiege({ url: server.url, insider: insider.session });
  const besieged = await pushUntil(push, attack);
  clearInterval(sampling);
  const isAbove = () => residentMB(pid) - rest.memoryMB >= fallen.keptMB;
  const until = performance.now() + fallen.withinMs;
  // Life goes on: whoever allocates nothing collects nothing.
  do await pushUntil(push, wait(pauses.stepMs));
  while (isAbove() && performance.now() < until);
  const after = { memoryMB: residentMB(pid), descriptors: openDescriptors(pid) };
  return {
    calmP99Ms: percentile(calm, 0.99),
    besiegedP50Ms: percentile(besieged, 0.5),
    besiegedP99Ms: percentile(besieged, 0.99),
    pushes: besieged.length,
    restMB: rest.memoryMB,
    mostMB,
    afterMB: after.memoryMB,
    hasFallen: after.memoryMB - rest.memoryMB < fallen.keptMB,
    restDescriptors: rest.descriptors,
    afterDescriptors: after.descriptors,
    statuses: await attack,
  };
}

/** The attackers, until all of them were sent away; gives the statuses that they were answered with. */
async function besiege(siege: Siege): Promise<number[]> {
  const worker = new Worker(new URL("./siege.ts", import.meta.url), { workerData: siege, execArgv: [] });
  const [statuses] = await once(worker, "message");
  await worker.terminate();
  return statuses;
}

/** One push after the other to the founder's own vault; each answers how long it took, in milliseconds. */
function pusher(team: TestTeam, client: TestClient): (items?: number) => Promise<number> {
  const { vault } = vaultOfKind(team.state, "personal");
  return async (count = 1) => {
    const made = commit(team, team.founder, { vault, count });
    const startedAt = performance.now();
    must(await client.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault));
    const ms = performance.now() - startedAt;
    fold(team, vault, made.bytes);
    return ms;
  };
}

/** Pushes again and again until the other thing is done; the times of all. */
async function pushUntil(push: () => Promise<number>, other: Promise<unknown>): Promise<number[]> {
  let isOver = false;
  const ended = other.finally(() => {
    isOver = true;
  });
  const times: number[] = [];
  while (!isOver) {
    times.push(await push());
    await wait(pauses.pushMs);
  }
  await ended;
  return times;
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((left, right) => left - right);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] as number) * 10) / 10;
}

function residentMB(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024);
}
