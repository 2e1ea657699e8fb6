/**
 * Whether the second factor of an account is settled: one rule for lists, the gate and every count. It reads statements that
 * people signed, never trusts their clocks further than it must, and what it cannot tell is never `settled`.
 */
import type { EpochMs, UserId } from "../../encoding/ids.ts";
import type { SecondFactor } from "../item-parts.ts";

/** How the account stands in every count. `unknown`: nobody has said, or whoever did was not the one who signed it. */
export type Standing = "settled" | "attention" | "unsettled" | "unknown";

/** Why it stands so. */
export type StandingReason =
  | "seed-here"
  | "stated"
  | "by-sso"
  | "exempt"
  | "sms-only"
  | "not-offered"
  | "seed-missing"
  | "too-old"
  | "from-later"
  | "sso-unsettled"
  | "exemption-ended"
  | "exemption-incomplete"
  | "nobody-said"
  | "not-signed";

/** `until`: when it changes by itself, as far as this statement alone says; null: with nothing but an act. */
export type StandingFound = { standing: Standing; reason: StandingReason; until: EpochMs | null };

/** A statement with who really signed the version that brought it, and when they said they did. */
export type SignedStatement = SecondFactor & { signer: UserId; signedAt: EpochMs };

/** One sign-in to a tool. `person`: whose own it is; null: a shared login. `hasSeed`: a seed lies in the item. */
export type FactorAccount = {
  id: string;
  tool: string | null;
  person: UserId | null;
  hasSeed: boolean;
  stated: SignedStatement | null;
};

const dayMs = 86_400_000;
/** How long a statement counts. */
export const statementDays = 100;
/** How far another computer's clock may be ahead. */
export const clockAheadMs = 5 * 60_000;

/** Accounts through which others sign in, and how many of them are not settled yet. */
type Group = { open: number; waiting: string[] };

/**
 * How each of these accounts stands at this time. One that signs in through another tool asks that tool's accounts among
 * them: the same person's, or all of them for a shared login. In a circle none is settled. Each is looked at once, whatever
 * leads to what.
 */
export function standingsAt(accounts: readonly FactorAccount[], now: EpochMs): Map<string, StandingFound> {
  const found = new Map(accounts.map((account) => [account.id, standingAlone(account, now)]));
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const groups = new Map<string, Group>();
  for (const account of byId.values()) for (const key of groupsOf(account)) groupAt(groups, key).open++;
  const settled: FactorAccount[] = [];
  for (const account of byId.values()) {
    const { standing, reason, until } = found.get(account.id) as StandingFound;
    if (reason === "by-sso") {
      // Until all it signs in by are settled it is not.
      found.set(account.id, { standing: "unsettled", reason: "sso-unsettled", until });
      groupAt(groups, groupKey(account.stated?.tool ?? "", account.person)).waiting.push(account.id);
    } else if (standing === "settled") settled.push(account);
  }
  for (let next = settled.pop(); next !== undefined; next = settled.pop())
    for (const key of groupsOf(next)) {
      const group = groupAt(groups, key);
      group.open--;
      if (group.open > 0) continue;
      for (const id of group.waiting.splice(0)) {
        found.set(id, { standing: "settled", reason: "by-sso", until: found.get(id)?.until ?? null });
        settled.push(byId.get(id) as FactorAccount);
      }
    }
  return found;
}

const groupKey = (tool: string, person: UserId | null): string => (person === null ? tool : `${tool} ${person}`);

function groupsOf({ tool, person }: FactorAccount): string[] {
  if (tool === null) return [];
  return person === null ? [tool] : [tool, groupKey(tool, person)];
}

function groupAt(groups: Map<string, Group>, key: string): Group {
  const there = groups.get(key);
  if (there !== undefined) return there;
  const made = { open: 0, waiting: [] };
  groups.set(key, made);
  return made;
}

const settled = (reason: StandingReason, until: EpochMs | null): StandingFound => ({
  standing: "settled",
  reason,
  until,
});
const attention = (reason: StandingReason, until: EpochMs): StandingFound => ({ standing: "attention", reason, until });
const unsettled = (reason: StandingReason, until: EpochMs | null = null): StandingFound => ({
  ...{ standing: "unsettled", reason, until },
});
const unknown = (reason: StandingReason): StandingFound => ({ standing: "unknown", reason, until: null });

/** Without looking at others: `by-sso` is what its own statement says. */
function standingAlone({ hasSeed, stated }: FactorAccount, now: EpochMs): StandingFound {
  if (hasSeed) return settled("seed-here", null);
  if (stated === null || stated.state === "unknown") return unknown("nobody-said");
  if (stated.state === "exempt") return exemption(stated, now);
  if (stated.signer !== stated.by) return unknown("not-signed");
  // Only the seed says that, and it is not there.
  if (stated.state === "totp-here") return unsettled("seed-missing");
  const saidAt = Math.min(stated.at, stated.signedAt) as EpochMs;
  if (saidAt > now + clockAheadMs) return unsettled("from-later", saidAt);
  const until = (saidAt + statementDays * dayMs) as EpochMs;
  return now >= until ? unsettled("too-old") : whileFresh[stated.state](until);
}

const whileFresh: Record<
  Exclude<SecondFactor["state"], "totp-here" | "exempt" | "unknown">,
  (until: EpochMs) => StandingFound
> = {
  "totp-elsewhere": (until) => settled("stated", until),
  "passkey-or-hardware-key": (until) => settled("stated", until),
  "by-sso": (until) => settled("by-sso", until),
  "sms-only": (until) => attention("sms-only", until),
  "not-offered": (until) => attention("not-offered", until),
};

/** It counts with an end, a reason, and the signature of a second person. */
function exemption(
  { by, approver, signer, reason, until, at, signedAt }: SignedStatement,
  now: EpochMs,
): StandingFound {
  if (Math.min(at, signedAt) > now + clockAheadMs) return unsettled("from-later", Math.min(at, signedAt) as EpochMs);
  if (!isApproved({ by, approver, signer, reason }) || until === null) return unsettled("exemption-incomplete");
  return now >= until ? unsettled("exemption-ended") : settled("exempt", until);
}

type Approval = { by: UserId; approver: UserId | null; signer: UserId; reason: string | null };

/** Whether a second person signed it, and a reason stands there. */
function isApproved({ by, approver, signer, reason }: Approval): boolean {
  return approver !== null && approver !== by && approver === signer && reason !== null && reason.trim() !== "";
}
