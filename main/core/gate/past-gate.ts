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
    for (const [seq, users] of openingsOf(vault)) {
      const rule = rules.findLast((one) => one.from < seq)?.rule;
      const entry = findEntry(unlocked.db, seq, headAt(state, seq));
      if (rule?.mode !== "require" || entry === null) continue;
      const logins = await heldThen(parts, rule, { vault: id, at: entry.body.time });
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

type Then = { vault: VaultId; at: EpochMs };

/** How many of the logins that are there were there then, and were held back. */
async function heldThen(parts: GateParts, rule: GateRule, then: Then): Promise<number> {
  const placed = [];
  for (const login of loginsIn(parts.area, new Set([then.vault]))) {
    const was = await loginThen(parts.area, login, then.at);
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
async function loginThen(area: GateArea, login: LoginToPut, at: EpochMs): Promise<LoginToPut | null> {
  const { vault, item } = login;
  const { unlocked } = area;
  const known = await unlocked.history.versions(vault, item);
  const versions = known.ok ? known.value : unlocked.history.held(vault, item);
  const first = versions.at(-1);
  if (first === undefined || first.time > at - clockAheadMs) return null;
  const then = versions.find(({ time }) => time <= at);
  if (then === undefined || then.op !== "put" || then.overview === null) return null;
  if (then.version === login.version && !login.isDraft) return login;
  const [sealed] = await unlocked.vaults
    .envelopes(vault, [then.overview.hash])
    .then((found) => (found.ok ? found.value : []));
  const opened = openOverview(unlocked, then, sealed ?? null);
  if (opened.state !== "good" || opened.value.kind !== "login") return null;
  return { item, vault, version: then.version, isDraft: false, overview: opened.value };
}
