/**
 * Who was given access while the team's rule held it back: worked out by every app that can open the vault, from the verified log and
 * the chain alone, so that an app that signs past the gate is named by all others. What counts is what held at the entry's time.
 */
import type { GivenPast } from "../../../shared/contract/gate.ts";
import type { EpochMs, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { type GateRule, whatStops } from "../../../shared/model/second-factor/gate.ts";
import { clockAheadMs } from "../../../shared/model/second-factor/state.ts";
import { type Entry, isBodyOf } from "../../../shared/protocol/team-log/entry.ts";
import { headAt } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { findEntry } from "../local/named-bytes.ts";
import type { ItemVersion } from "../store/item-rows.ts";
import type { LoginToPut } from "../vaults/items/items-area.ts";
import { openOverview } from "../vaults/overviews/item-opening.ts";
import { isReadable } from "../vaults/overviews/overviews.ts";
import { accountsBehind, type GateArea, type GateParts, gatedLogins, loginsIn, meantRule } from "./gated-logins.ts";

/** So many entries of a vault are looked at, the newest. */
const lookedAtMost = 50;

/** Of these vaults, as far as this person can open them; the newest first. */
export async function listPast(parts: GateParts, vaults: readonly VaultId[]): Promise<GivenPast[]> {
  const { unlocked } = parts.area;
  const state = unlocked.log.state();
  const rules = rulesOf(parts.area, state);
  if (rules.every(({ rule }) => rule.mode !== "require")) return [];
  const past: GivenPast[] = [];
  for (const id of vaults) {
    const vault = state.vaults.get(id);
    if (vault?.kind !== "shared" || !isReadable(unlocked, id)) continue;
    // Of one vault all entries share what was opened of older versions.
    const older = new Map<string, LoginToPut["overview"]>();
    for (const [seq, users] of openingsOf(vault)) {
      const rule = rules.findLast((one) => one.from < seq)?.rule;
      const entry = findEntry(unlocked.db, seq, headAt(state, seq));
      if (rule?.mode !== "require" || entry === null) continue;
      const then = { vault: id, at: entry.body.time, older };
      const logins = await once(parts, seq, id, () => heldThen(parts, rule, then));
      if (logins === 0) continue;
      for (const user of users)
        past.push({ vault: id, user, by: signerOf(state, entry, user), at: entry.body.time, entry: seq, logins });
    }
  }
  return past.sort((left, right) => right.entry - left.entry);
}

/** By which entries who could read the vault who could not before, the newest of them. */
function openingsOf({ rights, createdSeq }: VaultInLog): [number, UserId[]][] {
  const openings = new Map<number, UserId[]>();
  for (const [user, moments] of rights)
    for (const [at, { seq, permission }] of moments.entries()) {
      const could = (moments[at - 1]?.permission ?? null) !== null;
      if (permission === null || could || seq === createdSeq) continue;
      openings.set(seq, [...(openings.get(seq) ?? []), user]);
    }
  return [...openings].sort(([left], [right]) => right - left).slice(0, lookedAtMost);
}

/** An admin's app signs that somebody joins; what they then can open was promised by who invited them. */
function signerOf(state: TeamState, { body }: Entry, user: UserId): UserId {
  const invite = isBodyOf(body, "user-add") ? state.users.get(user)?.invite : null;
  return (invite == null ? undefined : state.invites.get(invite)?.by) ?? body.actor.user;
}

/** The rules that the team had, each from after its entry on, ascending. */
function rulesOf({ unlocked }: GateArea, state: TeamState): { from: number; rule: GateRule }[] {
  const entries = [1, ...new Set(state.actsSeen.values())].sort((left, right) => left - right);
  return entries.flatMap((from) => {
    const body = findEntry(unlocked.db, from, headAt(state, from))?.body;
    if (body === undefined) return [];
    if (isBodyOf(body, "genesis") || isBodyOf(body, "policy"))
      return [{ from, rule: body.payload.policy.secondFactor }];
    return [];
  });
}

/** Worked out once for what this computer has of the vault: what comes later may have been there then. */
async function once(
  { area, memory }: GateParts,
  seq: number,
  vault: VaultId,
  count: () => Promise<number>,
): Promise<number> {
  const name = `${vault} ${seq} ${area.unlocked.chains.chain(vault).head.seq}`;
  const known = memory.past.get(name);
  if (known !== undefined) return known;
  const found = await count();
  if (area.overviews.absentIn(vault) === 0) memory.past.set(name, found);
  return found;
}

type Then = { vault: VaultId; at: EpochMs; older: Map<string, LoginToPut["overview"]> };

/** How many of the logins that are there were there then, and were held back. */
async function heldThen(parts: GateParts, rule: GateRule, then: Then): Promise<number> {
  const placed = [];
  for (const login of loginsIn(parts.area, new Set([then.vault]))) {
    const was = await loginThen(parts.area, login, then);
    if (was !== null) placed.push({ login: was, vault: then.vault });
  }
  const register = await parts.area.register();
  // What was found of the newest version is not what was found of an older one.
  const memory = { ...parts.memory, signed: new Map() };
  const logins = await gatedLogins({ area: parts.area, memory }, register, placed);
  const accounts = await accountsBehind(parts, register, logins);
  return whatStops({ rule: meantRule(rule, register), accounts }, logins, "grant", then.at).stops.length;
}

/** As it was then; null where it was not there, or came so shortly before that who signed may not have had it. */
async function loginThen(area: GateArea, login: LoginToPut, { at, older }: Then): Promise<LoginToPut | null> {
  const { vault, item } = login;
  const { unlocked } = area;
  const known = await unlocked.history.versions(vault, item);
  const versions = known.ok ? known.value : unlocked.history.held(vault, item);
  const first = versions.at(-1);
  if (first === undefined || first.time > at - clockAheadMs) return null;
  const then = versions.find(({ time }) => time <= at);
  if (then === undefined || then.op !== "put" || then.overview === null) return null;
  if (then.version === login.version && !login.isDraft) return login;
  const overview = older.get(`${item} ${then.version}`) ?? (await overviewOf(area, then));
  if (overview === null) return null;
  older.set(`${item} ${then.version}`, overview);
  return overview.kind === "login" ? { item, vault, version: then.version, isDraft: false, overview } : null;
}

/** Null where it does not open. */
async function overviewOf({ unlocked }: GateArea, version: ItemVersion): Promise<LoginToPut["overview"] | null> {
  const hash = version.overview?.hash;
  const found = hash === undefined ? null : await unlocked.vaults.envelopes(version.vault, [hash]);
  const sealed = found?.ok === true ? (found.value[0] ?? null) : null;
  const opened = openOverview(unlocked, version, sealed);
  return opened.state === "good" ? opened.value : null;
}
