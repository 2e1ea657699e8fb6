/** The stages of the client, in the order in which each finds what the ones before it left. */
import { readFileSync } from "node:fs";
import {
  type AnyClient,
  lock,
  memoryMB,
  must,
  openPair,
  type Pair,
  resetPeak,
  sent,
  unlock,
  unlockAgain,
  until,
} from "./checkout-client.ts";
import { clocked, cpuMs, type Figures, quantile } from "./measured.ts";

const strokes = 300;
/** The colleague misses a commit for every fifth item: 2,000. */
const missedShare = 5;
/** Longer than the app waits before it writes its snapshot. */
const restMs = 3500;

export type Bench = {
  checkout: string;
  /** Two files of the same number of other logins, and their password. */
  files: [string, string];
  password: string;
  count: number;
  pair: Pair | null;
  /** The vault of the second file, once it was imported. */
  second: string;
};

type Listed = { total: number; items: { item: string }[] };
const list = (client: AnyClient, input: object) => must<Listed>(client, "item.list", input);
const rest = () => new Promise((resolve) => setTimeout(resolve, restMs));

function pairOf({ pair }: Bench): Pair {
  if (pair === null) throw new Error("nothing is open");
  return pair;
}

async function importInto(bench: Bench, file: string, vault: string): Promise<void> {
  const { ada } = pairOf(bench);
  const bytes = new Uint8Array(readFileSync(file));
  const asked = { format: "kdbx", bytes, passphrase: bench.password };
  const { preview, items } = await must<{ preview: string; items: unknown[] }>(ada, "import.preview", asked);
  if (items.length !== bench.count) throw new Error(`the bench file has ${items.length} entries`);
  await must(ada, "import.apply", { preview, target: vault });
}

async function several(times: number, act: (at: number) => Promise<unknown>): Promise<Figures> {
  const ms: number[] = [];
  for (let at = 0; at < times; at++) ms.push(await clocked(() => act(at)));
  return { ms: quantile(ms, 0.5), p99Ms: quantile(ms, 0.99) };
}

/** The server was away before: the clock starts once the colleague hears from it again, and not with the pause of their line. */
async function hears(bench: Bench): Promise<void> {
  const { ada, bob, bobUser } = pairOf(bench);
  await unlockAgain(bob);
  const { vault } = await must<{ vault: string }>(ada, "vault.create", { title: "Heard" });
  await must(ada, "vault.setAccess", { vault, user: bobUser, permission: "use" });
  const listed = () => must<{ vault: string; state: string }[]>(bob, "vault.list", {});
  await until(async () => (await listed()).some((one) => one.vault === vault && one.state === "ready"));
}

export const clientStages = {
  /** A new team each time; what was open is closed. */
  async import(bench: Bench): Promise<Figures> {
    await bench.pair?.close();
    bench.pair = await openPair(bench.checkout);
    resetPeak();
    const before = memoryMB("self", "VmRSS");
    const ms = await clocked(() => importInto(bench, bench.files[0], pairOf(bench).vault));
    const peakMB = memoryMB("self", "VmHWM") - before;
    const sentMs = ms + (await clocked(() => sent(pairOf(bench).ada)));
    return { ms, sentMs, peakMB };
  },
  async unlock(bench: Bench): Promise<Figures> {
    const { ada, vault, argon } = pairOf(bench);
    await sent(ada);
    await rest();
    argon();
    const before = cpuMs();
    const all = await clocked(async () => {
      await unlockAgain(ada);
      await list(ada, { vault, limit: 50 });
    });
    const derived = argon();
    return { ms: all - derived.ms, cpuMs: cpuMs() - before - derived.cpuMs, argonMs: derived.ms };
  },
  /** Of one login in ten somebody said how it stands, in a second version: what was read of it is kept, and not read again. */
  async coverage(bench: Bench): Promise<Figures> {
    const { ada, vault } = pairOf(bench);
    const { items } = await list(ada, { vault, limit: bench.count });
    for (const { item } of items.filter((_, at) => at % 10 === 0))
      await must(ada, "item.setSecondFactor", { item, state: "totp-elsewhere" });
    await sent(ada);
    const isRead = async () => !(await must<{ isReading: boolean }>(ada, "coverage.get", {})).isReading;
    await until(isRead);
    await rest();
    await unlockAgain(ada);
    await list(ada, { vault, limit: 50 });
    const firstMs = await clocked(() => must(ada, "coverage.get", {}));
    return { firstMs, wholeMs: firstMs + (await clocked(() => until(isRead))) };
  },
  async reveal(bench: Bench): Promise<Figures> {
    const { ada, vault } = pairOf(bench);
    const { items } = await list(ada, { vault, limit: strokes });
    return several(Math.min(strokes, items.length), (at) =>
      must(ada, "item.reveal", { item: items[at]?.item, field: "password" }),
    );
  },
  async memory(bench: Bench): Promise<Figures> {
    await rest();
    globalThis.gc?.();
    return { coreMB: memoryMB("self", "VmRSS"), serverMB: memoryMB(pairOf(bench).server.pid(), "VmRSS") };
  },
  /** The second file goes in while the server is away; its push is what is clocked. */
  async push(bench: Bench): Promise<Figures> {
    const { ada, server } = pairOf(bench);
    await sent(ada);
    const { vault } = await must<{ vault: string }>(ada, "vault.create", { title: "Second" });
    bench.second = vault;
    server.stop();
    await importInto(bench, bench.files[1], vault);
    await server.start();
    return { ms: await clocked(() => sent(ada)) };
  },
  async keystroke(bench: Bench): Promise<Figures> {
    const { ada } = pairOf(bench);
    const typed = await several(strokes, (at) => list(ada, { text: `tool ${at * 7}`, limit: 50 }));
    const near = await several(strokes, (at) => list(ada, { text: `tolo ${at * 7}`, limit: 50 }));
    return { ...typed, nearP99Ms: near.p99Ms as number };
  },
  /** From the moment of the grant until the colleague lists everything. */
  async pull(bench: Bench): Promise<Figures> {
    const { ada, bob, bobUser } = pairOf(bench);
    const vault = bench.second;
    await hears(bench);
    await must(ada, "vault.setAccess", { vault, user: bobUser, permission: "edit" });
    const ms = await clocked(() => until(async () => (await list(bob, { vault, limit: 1 })).total >= bench.count));
    return { ms };
  },
  async live(bench: Bench): Promise<Figures> {
    const { ada, bob } = pairOf(bench);
    await sent(bob);
    return several(20, async (at) => {
      const seen = new Promise<void>((resolve) => {
        const off = bob.on("items.changed", () => resolve(off()));
      });
      await must(ada, "item.save", { vault: bench.second, kind: "login", changes: { title: `Live ${at}` } });
      await seen;
    });
  },
  /** The colleague is away while commits of one change each are made. */
  async catchUp(bench: Bench): Promise<Figures> {
    const { ada, bob, argon } = pairOf(bench);
    const vault = bench.second;
    const missed = Math.ceil(bench.count / missedShare);
    await lock(bob);
    const { total } = await list(ada, { vault, limit: 1 });
    for (let at = 0; at < missed; at++)
      await must(ada, "item.save", { vault, kind: "login", changes: { title: `Week ${at}`, password: "w" } });
    await sent(ada);
    argon();
    const all = await clocked(async () => {
      await unlock(bob);
      await until(async () => (await list(bob, { vault, limit: 1 })).total >= total + missed);
    });
    return { ms: all - argon().ms };
  },
  async close(bench: Bench): Promise<Figures> {
    await bench.pair?.close();
    bench.pair = null;
    return {};
  },
} satisfies Record<string, (bench: Bench) => Promise<Figures>>;
export type ClientStage = keyof typeof clientStages;
