/** Attacks on a profile while it is closed: its rows, its keychain. The twin opens the same profile as it was. */
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { type Client, createClient, startServer } from "../drive.ts";
import { memoryKeychain } from "../kit/drive-ports.ts";
import { must, passphrase } from "../kit/must.ts";
import { profileFile } from "../kit/profile-file.ts";
import { countIn, filesBelow, formsOf } from "../kit/scan.ts";
import { atEnd, scratchDir } from "../kit/scratch.ts";
import { type Attack, codeOf, type Verdict } from "./attack.ts";

export type Closed = { dataDir: string; entries: Map<string, Uint8Array> };
/** What an attacker holds in their hands: the open database and the keychain's entries. */
export type Held = Closed & { db: Sqlite.Database; file: string };

export const diskSecret = "Kanarie-3Tn8-auf-der-Platte";
let prepared: Promise<Closed> | null = null;

/** A founder's profile with one login, closed, made once a file. */
export function closedProfile(): Promise<Closed> {
  prepared ??= prepare("Ada");
  return prepared;
}

/** Makes another one: of somebody else, in a team of their own. */
export async function prepare(person: string): Promise<Closed> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-closed-"));
  const running = await startServer({ dataDir: join(folder, "server") });
  const keychain = memoryKeychain();
  const dataDir = join(folder, "client");
  const client = await createClient({ dataDir, keychain });
  const { url, setupCode } = running;
  await must(client, "team.create", { name: "Disk", person, passphrase, server: { url, setupCode } });
  const { vault } = await must(client, "vault.create", { title: "Ops" });
  await must(client, "item.save", { vault, kind: "login", changes: { title: "AWS", password: diskSecret } });
  await must(client, "sync.now", {});
  await client.close();
  await running.close();
  return { dataDir, entries: keychain.entries };
}

/** A copy of a closed profile, gone after the test. */
export function copyClosed({ dataDir, entries }: Closed): Closed {
  const copy = scratchDir();
  cpSync(dataDir, copy, { recursive: true });
  return { dataDir: copy, entries: new Map([...entries].map(([name, secret]) => [name, secret.slice()])) };
}

/** Opens the profile with the right passphrase and reads its one secret: `taken`, or the code of what was refused or told of. */
export async function openAndRead({ dataDir, entries }: Closed, typed = passphrase): Promise<string> {
  const keychain = memoryKeychain();
  for (const [name, secret] of entries) keychain.entries.set(name, secret);
  const client = await createClient({ dataDir, keychain });
  atEnd(() => client.close());
  const alerts: string[] = [];
  client.on("alert.raised", ({ code }) => alerts.push(code));
  const unlocked = await client.call("account.unlock", { passphrase: typed });
  if (!unlocked.ok) return codeOf(unlocked);
  const read = await readsSecret(client);
  return alerts[0] ?? read;
}

async function readsSecret(client: Client): Promise<string> {
  const { items } = await must(client, "item.list", {});
  const revealed = await client.call("item.reveal", { item: items[0]?.item ?? "", field: "password" });
  if (!revealed.ok) return revealed.failure.code;
  return revealed.value.value === diskSecret ? "taken" : "another value is shown";
}

/** The keychain's secrets that open a profile, without the rollback guard's record beside them. */
export function deviceSecrets({ entries }: Closed): Uint8Array[] {
  return [...entries].filter(([name]) => !name.includes("guard")).map(([, secret]) => secret);
}

/** A weaker place than the keychain. */
function liesInFiles(dataDir: string, profile: Closed): boolean {
  const secrets = deviceSecrets(profile).flatMap((secret) => formsOf(secret));
  return filesBelow(dataDir).some(({ bytes }) => countIn(bytes, secrets) > 0);
}

/** Spoils a closed profile, then opens it; the twin is the same profile as it was. */
export function disk(changes: string, code: Verdict, spoil: (held: Held) => void | Promise<void>): Attack {
  const run = async () => {
    const before = await closedProfile();
    const spoiled = copyClosed(before);
    const file = profileFile(spoiled.dataDir);
    const db = new Sqlite(file);
    await spoil({ ...spoiled, db, file });
    db.close();
    const said = await openAndRead(spoiled);
    const opened = liesInFiles(spoiled.dataDir, before) ? "the device secret lies in a file" : said;
    const attack = opened === "taken" && code === "no effect" ? code : opened;
    return { attack, twin: await openAndRead(copyClosed(before)) };
  };
  return { changes, code, run };
}

/** Changes a column of every row. */
export function sets(table: string, change: string): (held: Held) => void {
  return ({ db }) => void db.exec(`UPDATE ${table} SET ${change}`);
}
