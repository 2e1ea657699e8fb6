/**
 * A small profile with everything in it that a profile can hold, prepared once: it is copied, changed and opened many times at
 * a server that stays as it is, because nothing that writes gets through.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { sodium } from "../../shared/crypto/sodium.ts";
import { type Client, createClient, startServer } from "../drive.ts";
import { memoryKeychain } from "../kit/drive-ports.ts";
import { eventually } from "../kit/eventually.ts";
import { must, passphrase } from "../kit/must.ts";
import { profileFile } from "../kit/profile-file.ts";
import { type Between, between } from "../kit/tampering.ts";
import { findDifferences, type Look, lookAtAll, type Seen } from "./seen.ts";

/** A data folder at rest and the keychain's entries beside it. */
export type Resting = { dataDir: string; entries: Map<string, Uint8Array> };
export type Prepared = {
  /** After the app was closed, and as a killed app leaves it, with its write-ahead log. */
  closed: Resting;
  killed: Resting;
  line: Between;
  expected: Seen;
  /** What was true before, by name. */
  earlier: Map<string, Set<string>>;
  end(): Promise<void>;
};

/** The same derivation is computed once: it is a pure function, and a run of this suite asks for it thousands of times. */
export function rememberDerivations(): void {
  const derive = sodium.crypto_pwhash.bind(sodium) as (...given: unknown[]) => Uint8Array;
  const known = new Map<string, Uint8Array>();
  const remembered = (...given: unknown[]): Uint8Array => {
    const name = given
      .map((one) => (one instanceof Uint8Array ? Buffer.from(one).toString("hex") : String(one)))
      .join();
    const derived = known.get(name) ?? derive(...given);
    known.set(name, derived.slice());
    return derived.slice();
  };
  Object.assign(sodium, { crypto_pwhash: remembered });
}

/** Makes it: Ada's, an admin, in a team with Bob. */
export async function prepareProfile(): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-flips-"));
  const running = await startServer({ dataDir: join(folder, "server") });
  const line = between();
  const keychain = memoryKeychain();
  const dataDir = join(folder, "ada");
  const ada = await createClient({ dataDir, keychain, fetch: line.fetch });
  const { url, setupCode } = running;
  await must(ada, "team.create", { name: "Platte", person: "Ada", passphrase, server: { url, setupCode } });
  const earlier = new Map<string, Set<string>>();
  const remember = async (): Promise<void> => {
    for (const [name, value] of await lookAtAll(ada)) earlier.set(name, (earlier.get(name) ?? new Set()).add(value));
  };
  await remember();
  const { code } = await must(ada, "invite.create", { name: "Bob" });
  await remember();
  const bob = await createClient({ dataDir: join(folder, "bob") });
  await must(bob, "team.join", { code, passphrase });
  await eventually(
    () => must(bob, "account.status", {}),
    ({ state }) => state === "unlocked",
    10_000,
  );
  await remember();
  await fill({ ada, bob, line, remember });
  await bob.close();
  line.answer("push", refused);
  line.answer("append", refused);
  const drafts = await draftSome(ada, remember);
  await eventually(
    async () => rowsOf(dataDir, "snapshot_chunks"),
    (rows) => rows > 0,
    10_000,
  );
  await eventually(
    async () => rowsOf(dataDir, "drafts"),
    (rows) => rows === drafts,
    5000,
  );
  await keptUp(keychain.entries);
  // Its app runs in this process, and a copy is made in one go: nothing is written meanwhile.
  const killed = restingCopy(folder, "killed", { dataDir, entries: keychain.entries });
  await ada.close();
  const closed = { dataDir, entries: keychain.entries };
  const end = async () => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const prepared = { closed, killed, line, expected: new Map(), earlier, end };
  const first = await openBoth(prepared, copyOf(closed));
  return { ...prepared, expected: first.online.seen };
}

/** Once the keychain knows what was written last: it is told after each act, by a timer, and these acts follow each other without one. */
async function keptUp(entries: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const now = () => JSON.stringify([...entries].map(([name, secret]) => [name, Buffer.from(secret).toString("hex")]));
  let before = "";
  for (let quiet = 0; quiet < 5; ) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    quiet = now() === before ? quiet + 1 : 0;
    before = now();
  }
}

const refused = (): never => {
  throw new TypeError("nothing is written here");
};

type Team = { ada: Client; bob: Client; line: Between; remember(): Promise<void> };

/** Versions by two people, before and after a rotation, a deleted item, an import, an open invite, a refusal of the server's. */
async function fill({ ada, bob, line, remember }: Team): Promise<void> {
  const { vault } = await must(ada, "vault.create", { title: "Betrieb" });
  const { user } = await must(bob, "account.status", {});
  const other = user as string;
  await must(ada, "vault.setAccess", { vault, user: other, permission: "edit" });
  const login = { title: "Waage", username: "ada", password: "eins", urls: ["https://waage.example"], notes: "vorn" };
  const { item } = await must(ada, "item.save", {
    vault,
    kind: "login",
    changes: { ...login, totp: "JBSWY3DPEHPK3PXP" },
  });
  const { item: gone } = await must(ada, "item.save", {
    vault,
    kind: "login",
    changes: { title: "Alt", password: "weg" },
  });
  const moving = { title: "Umzug", password: "mit" };
  await must(ada, "item.save", { vault, kind: "login", changes: moving });
  await remember();
  await must(ada, "item.delete", { item: gone });
  await remember();
  await eventually(
    () => must(bob, "item.list", {}),
    ({ total }) => total === 2,
    10_000,
  );
  await must(bob, "item.save", { vault, item, changes: { password: "zwei", username: "bob" } });
  await must(bob, "item.save", { vault, kind: "login", changes: { title: "Bobs", password: "seins" } });
  await must(ada, "sync.now", {});
  await remember();
  await must(ada, "vault.setAccess", { vault, user: other, permission: "use" });
  await remember();
  await must(ada, "vault.setAccess", { vault, user: other, permission: null });
  await must(ada, "sync.now", {});
  await eventually(
    () => must(ada, "vault.list", {}),
    (list) => list.every(({ state }) => state === "ready"),
    10_000,
  );
  await must(ada, "item.save", { vault, item, changes: { password: "drei", title: "Waage neu" } });
  await remember();
  await must(ada, "invite.create", { name: "Cleo" });
  await remember();
  const bytes = new Uint8Array(readFileSync(new URL("../fixtures/imports/keepassxc.kdbx", import.meta.url)));
  const [personal] = await must(ada, "vault.list", {});
  const target = personal?.vault as string;
  const { preview } = await must(ada, "import.preview", { format: "kdbx", bytes, passphrase: "fixture-pass", target });
  await must(ada, "import.apply", { preview, target });
  await must(ada, "account.setAutoLock", { minutes: 7 });
  line.tamper("log", ({ head }) => ({ head: { ...head, seq: head.seq - 1 }, entries: [] }));
  await must(ada, "sync.now", {});
  line.honest();
  await must(ada, "sync.resume", {});
  await eventually(
    () => must(ada, "sync.now", {}),
    ({ state, pending }) => state === "ok" && pending === 0,
    10_000,
  );
  await remember();
}

/** An edit, a new item, a deletion and a move that wait; answers how many drafts these are. */
async function draftSome(ada: Client, remember: () => Promise<void>): Promise<number> {
  const { items } = await must(ada, "item.list", {});
  const named = (title: string) => items.find((row) => row.title === title) ?? { item: "", vault: "" };
  const { item, vault } = named("Waage neu");
  await must(ada, "item.save", { vault, item, changes: { notes: "hinten", username: "ada und bob" } });
  await remember();
  await must(ada, "item.save", { vault, kind: "login", changes: { title: "Entwurf", password: "neu" } });
  await remember();
  await must(ada, "item.delete", { item: named("Bobs").item });
  await remember();
  const [personal] = await must(ada, "vault.list", {});
  await must(ada, "item.move", { item: named("Umzug").item, vault: personal?.vault ?? "" });
  await remember();
  return 5;
}

function rowsOf(dataDir: string, table: string): number {
  const db = new Sqlite(profileFile(dataDir), { readonly: true });
  const { rows } = db.prepare(`SELECT COUNT(*) AS rows FROM ${table}`).get() as { rows: number };
  db.close();
  return rows;
}

function restingCopy(folder: string, name: string, from: Resting): Resting {
  const dataDir = join(folder, name);
  cpSync(from.dataDir, dataDir, { recursive: true });
  return { dataDir, entries: copyEntries(from.entries) };
}

function copyEntries(entries: Map<string, Uint8Array>): Map<string, Uint8Array> {
  return new Map([...entries].map(([name, secret]) => [name, secret.slice()]));
}

/** A copy to be changed; whoever asks removes its folder. */
export function copyOf(from: Resting): Resting {
  return restingCopy(mkdtempSync(join(tmpdir(), "latchkey-flipped-")), "copy", from);
}

type Looks = { offline: Look; online: Look };

/** Opens what lies there, looks at all of it without the server, then with it. */
async function openBoth({ line }: Pick<Prepared, "line">, { dataDir, entries }: Resting): Promise<Looks> {
  const keychain = memoryKeychain();
  for (const [name, secret] of entries) keychain.entries.set(name, secret.slice());
  const told: string[] = [];
  line.cut(true);
  const client = await createClient({
    ...{ dataDir, keychain, fetch: line.fetch },
    around: (ports) => ({
      ...ports,
      log: { event: (name, fields) => void (name === "bug" && told.push(`bug ${JSON.stringify(fields)}`)) },
      sockets: { open: () => ({ close: () => undefined }) },
    }),
  });
  client.on("alert.raised", ({ code, user, device }) => {
    told.push(code);
    if (user !== undefined || device !== undefined) told.push(`accuses ${user}/${device} of ${code}`);
  });
  const secretBefore = deviceSecret(entries);
  try {
    const unlocked = await client.call("account.unlock", { passphrase });
    if (!unlocked.ok) {
      const { code } = unlocked.failure;
      const look = {
        seen: new Map(),
        told: [...told, unlockCodes.includes(code) ? "damaged-database" : `unlock: ${code}`],
        isOnline: true,
      };
      return { offline: look, online: look };
    }
    const isWaiting = async () => (await must(client, "account.status", {})).state === "waiting";
    // A file whose newest part is lost may be of the moment in which the team was made: it says so, and the server heals it.
    const wasWaiting = await isWaiting();
    const offline = wasWaiting
      ? { seen: new Map(), told: [...told, "waiting"], isOnline: false }
      : { seen: await lookAtAll(client), told: [...told], isOnline: false };
    line.cut(false);
    if (wasWaiting) await eventually(isWaiting, (waits) => !waits, 60_000);
    for (let round = 0; round < 2; round++) {
      const synced = await client.call("sync.now", {});
      const failures = synced.ok ? synced.value.failures.map(({ code }) => code) : [synced.failure.code];
      told.push(...failures);
    }
    const seen = await lookAtAll(client);
    if (existsSync(join(dataDir, "keys"))) told.push("a secret lies in a file");
    if (deviceSecret(keychain.entries) !== secretBefore) told.push("the device secret changed");
    return { offline, online: { seen, told, isOnline: true } };
  } finally {
    await client.close();
    line.cut(true);
  }
}

/** What an unlock may be refused with for damage: the wrapped key and its header look like a wrong passphrase. */
const unlockCodes: string[] = [
  ...["unlock", "limit", "suite", "kdf-floor", "aead", "keychain-missing"],
  ...["damaged-database", "local-rollback", "newer-database"],
];

function deviceSecret(entries: ReadonlyMap<string, Uint8Array>): string {
  const [, secret] = [...entries].find(([name]) => !name.includes("guard")) ?? [];
  return Buffer.from(secret ?? []).toString("hex");
}

/** What is wrong with the profile as it lies there; nothing where all is the same, absent by name, or healed. */
export async function faultsOf(prepared: Prepared, resting: Resting): Promise<string[]> {
  const { offline, online } = await openBoth(prepared, resting);
  const before = findDifferences(prepared, offline).map((line) => `offline: ${line}`);
  return [...before, ...findDifferences(prepared, online).map((line) => `online: ${line}`)];
}
