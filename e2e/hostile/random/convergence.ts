/** What must hold once the line is honest again: everybody is in step and sees the same, and nothing that was typed is lost. */
import Sqlite from "better-sqlite3";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { must as value } from "../../../shared/testing/team.ts";
import { passphrase } from "../../kit/must.ts";
import { profileFile } from "../../kit/profile-file.ts";
import type { Member, RandomTeam } from "./random-team.ts";

const rounds = 25;

/** Makes every line whole and waits; answers what does not converge, as sentences. */
export async function settle(team: RandomTeam, isLast: boolean): Promise<string[]> {
  for (const { line } of team.members) {
    line.honest();
    await line.deliver();
  }
  let open: string[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const member of team.members) await team.clock.during(catchUp(member));
    await team.clock.pass(150_000);
    for (const member of team.members) await team.clock.during(catchUp(member));
    if (round === 1 && isLast) await team.clock.during(endEve(team));
    if (round === 6 && team.eve !== null) await team.clock.during(endEve(team));
    if (round > 3) for (const member of team.members) await team.clock.during(repair(member));
    open = await openEnds(team);
    if (open.length === 0 && round >= (isLast ? 2 : 0)) return [];
  }
  return open;
}

/** The first of the team, who is always an admin, removes Eve: that must always be possible. */
async function endEve({ members: [ada], eve }: RandomTeam): Promise<void> {
  const user = eve?.person.user as string;
  for (let time = 0; time < 10; time++) {
    const removed = await ada?.client.call("member.remove", { user });
    if (removed?.ok === true) return;
    const list = await ada?.client.call("member.list", {});
    if (list?.ok && list.value.find((one) => one.user === user)?.state === "removed") return;
    if (time === 9) throw new Error(`the removal is refused: ${JSON.stringify(removed)}`);
  }
}

/** A manager's word about a vault whose key nobody sent them, as its screen offers it. */
async function repair({ client }: Member): Promise<void> {
  const vaults = await client.call("vault.list", {});
  for (const { vault, state, permission } of vaults.ok ? vaults.value : []) {
    if (state !== "key-pending" || permission !== "manage") continue;
    const voiding = await client.call("vault.voiding", { vault });
    if (voiding.ok) await client.call("vault.void", { vault, upTo: voiding.value.upTo });
  }
}

async function catchUp({ client }: Member): Promise<void> {
  const status = await client.call("account.status", {});
  if (!status.ok || status.value.state !== "unlocked") await client.call("account.unlock", { passphrase });
  // What stopped under a lie is tried again by a person's word.
  await client.call("sync.resume", {});
}

/** What still waits or fails at somebody. */
export async function openEnds({ members }: RandomTeam): Promise<string[]> {
  const found: string[] = [];
  const heights = new Set<number>();
  for (const { name, client } of members) {
    const status = await client.call("sync.status", {});
    if (!status.ok) {
      found.push(`${name}: ${status.failure.code}`);
      continue;
    }
    const { state, failures, logSeq, frozen } = status.value;
    heights.add(logSeq);
    const drafts = await client.call("draft.list", {});
    const reasons = new Set(drafts.ok ? drafts.value.map(({ vault, reason }) => `${vault} ${reason}`) : []);
    const untold = failures.filter(({ vault, code }) => !reasons.has(`${vault} ${code}`));
    if (state !== "ok" || untold.length > 0 || frozen) found.push(`${name}: ${JSON.stringify(status.value)}`);
    if (drafts.ok)
      for (const { item, reason, kind } of drafts.value)
        if (reason === null) found.push(`${name}: a draft of ${kind} ${item} waits`);
    const acts = await client.call("act.list", {});
    if (acts.ok)
      for (const act of acts.value)
        if (act.problem === undefined) found.push(`${name}: an act waits: ${JSON.stringify(act)}`);
    const vaults = await client.call("vault.list", {});
    if (vaults.ok)
      for (const { vault, state: is, absent } of vaults.value)
        if ((is !== "ready" && is !== "archived") || absent > 0)
          found.push(`${name}: vault ${vault} is ${is}, ${absent} absent`);
  }
  if (heights.size > 1) found.push(`logs end at ${[...heights]}`);
  return found;
}

/** Everything that a member can read of one item: its current fields, older versions and conflicts. */
export type SeenItem = { current: string; values: Set<string>; hasDraft: boolean };
export type SeenVault = Map<string, SeenItem>;

async function lookAt({ client }: Member, vault: string): Promise<SeenVault> {
  const seen: SeenVault = new Map();
  for (const deleted of [false, true]) {
    const list = await client.call("item.list", {
      vault,
      limit: 10_000,
      ...(deleted ? { deleted: true } : {}),
    } as never);
    if (!list.ok) throw new Error(`item.list: ${(list.failure as { code: string }).code}`);
    for (const row of (list.value as { items: { item: string; title: string; username: string | null }[] }).items)
      seen.set(row.item, await lookAtItem(client, row, deleted));
  }
  return seen;
}

async function lookAtItem(
  client: Member["client"],
  row: { item: string; title: string; username: string | null; draft?: boolean; version?: number | null },
  isDeleted: boolean,
): Promise<SeenItem> {
  const { item } = row;
  const values = new Set<string>([row.title, row.username ?? ""]);
  const current: unknown[] = [isDeleted, row.title, row.username, row.version];
  const detail = await client.call("item.get", { item });
  if (!detail.ok)
    return { current: JSON.stringify([...current, detail.failure.code]), values, hasDraft: row.draft === true };
  const { history, fields, conflictList, imported } = detail.value;
  const reveal = async (field: string, version?: number): Promise<string> => {
    const read = await client.call("item.reveal", { item, field, ...(version === undefined ? {} : { version }) });
    const value = read.ok ? read.value.value : `!${read.failure.code}`;
    values.add(value);
    return value;
  };
  for (const { field } of fields) current.push(field, await reveal(field));
  for (const { conflict } of conflictList) current.push(conflict, await reveal(`conflict:${conflict}`));
  for (const { reveal: field } of imported) await reveal(field);
  for (const { version, isDamaged } of history) {
    if (isDamaged) current.push(`version ${version} is damaged`);
    const old = await client.call("item.version", { item, version });
    if (!old.ok) continue;
    values.add(old.value.title).add(old.value.username ?? "");
    for (const { field } of old.value.fields) await reveal(field, version);
  }
  return { current: JSON.stringify(current), values, hasDraft: row.draft === true };
}

export type Views = Map<string, View[]>;

/** What each member sees of each vault. */
export async function viewsOf(team: RandomTeam): Promise<Views> {
  const views: Views = new Map();
  for (const member of team.members) {
    const drafts = await member.client.call("draft.list", {});
    const unsent = new Set(drafts.ok ? drafts.value.map(({ item }) => item) : []);
    const vaults = await member.client.call("vault.list", {});
    if (!vaults.ok) throw new Error(`vault.list: ${vaults.failure.code}`);
    for (const { vault } of vaults.value) {
      const view = { name: member.name, seen: await lookAt(member, vault), unsent };
      views.set(vault, [...(views.get(vault) ?? []), view]);
    }
  }
  return views;
}

/** What members who read the same vault see differently, and typed values that nobody finds. */
export function differences(team: RandomTeam, views: Views): string[] {
  const found: string[] = [];
  const everything = new Set<string>();
  const unsent = new Set<string>();
  const purged = new Set(team.members.flatMap(purgedItems));
  for (const of of views.values())
    for (const view of of) {
      for (const { values } of view.seen.values()) for (const value of values) everything.add(value);
      for (const item of view.unsent) unsent.add(`${view.name} ${item}`);
    }
  for (const [vault, [first, ...others]] of views)
    for (const other of others) if (first !== undefined) found.push(...unequal(vault, first, other));
  for (const { value, by, item, vault } of team.typed)
    if (views.has(vault) && !purged.has(item) && !everything.has(value) && !unsent.has(`${by} ${item}`))
      found.push(`${value}, typed by ${by} into ${item}, is lost`);
  return found;
}

/** What somebody who may deleted for good, as this member's chains have it. */
function purgedItems({ dataDir }: Member): string[] {
  const db = new Sqlite(profileFile(dataDir), { readonly: true });
  const commits = db.prepare("SELECT bytes FROM vault_commits").pluck().all() as Uint8Array[];
  db.close();
  return commits.flatMap((bytes) =>
    value(parseCommit(new Uint8Array(bytes))).body.changes.flatMap(({ op, item }) => (op === "purge" ? [item] : [])),
  );
}

export type View = { name: string; seen: SeenVault; unsent: ReadonlySet<string> };

function unequal(vault: string, one: View, other: View): string[] {
  const found: string[] = [];
  for (const item of new Set([...one.seen.keys(), ...other.seen.keys()])) {
    if (one.unsent.has(item) || other.unsent.has(item)) continue;
    const [a, b] = [one.seen.get(item)?.current, other.seen.get(item)?.current];
    if (a !== b) found.push(`${vault}/${item}: ${one.name} sees ${a}, ${other.name} sees ${b}`);
  }
  return found;
}
