/**
 * Which calls ask for a fresh answer of the second factor, of people who have one: one table by route and one by type of entry,
 * complete by the compiler, and one check before every handler [protocol: Second factor].
 */
import type { UserId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { parseJoin } from "../../shared/protocol/join/join.ts";
import type { Identity, RouteName } from "../../shared/protocol/routes/routes.ts";
import { type EntryBody, isBodyOf, parseEntry } from "../../shared/protocol/team-log/entry.ts";
import type { EntryType } from "../../shared/protocol/team-log/entry-types.ts";
import type { Role } from "../../shared/protocol/team-log/state/parts.ts";
import { hasRoleEnded, inviteByEntry } from "../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import type { Session } from "../sessions/session-table.ts";
import { findFactor } from "../store/second-factor-store.ts";
import type { Team } from "../teams/team.ts";
import { type FactorContext, isAnswered, isLastResort, isReleased } from "./second-factor.ts";

/** Never, always, by the types of the entries in it, by what the commits in it change, or always but where this computer may enrol anew, or say so for itself. */
type Asks = "never" | "always" | "by-entry" | "by-change" | "unless-released" | "unless-last-resort";

export const routeAsks: { readonly [Name in RouteName]: Asks } = {
  challenge: "never",
  session: "never",
  join: "never",
  joins: "never",
  log: "never",
  append: "by-entry",
  bundles: "never",
  vaults: "never",
  allHeads: "never",
  commits: "never",
  push: "by-change",
  envelopes: "never",
  upload: "never",
  download: "never",
  space: "never",
  letters: "never",
  sendLetter: "never",
  inbox: "never",
  openInbox: "never",
  heads: "never",
  stateHeads: "never",
  openLink: "always",
  // Asked for by the entry that lets the person in.
  openCompare: "never",
  linkJoin: "never",
  linkOld: "never",
  linkNew: "never",
  restoreLog: "by-entry",
  restoreVault: "by-change",
  lacking: "never",
  secondFactor: "never",
  enrolSecondFactor: "unless-released",
  // Of a seed that was asked for in the same session.
  confirmSecondFactor: "never",
  answerSecondFactor: "never",
  checkSecondFactor: "always",
  releaseSecondFactor: "unless-last-resort",
  secondFactors: "never",
  live: "never",
};

type Asking<Type extends EntryType> = { body: EntryBody & { type: Type }; state: TeamState; now: number };

/** What apps do by themselves asks for nothing: keys, rotations, letting members in, ends of grants and roles. */
export const entryAsks: { readonly [Type in EntryType]: (asking: Asking<Type>) => boolean } = {
  genesis: () => false,
  // Whoever comes in as more than a member was given a role.
  invite: ({ body }) => body.payload.role !== "member",
  "invite-cancel": () => false,
  // As its invite did; whom apps let in by themselves are members.
  "user-add": ({ body, state }) => roleAdded(body.payload.join, state) !== "member",
  "user-role": () => true,
  "user-remove": ({ body, state, now }) => !hasRoleEnded(state, body.payload.user, now),
  "device-add": () => true,
  "device-revoke": () => true,
  // A sheet of paper signs these, which has no second factor; an admin's word stands between.
  "recovery-open": () => false,
  "recovery-use": () => false,
  "recovery-confirm": () => true,
  "recovery-cancel": () => true,
  policy: () => true,
  verify: () => false,
  "group-create": () => false,
  "group-change": () => false,
  "vault-create": () => false,
  "vault-access": () => false,
  "vault-keys": () => false,
  "vault-rotate": () => false,
  "vault-archive": () => false,
};

/** The role that the invite behind a join message gives; what names no invite is refused by the log. */
function roleAdded(join: Uint8Array, state: TeamState): Role {
  const parsed = parseJoin(join);
  const invite = parsed.ok ? inviteByEntry(state, parsed.value.invite) : undefined;
  return invite?.role ?? "member";
}

type Named = { entries?: readonly Uint8Array[]; commits?: readonly Uint8Array[]; user?: UserId };
type Asked = { identity: Identity; team: Team | null; session: Session; request: unknown };

/** `step-up` where a person with a second factor has to answer first. */
export async function checkStepUp(
  context: FactorContext,
  route: RouteName,
  { identity, team, session, request }: Asked,
): Promise<Result<true>> {
  const asks = routeAsks[route];
  if (asks === "never" || team === null || identity.kind !== "device") return ok(true);
  const { user, device } = identity;
  const { entries = [], commits = [], ...named } = request as Named;
  const isAsked = (bytes: Uint8Array) => asksForEntry(bytes, { by: user, state: team.state, now: context.now() });
  if (asks === "by-entry" && !entries.some(isAsked)) return ok(true);
  const factor = await findFactor(context.db, { teamNo: team.teamNo, user });
  if (factor === undefined) {
    const isOfAll = entries.some((bytes) => asksEverybody(bytes, { by: user, state: team.state }));
    return isOfAll ? fail("step-up", { reason: "enrol" }, "after-act") : ok(true);
  }
  if (isAnswered(context, session, factor)) return ok(true);
  // Last, because each commit is read once more where it is verified: of most people it need not be read here.
  if (asks === "by-change" && !commits.some((bytes) => purges(bytes, user))) return ok(true);
  if (asks === "unless-released" && isReleased(context, device, factor)) return ok(true);
  const isOwn = asks === "unless-last-resort" && named.user === user;
  if (isOwn && isLastResort({ team, user, device }, factor)) return ok(true);
  return fail("step-up", { reason: "ask" }, "after-act");
}

/** A purge of their own: those of others are brought back to a restored server. */
function purges(bytes: Uint8Array, by: UserId): boolean {
  const commit = parseCommit(bytes);
  return (
    commit.ok && commit.value.body.author.user === by && commit.value.body.changes.some(({ op }) => op === "purge")
  );
}

/** Whoever makes the rule that every session answers, or gives it another day, has a second factor of their own. */
function asksEverybody(bytes: Uint8Array, { by, state }: { by: UserId; state: TeamState }): boolean {
  const entry = parseEntry(bytes);
  if (!entry.ok || !isBodyOf(entry.value.body, "policy") || entry.value.body.actor.user !== by) return false;
  const { newSessions, from } = entry.value.body.payload.policy.serverTotp;
  const before = state.policy.serverTotp;
  return newSessions && !(before.newSessions && before.from === from);
}

/** Entries of others are brought back to a restored server, and were asked for when they were signed. */
function asksForEntry(bytes: Uint8Array, { by, state, now }: { by: UserId; state: TeamState; now: number }): boolean {
  const entry = parseEntry(bytes);
  // What is none is refused by its handler.
  if (!entry.ok || entry.value.body.actor.user !== by) return false;
  const { body } = entry.value;
  return (entryAsks[body.type] as (asking: Asking<EntryType>) => boolean)({ body, state, now });
}
