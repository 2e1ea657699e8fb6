/**
 * What only the server can check about an entry, at the moment in which it takes it: cuts are the vaults' heads of this
 * moment, given heads are on our chains, a rotation's pin is the head and its root our own fold [protocol: Team log] [protocol: Vault keys].
 */

import type { UserId, VaultId } from "../../shared/encoding/ids.ts";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import type { Entry } from "../../shared/protocol/team-log/entry.ts";
import { entryRule } from "../../shared/protocol/team-log/entry-types.ts";
import type { Pin } from "../../shared/protocol/team-log/state/entry-rule.ts";
import type { VaultHead } from "../../shared/protocol/team-log/state/parts.ts";
import { bindingNow, bindings, rank, rightIn, servedRight } from "../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain, emptyHead, manifestRoot, type VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import type { Db } from "../store/query.ts";
import { chainOf, chainUpTo, holdsHead } from "./chains.ts";
import type { Team } from "./team.ts";

/** How one post changes the vaults: made, and cut back to a pin; nothing of it is in memory or on disk yet. */
export type VaultPlan = {
  made: VaultId[];
  voided: { vault: VaultId; pin: Head; entrySeq: number; chain: VaultChain }[];
};
export type Checked = { db: Db; team: Team; plan: VaultPlan; entry: Entry; before: TeamState; now: number };

/** `role` (ended), `recipient-set` (cuts, given heads, a late pin), `manifest` (a wrong pin or root). Adds to the plan. */
export async function checkHeads(checked: Checked): Promise<Result<true>> {
  const { entry, plan } = checked;
  const { body } = entry;
  const ended = checkEnds(checked);
  if (!ended.ok) return ended;
  const rule = entryRule(body.type);
  plan.made.push(...rule.makes(body.payload));
  const { cuts, heads, bundles } = body.attached;
  for (const cut of cuts) {
    const head = cutHeadOf(checked, cut.vault);
    if (head.seq !== cut.seq || head.hash !== cut.hash) return staleCut(cut.vault, head);
  }
  for (const given of [...heads, ...bundles.flatMap((bundle) => bundle.given)]) {
    if (!(await isKnown(checked, given)))
      return fail("recipient-set", { vault: given.vault, reason: "given" }, "later");
  }
  for (const pin of rule.pins(body.payload)) {
    const pinned = await checkPin(checked, pin);
    if (!pinned.ok) return pinned;
  }
  return ok(true);
}

function staleCut(vault: VaultId, head: Head): Failed {
  return fail("recipient-set", { vault, reason: "cut-head", number: head.seq }, "later");
}

/** Whether an entry failed by the head in a cut, and by nothing before that. */
export function isLateCut({ failure }: Failed): boolean {
  return failure.detail?.reason === "cut-head";
}

/** Whether every cut was a head of ours at some time: the signer verified it, not long ago. */
export async function areCutsKnown(checked: Checked): Promise<boolean> {
  for (const cut of checked.entry.body.attached.cuts) if (!(await isKnown(checked, cut))) return false;
  return true;
}

function headOf({ team, plan }: Checked, vault: VaultId): Head {
  const cut = plan.voided.find((voided) => voided.vault === vault);
  return cut?.pin ?? team.vaults.get(vault)?.head ?? emptyHead;
}

/** What a cut has to name: where the log says that a restored chain went on above what is here, that head. */
function cutHeadOf(checked: Checked, vault: VaultId): Head {
  return signedHead(checked.before, vault, headOf(checked, vault));
}

/** The head of a vault as the log knows it: `head`, or one above it that binds. */
export function signedHead(state: TeamState, vault: VaultId, head: Head): Head {
  const named = bindingNow(bindings(state, vault));
  return named.reduce<Head>((highest, { seq, hash }) => (seq > highest.seq ? { seq, hash } : highest), head);
}

async function isKnown({ db, team, plan }: Checked, { vault, seq, hash }: VaultHead): Promise<boolean> {
  if (plan.made.includes(vault)) return seq === emptyHead.seq && hash === emptyHead.hash;
  const stored = team.vaults.get(vault);
  return stored !== undefined && (await holdsHead(db, stored, { seq, hash }));
}

async function checkPin(checked: Checked, { vault, pin, root, voids }: Pin): Promise<Result<true>> {
  const { db, team, plan, entry } = checked;
  const head = headOf(checked, vault);
  if (pin.seq + voids !== head.seq || (voids === 0 && pin.hash !== head.hash))
    return fail("recipient-set", { vault, reason: "pin", number: head.seq }, "later");
  const stored = team.vaults.get(vault);
  const cut = plan.voided.find((voided) => voided.vault === vault);
  if (cut !== undefined && voids > 0) return fail("manifest", { vault, reason: "voided-twice" });
  const chain =
    stored === undefined
      ? ok(emptyChain(vault))
      : cut !== undefined
        ? ok(cut.chain)
        : voids === 0
          ? await chainOf(db, team, vault)
          : await chainUpTo(db, { vaultNo: stored.vaultNo, vault, seq: pin.seq });
  if (!chain.ok) return chain;
  if (chain.value.head.hash !== pin.hash) return fail("manifest", { vault, reason: "pin", number: head.seq });
  if (manifestRoot(chain.value) !== root) return fail("manifest", { vault, reason: "root", number: pin.seq });
  if (voids > 0) plan.voided.push({ vault, pin, entrySeq: entry.body.seq, chain: chain.value });
  return ok(true);
}

/** Nothing in verification depends on a clock; here it does: a right that has ended is not lent to anybody [protocol: Removal]. */
function checkEnds({ entry, before, now }: Checked): Result<true> {
  const { body } = entry;
  const user: UserId = body.actor.user;
  const named: VaultId[] = body.attached.bundles.flatMap(({ given }) => given.map(({ vault }) => vault));
  named.push(...entryRule(body.type).rightsOn(body.payload));
  for (const vault of new Set(named)) {
    const found = before.vaults.get(vault);
    if (found === undefined) continue;
    if (rank(servedRight(before, user, vault, now)) < rank(rightIn(before, user, found)))
      return fail("role", { vault, reason: "ended" });
  }
  return ok(true);
}
