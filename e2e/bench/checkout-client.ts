/**
 * Two people on one server, driven through a checkout's own `e2e/drive.ts`: nothing here imports the product, so that the
 * same stages run on any checkout. The clock of Argon2 lies around libsodium's own function, in this process.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadFrom } from "./load-checkout.ts";
import { cpuMs } from "./measured.ts";

const passphrase = "Ziegel-Sommer-quer-41-Lotse";
const waitMs = 180_000;

// The contract of a checkout is known by name only: older ones have other types.
type Answer = { ok: boolean; value?: unknown; failure?: { code: string } };
export type AnyClient = {
  call(name: string, input: unknown): Promise<Answer>;
  on(name: string, listener: (event: unknown) => void): () => void;
  close(): Promise<void>;
};
type Drive = { createClient(options: { dataDir: string }): Promise<AnyClient> };
type Sodium = { ready: Promise<void>; crypto_pwhash(...values: unknown[]): unknown };

type Spent = { ms: number; cpuMs: number };

export type Pair = {
  ada: AnyClient;
  bob: AnyClient;
  bobUser: string;
  vault: string;
  server: { pid(): number; stop(): void; start(): Promise<void> };
  /** What Argon2 took since the last time it was asked, by the clock and of the processor. */
  argon(): Spent;
  close(): Promise<void>;
};

/** Calls and expects a value. */
export async function must<T = Record<string, unknown>>(client: AnyClient, name: string, input: unknown): Promise<T> {
  const result = await client.call(name, input);
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.failure)}`);
  return result.value as T;
}

/** Waits until `isSo`; throws after three minutes. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + waitMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error("waited for three minutes");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Everything sent, nothing waiting. */
export function sent(client: AnyClient): Promise<void> {
  return until(async () => (await must<{ pending: number }>(client, "sync.now", {})).pending === 0);
}

/** Locks and unlocks. */
export async function unlockAgain(client: AnyClient): Promise<void> {
  await must(client, "account.lock", {});
  await must(client, "account.unlock", { passphrase });
}

/** Locks. */
export const lock = (client: AnyClient) => must(client, "account.lock", {});
/** Unlocks. */
export const unlock = (client: AnyClient) => must(client, "account.unlock", { passphrase });

/** A fresh server in a process of its own, and two people in one team on it. */
export async function openPair(checkout: string): Promise<Pair> {
  const drive = await loadFrom<Drive>(checkout, "e2e/drive.ts");
  const { sodium } = await loadFrom<{ sodium: Sodium }>(checkout, "shared/crypto/sodium.ts");
  await sodium.ready;
  const argon = clockArgon(sodium);
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"));
  const server = await runServer(checkout, join(folder, "server"));
  const ada = await drive.createClient({ dataDir: join(folder, "ada") });
  const bob = await drive.createClient({ dataDir: join(folder, "bob") });
  const { origin: url, setupCode } = server.line as { origin: string; setupCode: string };
  await must(ada, "team.create", { name: "Bench", person: "Ada", passphrase, server: { url, setupCode } });
  const { code } = await must(ada, "invite.create", { name: "Bob" });
  await must(bob, "team.join", { code, passphrase });
  const status = () => must<{ state: string; user: string }>(bob, "account.status", {});
  await until(async () => (await status()).state === "unlocked");
  const { vault } = await must<{ vault: string }>(ada, "vault.create", { title: "Bench" });
  argon();
  return {
    ...{ ada, bob, vault, server, argon, bobUser: (await status()).user },
    async close() {
      await ada.close();
      await bob.close();
      server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let spent: Spent = { ms: 0, cpuMs: 0 };
let isClocked = false;

function clockArgon(sodium: Sodium): () => Spent {
  const real = sodium.crypto_pwhash;
  if (!isClocked)
    sodium.crypto_pwhash = (...values) => {
      const start = { ms: performance.now(), cpuMs: cpuMs() };
      const derived = real(...values);
      spent = { ms: spent.ms + performance.now() - start.ms, cpuMs: spent.cpuMs + cpuMs() - start.cpuMs };
      return derived;
    };
  isClocked = true;
  return () => {
    const since = spent;
    spent = { ms: 0, cpuMs: 0 };
    return since;
  };
}

async function runServer(checkout: string, dataDir: string) {
  let port = "0";
  let child: ChildProcess | null = null;
  let line: Record<string, unknown> = {};
  async function start(): Promise<void> {
    const args = [join(checkout, "server/entry.ts"), "--data", dataDir, "--port", port, "--json"];
    const started = spawn(process.execPath, args, { cwd: checkout, stdio: ["ignore", "pipe", "ignore"] });
    child = started;
    const text = await new Promise<string>((resolve, reject) => {
      started.stdout.once("data", (part) => resolve(String(part)));
      started.once("exit", () => reject(new Error("the server did not start")));
    });
    line = JSON.parse(text);
    port = new URL(line.origin as string).port;
  }
  await start();
  const stop = (): void => void child?.kill("SIGKILL");
  process.once("exit", stop);
  return { line, start, stop, pid: () => child?.pid ?? 0 };
}

/** The most memory that a process had since `resetPeak`, in MB; Linux only. */
export function memoryMB(pid: number | "self", what: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
}

/** Begins a new peak of this process. */
export function resetPeak(): void {
  globalThis.gc?.();
  writeFileSync("/proc/self/clear_refs", "5");
}
