/**
 * Taking back entries that a server lost when it was restored from an older copy [protocol: Restored servers]: from any computer of
 * the team, verified like all others, as far as they go. Where a second person stands behind one, cuts, pins and given heads are
 * not compared with heads that are older than they are.
 */
import type { UserId } from "../../shared/encoding/ids.ts";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import { verifyStatement } from "../../shared/protocol/heads/statement.ts";
import { type Entry, parseEntry } from "../../shared/protocol/team-log/entry.ts";
import { entryRule } from "../../shared/protocol/team-log/entry-types.ts";
import { headAt } from "../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { applyEntry } from "../../shared/protocol/team-log/verify.ts";
import type { LackingRow } from "../store/lacking-store.ts";
import { held } from "./append-entries.ts";
import { chainUpTo, holdsHead } from "./chains.ts";
import { sortBlobs } from "./entry-blobs.ts";
import { type Checked, checkHeads } from "./entry-heads.ts";
import { actOf } from "./hold-for.ts";
import { entryWaitMs, logWaitMs } from "./holds.ts";
import { keepEntries } from "./keep-entries.ts";
import { checkQuota } from "./quota.ts";
import { supplyBlobs } from "./supply.ts";
import type { Team, TeamContext } from "./team.ts";

export type Restoring = {
  entries: readonly Uint8Array[];
  blobs: readonly Uint8Array[];
  statements: readonly Uint8Array[];
};
type Step = { entry: Entry; before: TeamState; after: TeamState };

/**
 * Call in the team's turn. Takes entries one by one and answers where the log stands now; a failure where none of them was taken:
 * the reducer's, `log-gap`, `recipient-set`, `manifest`, `role`, `limit`, `throttled`.
 */
export async function restoreEntries(
  context: TeamContext,
  team: Team,
  by: UserId,
  { entries, blobs, statements }: Restoring,
): Promise<Result<{ head: Head }>> {
  await supplyBlobs(context, team, blobs);
  const news = entries.filter((bytes) => !isHeld(team.state, bytes));
  const { steps, refused } = readRun(team.state, news);
  const behind = peopleBehind(steps, { by, statements });
  let failed: Failed | null = refused;
  let taken = 0;
  for (const [at, step] of steps.entries()) {
    const kept = await restoreOne(context, team, step, { blobs, isVouched: behind(at) });
    if (!kept.ok) {
      failed = kept;
      break;
    }
    taken++;
  }
  return taken > 0 || failed === null ? ok({ head: team.state.head }) : failed;
}

function isHeld(state: TeamState, bytes: Uint8Array): boolean {
  const entry = parseEntry(bytes);
  return entry.ok && headAt(state, entry.value.body.seq) === entry.value.hash;
}

/** Verifies one on the other, as far as they verify. */
function readRun(from: TeamState, entries: readonly Uint8Array[]): { steps: Step[]; refused: Failed | null } {
  const steps: Step[] = [];
  let state = from;
  for (const bytes of entries) {
    const next = applyEntry(state, bytes);
    if (!next.ok) {
      const isGap = next.failure.code === "log-gap";
      return { steps, refused: isGap ? fail("log-gap", { number: from.head.seq }, "later") : next };
    }
    steps.push({ entry: next.value.entry, before: state, after: next.value.state });
    state = next.value.state;
  }
  return { steps, refused: null };
}

/**
 * Whether somebody stands behind an entry who did not sign it: who offers it, who signed a later one on top of it, whose statement
 * names a head above it; or nobody else is left in the team, whom it could harm.
 */
function peopleBehind(
  steps: readonly Step[],
  { by, statements }: { by: UserId; statements: readonly Uint8Array[] },
): (at: number) => boolean {
  const last = steps.at(-1)?.after;
  if (last === undefined) return () => false;
  const said = statements.flatMap((bytes) => {
    const statement = verifyStatement(last, bytes);
    return statement.ok ? [statement.value.body] : [];
  });
  const isAlone = [...last.users.values()].every(({ user, active }) => !active || user === by);
  return (at) => {
    const { seq, actor } = (steps[at] as Step).entry.body;
    const isOther = (user: UserId): boolean => user !== actor.user;
    return (
      isAlone ||
      isOther(by) ||
      steps.slice(at + 1).some(({ entry }) => isOther(entry.body.actor.user)) ||
      said.some(({ user, logSeq }) => isOther(user) && logSeq >= seq)
    );
  };
}

async function restoreOne(
  context: TeamContext,
  team: Team,
  { entry, before, after }: Step,
  { blobs, isVouched }: { blobs: readonly Uint8Array[]; isVouched: boolean },
): Promise<Result<true>> {
  const { body } = entry;
  const { user } = body.actor;
  const rule = entryRule(body.type);
  const clock = { now: context.elapsed(), limits: context.limits };
  const waitMs = Math.max(entryWaitMs(team.holds, user, clock), rule.passesHolds ? 0 : logWaitMs(team.holds, clock));
  if (waitMs > 0) return held(waitMs);
  const checked: Checked = {
    ...{ db: context.db, team, entry, before, now: context.now() },
    plan: { made: [], voided: [] },
  };
  const planned = isVouched ? await planUncompared(checked) : await checkHeads(checked);
  if (!planned.ok) return planned;
  const { rows, missing } = sortBlobs([entry], blobs);
  const lacking: LackingRow[] = missing.map(({ hash, entrySeq }) => ({
    ...{ vaultNo: 0, kind: "blob", name: hash, user, place: entrySeq },
  }));
  if (planned.value !== true) lacking.push(...planned.value);
  const bytes = [entry.bytes, ...rows.map((row) => row.bytes)].reduce((sum, part) => sum + part.length, 0);
  const fits = checkQuota(context.limits, team, { user, bytes, entries: 1 }, [{ before, after, body }]);
  if (!fits.ok) return fits;
  await keepEntries(
    context,
    team,
    { user },
    {
      ...{ state: after, entries: [entry], plan: checked.plan, blobs: rows, bytes, lacking },
      closedInvites: [...rule.closesInvites(body.payload, before)],
      landed: team.holds.running.length > 0 ? [actOf(before, after, body)] : [],
    },
  );
  return ok(true);
}

/**
 * What an entry that is not compared does to chains. What lies here above a head that it cuts or pins does not know the entry, and no
 * app ever takes it: it goes aside. A head that is not here is owed.
 */
async function planUncompared({ db, team, plan, entry }: Checked): Promise<Result<LackingRow[]>> {
  const { body } = entry;
  const rule = entryRule(body.type);
  plan.made.push(...rule.makes(body.payload));
  const owed: LackingRow[] = [];
  const pins = rule.pins(body.payload).map(({ vault, pin }) => ({ vault, ...pin }));
  for (const { vault, seq, hash } of [...body.attached.cuts, ...pins]) {
    const stored = team.vaults.get(vault);
    if (stored === undefined || (stored.head.seq === seq && stored.head.hash === hash)) continue;
    if (await holdsHead(db, stored, { seq, hash })) {
      const chain = await chainUpTo(db, { vaultNo: stored.vaultNo, vault, seq });
      if (!chain.ok) return chain;
      plan.voided.push({ vault, pin: { seq, hash }, entrySeq: body.seq, chain: chain.value });
    } else owed.push({ vaultNo: stored.vaultNo, kind: "chain", name: hash, user: body.actor.user, place: seq });
  }
  return ok(owed);
}
