/**
 * Restarting a vault that does not go on by itself: one whose current key this manager lacks and nobody hands over, by a rotation
 * pinned where the first missing key began, which voids all that was written since [protocol: Rotation]; and one of which two chains
 * were shown, by a rotation pinned at the head of the chain that the server has, at which whoever holds the other one begins anew
 * [protocol: Forks of a vault]. Never by itself: a person first sees what will be lost.
 */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { Act, VoidingShape } from "../../../shared/contract/shapes.ts";
import type { ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { isDead, pinOf } from "../../../shared/protocol/team-log/state/dead-epochs.ts";
import { rightIn } from "../../../shared/protocol/team-log/state/rules.ts";
import type { VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { manifestRoot, type VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import type { Commit } from "../../../shared/protocol/vault-chain/commit.ts";
import { rewind } from "../../../shared/protocol/vault-chain/rewind.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import { isRecord } from "../records/records.ts";
import type { VaultActs } from "./vault-acts.ts";

/** What would be void: the chain as it would go on, and the commits above it or beside it. */
type Loss = { why: VoidingShape["why"]; inLog: VaultInLog; chain: VaultChain; voided: Commit[]; upTo: number };

/**
 * `vault.voiding`: what restarting the vault would void. Failures: `not-found`, `role` (no manager, archived),
 * `invalid-input` (the current key is here and nothing contradicts the chain: nothing has to be voided), and those of bringing the
 * vault in step.
 */
export async function listVoiding(acts: VaultActs, vault: VaultId): Promise<Result<VoidingShape>> {
  const found = await findLoss(acts, vault);
  if (!found.ok) return found;
  const { why, inLog, chain, voided, upTo } = found.value;
  const items = new Map<ItemId, VoidingShape["items"][number]>();
  for (const { body } of voided) {
    for (const { item } of body.changes) {
      if (isRecord(acts, vault, item)) continue;
      const isNew = !chain.items.has(item);
      const row = items.get(item) ?? { item, title: acts.titleOf(vault, item), isNew, changes: 0, by: [] };
      row.changes += 1;
      if (!row.by.includes(body.author.user)) row.by.push(body.author.user);
      items.set(item, row);
    }
  }
  return ok({
    ...{ why, upTo, head: why === "fork" ? chain.head.hash : null },
    commits: why === "fork" ? voided.length : Math.max(0, upTo - chain.head.seq),
    items: [...items.values()],
    holders: why === "fork" ? [] : holdersOf(acts, inLog),
  });
}

/**
 * `vault.void`: does it. `upTo` is the height that the person was shown, `head` of a fork the head: `invalid-input` where it is another since. One
 * whose answer was lost is the same restart when it is asked for again. Other failures as `vault.voiding`, and the log's own.
 */
export async function voidVault(
  acts: VaultActs,
  { vault, upTo, head }: CommandParsed<"vault.void">,
): Promise<Result<Act>> {
  const inStep = await acts.log.pull();
  if (!inStep.ok) return inStep;
  // While two chains stand beside each other nothing that was done before has ended that.
  if (!isForked(acts, vault) && isRestarted(acts, vault, upTo)) {
    acts.events.tell("syncRequested", null);
    return ok(done());
  }
  const found = await findLoss(acts, vault);
  if (!found.ok) return found;
  const { why, chain } = found.value;
  // Of a fork nothing is signed but the very chain that the person was shown.
  const isOther = why === "fork" ? head !== chain.head.hash : upTo !== undefined && upTo !== found.value.upTo;
  if (isOther) return fail("invalid-input", { field: "upTo" }, "after-act");
  // The server may hold more than what could be verified here: all of it is void.
  const voids = Math.max(0, found.value.upTo - chain.head.seq);
  const cutBack = { pin: chain.head, root: manifestRoot(chain), voids };
  const rotated = await act(acts, { type: "vault-rotate", vaults: [{ vault, cutBack }], only: "all" });
  return rotated.ok ? ok(done()) : rotated;
}

/** The log holds this restart already: the current key is the one that this person made by voiding just that. */
function isRestarted({ log, profile }: VaultActs, vault: VaultId, upTo: number | undefined): boolean {
  const inLog = log.state().vaults.get(vault);
  const made = inLog?.epochs.get(inLog.epoch);
  return (
    inLog?.bindings.some(
      ({ kind, entrySeq, by, seq, voids }) =>
        kind === "pin" &&
        entrySeq === made?.entrySeq &&
        by === profile.user &&
        (upTo === undefined ? voids > 0 : seq + voids === upTo),
    ) === true
  );
}

async function findLoss(acts: VaultActs, vault: VaultId): Promise<Result<Loss>> {
  const state = acts.log.state();
  const right = state.vaults.has(vault)
    ? rightIn(state, acts.profile.user, state.vaults.get(vault) as VaultInLog)
    : null;
  if (right === null) return fail("not-found", { field: "vault" });
  if (right !== "manage") return fail("role", { vault });
  const pulled = await acts.vaults.pull(vault);
  // A doubt about the chain holds back everything but this, which is the way out of it [protocol: Completeness].
  if (!pulled.ok && acts.chains.isWhole(vault)) return pulled;
  const inLog = acts.log.state().vaults.get(vault) as VaultInLog;
  if (inLog.archived) return fail("role", { vault, reason: "archived" });
  if (acts.keyring.current(vault) !== null)
    return isForked(acts, vault)
      ? findBeside(acts, inLog)
      : fail("invalid-input", { field: "vault", reason: "has-key" }, "after-act");
  // What is pinned is signed: only commits of the verified chain may lead there.
  const commits = acts.vaults.commits(vault);
  if (!commits.ok) return commits;
  return ok({
    ...{ why: "key", inLog },
    upTo: acts.chains.cutHead(vault).seq,
    ...rewind(vault, commits.value, { seq: firstLost(acts, inLog) }),
  });
}

/**
 * Also where it is not proven, as after who built on the other chain was taken out: by what a server alone can show, which is this
 * chain or the beginning of it, nothing is lost (`findBeside`).
 */
const isForked = ({ chains }: VaultActs, vault: VaultId): boolean => chains.stopped(vault)?.code === "log-fork";

/** The chain that the server has, verified to its end, and what this computer holds beside it. */
async function findBeside({ vaults }: VaultActs, inLog: VaultInLog): Promise<Result<Loss>> {
  const { vault } = inLog;
  const made = await vaults.whole(vault);
  if (!made.ok) return made;
  const mine = vaults.commits(vault);
  if (!mine.ok) return mine;
  const { chain } = made.value;
  const voided = mine.value.filter(({ body, hash }) => chain.hashes[body.seq] !== hash);
  return ok({ why: "fork", inLog, chain, voided, upTo: chain.head.seq });
}

/** Where the first key that is missing here began: all that was written from there on cannot be handed on. */
function firstLost({ keyring }: VaultActs, inLog: VaultInLog): number {
  const missing = [...inLog.epochs.keys()].filter(
    (epoch) => keyring.key(inLog.vault, epoch) === null && !isDead(inLog, epoch),
  );
  return Math.min(...missing.map((epoch) => pinOf(inLog, epoch)));
}

/** People who were sent the current key: whoever of them opens their app may still hand it over. */
function holdersOf({ log, profile }: VaultActs, inLog: VaultInLog): UserId[] {
  const { devices } = log.state();
  const sent = [...(inLog.epochs.get(inLog.epoch)?.sent.keys() ?? [])].map((device) => devices.get(device));
  return [...new Set(sent.flatMap((device) => (device?.active === true ? [device.user] : [])))].filter(
    (user) => user !== profile.user,
  );
}
