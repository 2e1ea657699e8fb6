/**
 * The attackers of `server-load.ts`, on a thread of their own: what they do costs the honest member who is clocked nothing
 * but what it costs the server. Says the statuses that they were answered with, and ends.
 */
import type { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { type OpenSession, send, signedHeaders } from "../../server/testing/client.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { costlyShapes } from "../../shared/encoding/test-costly-shapes.ts";
import { standAt } from "../kit/standing-sockets.ts";

/** Where the server is, and the session of a member with whom the attackers are in league. */
export type Siege = { url: string; insider: OpenSession };

const MiB = 1024 * 1024;
const evilAddress = "127.0.0.2";
const sizes = { idle: 1000, upgrades: 400, slowHeaders: 200, announced: 100, shapeBytes: 2 * MiB, atOnce: 16 };
const pauses = { letterMs: 500, standMs: 10_000 };

const { url, insider } = workerData as Siege;
const port = Number(new URL(url).port);
const vaultPath = `/v1/vaults/${"0".repeat(26)}/commits`;
const standing: Socket[] = [];
const statuses = new Set<number>();
await cryptoReady();
const bodies = Object.values(costlyShapes).map((make) => make(sizes.shapeBytes));
const whole = new Uint8Array(sizes.shapeBytes);

await stand(sizes.idle, "");
const slow = await stand(sizes.slowHeaders, "POST /v1/log HTTP/1.1\r\nHost: x\r\nX-Slow: ");
const letters = setInterval(() => {
  for (const socket of slow) if (socket.writable) socket.write("x");
}, pauses.letterMs);
await upgrade();
await announce();
for (const body of bodies) for (const path of ["/v1/log", vaultPath]) await post(path, body);
await Promise.all(Array.from({ length: sizes.atOnce }, () => post(vaultPath, whole)));
// As long as it takes until deadlines of seconds send everybody away who stands in the middle of something.
await new Promise((resolve) => setTimeout(resolve, pauses.standMs));
clearInterval(letters);
for (const socket of standing) socket.destroy();
parentPort?.postMessage([...statuses].sort());

async function stand(count: number, text: string): Promise<Socket[]> {
  const sockets = await standAt({ port, count, from: evilAddress }, text);
  standing.push(...sockets);
  return sockets;
}

async function upgrade(): Promise<void> {
  const lines = "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  for (let done = 0; done < sizes.upgrades; done += 40)
    await stand(40, `GET /v1/${done % 80 === 0 ? "live" : "elsewhere"} HTTP/1.1\r\nHost: x\r\n${lines}`);
}

/** Bodies that never come: of strangers, and of the member. */
async function announce(): Promise<void> {
  const lines = `Content-Type: application/cbor\r\nContent-Length: ${12 * MiB}\r\n\r\n`;
  for (const path of ["/v1/log", "/v1/challenge", "/nowhere"])
    await stand(sizes.announced, `POST ${path} HTTP/1.1\r\nHost: x\r\n${lines}`);
  const signed = Object.entries(signedHeaders(insider, { method: "POST", path: vaultPath }));
  const own = signed.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  await stand(sizes.announced, `POST ${vaultPath} HTTP/1.1\r\nHost: x\r\n${own}${lines}`);
}

async function post(path: string, body: Uint8Array): Promise<void> {
  const headers = { "content-type": "application/cbor", ...signedHeaders(insider, { method: "POST", path, body }) };
  const { status } = await send(url, { method: "POST", path, headers, body });
  statuses.add(status);
}
