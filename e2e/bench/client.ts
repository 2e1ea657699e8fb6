/**
 * The app's figures on the real core and the real server: import, unlock to list (the floor of Argon2 taken out), list,
 * search per keystroke, reveal. Five runs after a warm-up, median and worst.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { entryXml, testFile } from "../../main/core/transfer/kdbx/test-file.ts";
import { newId } from "../../shared/crypto/random.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import { type KdfHeader, kdfFloor, unwrapMasterKey } from "../../shared/crypto/unlock.ts";
import type { ProfileId } from "../../shared/encoding/ids.ts";
import { type Client, createClient } from "../drive.ts";
import { must, passphrase } from "../kit/must.ts";
import { keepassxcLists, rawSnapshot } from "./peers.ts";
import { startOurServer } from "./program.ts";

export type ClientRow = { work: string; medianMs: number; worstMs: number; beside?: string };
const runs = 5;
const restMs = 4000;

async function timed(work: string, act: () => Promise<unknown> | unknown, lessMs = 0): Promise<ClientRow> {
  await act();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await act();
    times.push(Math.max(0, performance.now() - start - lessMs));
  }
  times.sort((left, right) => left - right);
  return { work, medianMs: times[Math.floor(runs / 2)] as number, worstMs: times.at(-1) as number };
}

function kdbx(count: number): Uint8Array {
  const string = (key: string, value: string) => `<String><Key>${key}</Key><Value>${value}</Value></String>`;
  const entries = Array.from(
    { length: count },
    (_, at) =>
      string("Title", `Tool ${at} of the team`) +
      string("UserName", `user${at}@example.org`) +
      string("Password", `pass-${at}-${at * 7}`) +
      string("URL", `https://tool${at}.example.org`),
  );
  return testFile({ password: "bench", xml: entriesXml(entries) });
}

function entriesXml(inner: string[]): string {
  const one = entryXml("@@@").replace("<String><Key>Title</Key><Value>One</Value></String>", "");
  const entry = /<Entry>[\s\S]*<\/Entry>/.exec(one)?.[0] ?? "";
  const id = (at: number): string => Buffer.from(String(at).padStart(16, "0")).toString("base64");
  const all = inner.map((text, at) =>
    entry.replace("@@@", text).replace(/<UUID>[^<]*<\/UUID>/, `<UUID>${id(at)}</UUID>`),
  );
  return one.replace(entry, all.join(""));
}

/** Argon2 at the floor, alone. */
async function argonMs(): Promise<number> {
  await cryptoReady();
  const header: KdfHeader = { suite: 1, ...kdfFloor, salt: new Uint8Array(16), profileId: newId<ProfileId>() };
  const row = await timed("Argon2id at the floor", () =>
    unwrapMasterKey({ passphrase, deviceSecret: new Uint8Array(32), header, wrapped: Uint8Array.of(1) }),
  );
  return row.medianMs;
}

/** How one of our figures stands to a peer's or a raw limit's, measured in the same run. */
const beside = (ours: ClientRow, theirs: ClientRow): string => `${(ours.medianMs / theirs.medianMs).toFixed(2)} of it`;

async function benchCount(ada: Client, count: number, lessMs: number, folder: string): Promise<ClientRow[]> {
  const { vault } = await must(ada, "vault.create", { title: `Bench ${count}` });
  const bytes = kdbx(count) as Uint8Array<ArrayBuffer>;
  const n = count.toLocaleString("en");
  const start = performance.now();
  const { preview, items } = await must(ada, "import.preview", { format: "kdbx", bytes, passphrase: "bench" });
  if (items.length !== count) throw new Error(`the bench file has ${items.length} entries`);
  await must(ada, "import.apply", { preview, target: vault });
  const importMs = performance.now() - start;
  for (let tries = 0; tries < 100 && (await must(ada, "sync.now", {})).pending > 0; tries++);
  const sentMs = performance.now() - start;
  const once = (work: string, ms: number): ClientRow => ({ work, medianMs: ms, worstMs: ms });
  // What an open app writes when nobody waits (snapshots, folds) is written by then.
  await new Promise((resolve) => setTimeout(resolve, restMs));
  const unlock = await timed(
    `unlock to list, Argon2 taken out, ${n}`,
    async () => {
      await must(ada, "account.lock", {});
      await must(ada, "account.unlock", { passphrase });
      await must(ada, "item.list", { vault, limit: 50 });
    },
    lessMs,
  );
  const overviews = (await must(ada, "item.list", { vault, limit: count })).items;
  const raw = await timed(
    `raw limit: sealed snapshot of the same overviews, opened and parsed, ${n}`,
    rawSnapshot(overviews),
  );
  const lists = keepassxcLists(bytes, join(folder, "bench.kdbx"), "bench");
  const peer = lists === null ? null : await timed(`keepassxc-cli, the same items, no KDF, whole program, ${n}`, lists);
  unlock.beside = `raw limit: ${beside(unlock, raw)}${peer === null ? "" : `; keepassxc-cli: ${beside(unlock, peer)}`}`;
  let typed = 10;
  const first = overviews[0]?.item as string;
  return [
    once(`KDBX import: read, seal, commit, durable here, ${n} (one run)`, importMs),
    once(`the same until the server has everything, ${n} (one run)`, sentMs),
    unlock,
    raw,
    ...(peer === null ? [] : [peer]),
    await timed(`list, first 50, ${n}`, () => must(ada, "item.list", { vault, limit: 50 })),
    await timed(`search, one keystroke, ${n}`, () => {
      typed += 1;
      return must(ada, "item.list", { text: `tool ${typed}`, limit: 50 });
    }),
    await timed(`reveal one password, ${n}`, () => must(ada, "item.reveal", { item: first, field: "password" })),
  ];
}

/** All rows at 1,000 and 10,000 items, the server in a process of its own. */
export async function benchClient(): Promise<ClientRow[]> {
  const lessMs = await argonMs();
  const rows: ClientRow[] = [];
  for (const count of [1000, 10_000]) {
    const dir = mkdtempSync(join(tmpdir(), "latchkey-bench-"));
    const { child, line } = await startOurServer(join(dir, "server"));
    const ada = await createClient({ dataDir: join(dir, "ada") });
    await must(ada, "team.create", {
      name: "Bench",
      person: "Ada",
      passphrase,
      server: { url: line.origin as string, setupCode: line.setupCode as string },
    });
    rows.push(...(await benchCount(ada, count, lessMs, dir)));
    await ada.close();
    child.kill("SIGKILL");
    rmSync(dir, { recursive: true, force: true });
  }
  return [{ work: "Argon2id at the floor (64 MiB, 3 passes)", medianMs: lessMs, worstMs: lessMs }, ...rows];
}
