/**
 * A server under attack: its own process on loopback, besieged from one address in every way that costs little, while an
 * honest member pushes from another. Answers what the honest member waited and what the server's process took.
 */
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { connectPerson, founderCaller } from "../../server/testing/callers.ts";
import { type ChildServer, startChild } from "../../server/testing/child.ts";
import { connect, send, signedHeaders, type TestClient } from "../../server/testing/client.ts";
import { tokenOf } from "../../server/testing/test-server.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { costlyShapes } from "../../shared/encoding/test-costly-shapes.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { createTestTeam, must, type TestTeam, vaultOfKind } from "../../shared/testing/team.ts";
import { scratchDir } from "../kit/scratch.ts";
import { openDescriptors, standAt } from "../kit/standing-sockets.ts";

const MiB = 1024 * 1024;
const evilAddress = "127.0.0.2";
const sizes = { idle: 1000, upgrades: 400, slowHeaders: 200, announced: 100, shapeBytes: 2 * MiB };
const pauses = { pushMs: 40, sampleMs: 50, calmMs: 4000, letterMs: 500, quietMs: 20_000 };

type LoadFigures = {
  /** How long pushes took, in milliseconds: before anything, and during the attack. */
  calmP99Ms: number;
  besiegedP50Ms: number;
  besiegedP99Ms: number;
  pushes: number;
  /** The server's resident memory: before, at most, and when it is over. */
  restMB: number;
  mostMB: number;
  afterMB: number;
  /** Its open files and sockets before and after. */
  restDescriptors: number;
  afterDescriptors: number;
  /** Statuses that the attack's requests were answered with. */
  statuses: string[];
};

type Siege = { port: number; insider: TestClient; server: ChildServer };

/** Runs the whole of it: about 30 seconds. */
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
  const statuses = new Set<string>();
  const siege = { port: Number(new URL(server.url).port), insider, server };
  const besieged = await pushUntil(push, besiege(siege, statuses));
  clearInterval(sampling);
  // Life goes on: whoever allocates nothing collects nothing.
  await pushUntil(push, wait(pauses.quietMs));
  const after = { memoryMB: residentMB(pid), descriptors: openDescriptors(pid) };
  return {
    calmP99Ms: percentile(calm, 0.99),
    besiegedP50Ms: percentile(besieged, 0.5),
    besiegedP99Ms: percentile(besieged, 0.99),
    pushes: besieged.length,
    restMB: rest.memoryMB,
    mostMB,
    afterMB: after.memoryMB,
    restDescriptors: rest.descriptors,
    afterDescriptors: after.descriptors,
    statuses: [...statuses].sort(),
  };
}

/** Everything at once; whoever stands there is sent away at the end. */
async function besiege({ port, insider, server }: Siege, statuses: Set<string>): Promise<void> {
  const standing: Socket[] = [];
  const stand = async (count: number, text: string) => {
    const sockets = await standAt({ port, count, from: evilAddress }, text);
    standing.push(...sockets);
    return sockets;
  };
  await stand(sizes.idle, "");
  const slow = await stand(sizes.slowHeaders, "POST /v1/log HTTP/1.1\r\nHost: x\r\nX-Slow: ");
  const letters = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write("x");
  }, pauses.letterMs);
  const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  for (let done = 0; done < sizes.upgrades; done += 40)
    await stand(40, `GET /v1/${done % 80 === 0 ? "live" : "elsewhere"} HTTP/1.1\r\nHost: x\r\n${upgrade}`);
  const announce = `Content-Type: application/cbor\r\nContent-Length: ${12 * MiB}\r\n\r\n`;
  for (const path of ["/v1/log", "/v1/challenge", "/nowhere"])
    await stand(sizes.announced, `POST ${path} HTTP/1.1\r\nHost: x\r\n${announce}`);
  const path = `/v1/vaults/${"0".repeat(26)}/commits`;
  const signed = Object.entries(signedHeaders(insider.session, { method: "POST", path }));
  const lines = signed.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  await stand(sizes.announced, `POST ${path} HTTP/1.1\r\nHost: x\r\n${lines}${announce}`);
  for (const make of Object.values(costlyShapes)) {
    const body = make(sizes.shapeBytes);
    for (const at of ["/v1/log", path]) {
      const own = {
        "content-type": "application/cbor",
        ...signedHeaders(insider.session, { method: "POST", path: at, body }),
      };
      const { status } = await send(server.url, { method: "POST", path: at, headers: own, body });
      statuses.add(String(status));
    }
  }
  // As long as it takes until deadlines of seconds send everybody away who stands in the middle of something.
  await wait(10_000);
  clearInterval(letters);
  for (const socket of standing) socket.destroy();
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
async function pushUntil(push: () => Promise<number>, other: Promise<void>): Promise<number[]> {
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
