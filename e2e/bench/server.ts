/**
 * The server beside the raw limit, in one run: the same number of reads and of single durable writes of the same bytes,
 * over loopback, by Latchkey's server and by Fastify + SQLite that judge nothing. Requests are signed before the clock
 * starts, so that the client's own work is not counted. Answers rows of a table; prints nothing.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deviceCaller, founderCaller } from "../../server/testing/callers.ts";
import {
  connect,
  type OpenSession,
  openSession,
  type Place,
  pathOf,
  requestBody,
  signedHeaders,
} from "../../server/testing/client.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import type { Hash, VaultId } from "../../shared/encoding/ids.ts";
import { readTransferCode } from "../../shared/protocol/transfer-code/transfer-code.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { createTestTeam, must, type TestTeam } from "../../shared/testing/team.ts";
import { base32Text, hexBytes } from "../../shared/text.ts";
import { startOurServer, startProgram } from "./program.ts";

export type ServerRow = {
  work: string;
  count: number;
  medianPerSecond: number;
  worstPerSecond: number;
  rawPerSecond: number;
  ratio: number;
};
export type ServerFigures = { rows: ServerRow[]; memoryMB: number };

type Shot = { method: string; path: string; headers: Record<string, string>; body: Uint8Array | null };
const runs = 5;
const warmUp = 1;
const perRun = 400;
const parallel = 8;

/** Runs both servers, each in a process of its own, and answers the figures. */
export async function benchServer(): Promise<ServerFigures> {
  await cryptoReady();
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"));
  const agent = new Agent({ keepAlive: true, maxSockets: parallel });
  const ours = await startOurServer(join(folder, "ours"));
  const raw = await startProgram("./raw-server.ts", [folder]);
  try {
    const serverKeys = base32Text(hexBytes(ours.line.serverKey as string) as Uint8Array) as Hash;
    const place: Place = { url: ours.line.url as string, origin: ours.line.origin as string, serverKeys };
    const { team, vault } = await foundTeam(place, ours.line.setupCode as string);
    const sessions: OpenSession[] = [];
    for (let at = 0; at < 10; at++)
      sessions.push(must(await openSession(place, deviceCaller(team.team, team.founder))));
    const pushes = Array.from({ length: perRun * (runs + warmUp) }, (_, at) =>
      pushShot(team, vault, sessions[at % 5] as OpenSession),
    );
    // Writes to one vault stand on each other: one after the other, for both.
    const written = await race(agent, 1, [place.url, pushes], [raw.line.url as string, pushes.map(rawPush)]);
    const reads = pushes.map((_, at) => readShot(vault, pushes.length - 9, sessions[5 + (at % 5)] as OpenSession));
    const read = await race(agent, parallel, [place.url, reads], [raw.line.url as string, reads.map(rawRead)]);
    const rows = [row("single durable push", written), row("read of ten commits", read)];
    const status = readFileSync(`/proc/${ours.child.pid}/status`, "utf8");
    return { rows, memoryMB: Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024) };
  } finally {
    agent.destroy();
    ours.child.kill("SIGKILL");
    raw.child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function foundTeam(place: Place, setupCode: string): Promise<{ team: TestTeam; vault: VaultId }> {
  const { team, post } = createTestTeam();
  const founder = await connect(place, founderCaller(team.team, team.founder));
  must(await founder.call("append", { ...post, setup: must(readTransferCode("setup", setupCode)).token }));
  const vault = [...team.state.vaults.values()].find(({ kind }) => kind === "personal")?.vault as VaultId;
  return { team, vault };
}

function pushShot(team: TestTeam, vault: VaultId, session: OpenSession): Shot {
  const made = commit(team, team.founder, { vault });
  fold(team, vault, made.bytes);
  const asked = { commits: [made.bytes], envelopes: made.envelopes };
  const [path, body] = [pathOf("push", asked, vault), requestBody("push", asked)];
  const headers = { "content-type": "application/cbor", ...signedHeaders(session, { method: "POST", path, body }) };
  return { method: "POST", path, headers, body };
}

function readShot(vault: VaultId, from: number, session: OpenSession): Shot {
  const path = pathOf("commits", { from }, vault);
  return { method: "GET", path, headers: signedHeaders(session, { method: "GET", path }), body: null };
}

const rawPush = ({ body }: Shot): Shot => ({
  method: "POST",
  path: "/push",
  headers: { "content-type": "application/cbor" },
  body,
});
const rawRead = (): Shot => ({ method: "GET", path: "/read", headers: {}, body: null });

type Raced = { ours: number[]; raw: number[] };

/** Both in turns, run by run, so that the machine's moods meet both. */
async function race(
  agent: Agent,
  width: number,
  [url, shots]: [string, Shot[]],
  [rawUrl, rawShots]: [string, Shot[]],
): Promise<Raced> {
  const raced: Raced = { ours: [], raw: [] };
  for (let run = 0; run < runs + warmUp; run++) {
    const part = (all: Shot[]) => all.slice(run * perRun, (run + 1) * perRun);
    const ours = await fire(agent, url, part(shots), width);
    const raw = await fire(agent, rawUrl, part(rawShots), width);
    if (run < warmUp) continue;
    raced.ours.push(ours);
    raced.raw.push(raw);
  }
  return raced;
}

/** Sends all, `width` at a time; answers how many a second. */
async function fire(agent: Agent, url: string, shots: Shot[], width: number): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < shots.length) await send(agent, url, shots[next++] as Shot);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return (shots.length / (performance.now() - startedAt)) * 1000;
}

function send(agent: Agent, url: string, { method, path, headers, body }: Shot): Promise<void> {
  const { hostname, port } = new URL(url);
  const length: Record<string, string> = body === null ? {} : { "content-length": String(body.length) };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers: { ...headers, ...length }, agent }, (response) => {
      response.resume();
      response.on("end", () =>
        response.statusCode === 200 ? resolve() : reject(new Error(String(response.statusCode))),
      );
    });
    sent.on("error", reject);
    sent.end(body ?? undefined);
  });
}

function row(work: string, { ours, raw }: Raced): ServerRow {
  const sorted = [...ours].sort((left, right) => left - right);
  const median = sorted[Math.floor(sorted.length / 2)] as number;
  const rawMedian = [...raw].sort((left, right) => left - right)[Math.floor(raw.length / 2)] as number;
  return {
    work,
    count: perRun,
    medianPerSecond: Math.round(median),
    worstPerSecond: Math.round(sorted[0] as number),
    rawPerSecond: Math.round(rawMedian),
    ratio: Math.round((median / rawMedian) * 100) / 100,
  };
}
