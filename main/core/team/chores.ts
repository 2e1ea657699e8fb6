/**
 * What the team expects of an open app, done after every sync: the own personal vault, joins that wait, keys for entitled
 * computers that lack them, vaults whose key must turn.
 */

import type { VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { buildEntry } from "../../../shared/protocol/team-log/compose.ts";
import { covers, rightOf, waitingDevices } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { bundleKeys, type KeyFor, signer } from "../log/acts.ts";
import { buildRotation } from "../log/rotate.ts";
import { isTransportFailure } from "../sync/failure-kinds.ts";
import type { Transport } from "../sync/transport.ts";
import type { Unlocked } from "../unlocked.ts";
import { createVault } from "../vaults/vault-create.ts";
import { admit, readJoins } from "./admit.ts";
import { rememberNames } from "./people.ts";

/** Does what is due. What one chore can not do keeps the others from nothing; trouble on the way ends them all. */
export function doChores(unlocked: Unlocked, transport: Transport): Promise<Result<true>> {
  return each([ownPersonalVault, answerJoins, rotateDueKeys, handKeysOver, rememberNames], (chore) =>
    chore(unlocked, transport),
  );
}

/** Does every one; answers the first failure, at once where the way to the server is at fault. */
async function each<T>(all: Iterable<T>, act: (one: T) => Promise<Result<true>>): Promise<Result<true>> {
  let first: Result<true> = ok(true);
  for (const one of all) {
    const did = await act(one);
    if (!did.ok && isTransportFailure(did.failure)) return did;
    if (!did.ok && first.ok) first = did;
  }
  return first;
}

/** Everybody makes his own personal vault, once, after he was let in. */
async function ownPersonalVault(unlocked: Unlocked): Promise<Result<true>> {
  const { user } = unlocked.profile;
  const has = [...unlocked.log.state().vaults.values()].some(
    (vault) => vault.kind === "personal" && vault.createdBy === user,
  );
  if (has) return ok(true);
  const made = await createVault(unlocked, "personal");
  return made.ok ? ok(true) : made;
}

/** Members are let in by themselves; other roles wait for the person. */
async function answerJoins(unlocked: Unlocked, transport: Transport): Promise<Result<true>> {
  const joins = await readJoins(unlocked, transport);
  if (!joins.ok) return joins;
  const { invites } = unlocked.log.state();
  const members = joins.value.filter(({ invite }) => invites.get(invite)?.role === "member");
  return each(members, (waiting) => admit(unlocked, waiting));
}

/** A vault that lost a reader is read-only until somebody with `edit` turns its key. */
async function rotateDueKeys(unlocked: Unlocked): Promise<Result<true>> {
  const state = unlocked.log.state();
  const due = [...state.vaults.values()].filter(
    ({ vault, rotationDue }) =>
      rotationDue &&
      covers(rightOf(state, unlocked.profile.user, vault), "edit") &&
      unlocked.keyring.current(vault) !== null,
  );
  return each(due, ({ vault }) => rotateKey(unlocked, vault));
}

/** Looks again at every try: somebody else may have turned it. */
function rotateKey(unlocked: Unlocked, vault: VaultId): Promise<Result<true>> {
  return unlocked.log.append(async (state) => {
    if (state.vaults.get(vault)?.rotationDue !== true) return ok(null);
    const rotated = buildRotation(unlocked, state, vault);
    return rotated.ok ? ok({ entries: [rotated.value.entry.bytes], blobs: rotated.value.blobs }) : rotated;
  });
}

/** Entitled computers that were not sent a current key get it from any computer that was. */
async function handKeysOver(unlocked: Unlocked): Promise<Result<true>> {
  if (waitingFor(unlocked, unlocked.log.state()).length === 0) return ok(true);
  const { seq } = unlocked.log.state().head;
  const handed = await unlocked.log.append(async (state) => {
    const { listings, blobs } = bundleKeys(unlocked, state, waitingFor(unlocked, state));
    if (listings.length === 0) return ok(null);
    const built = buildEntry(
      state,
      { type: "vault-keys", payload: {}, attached: { bundles: listings }, ...signer(unlocked) },
      unlocked.keys,
    );
    return built.ok ? ok({ entries: [built.value.entry.bytes], blobs }) : built;
  });
  const { head } = unlocked.log.state();
  if (handed.ok && head.seq > seq && waitingFor(unlocked, unlocked.log.state()).length > 0) unlocked.sync.kick();
  return handed;
}

/** Keys handed over in one entry; what is left goes with the next, so that no entry outgrows its limit. */
const keysPerEntry = 500;

function waitingFor(unlocked: Unlocked, state: TeamState): KeyFor[] {
  const wanted = new Map<KeyFor["device"], VaultId[]>();
  let left = keysPerEntry;
  for (const vault of state.vaults.values()) {
    const wasSent = vault.epochs.get(vault.epoch)?.sent.has(unlocked.profile.device) === true;
    if (!wasSent || vault.rotationDue || unlocked.keyring.current(vault.vault) === null) continue;
    for (const device of waitingDevices(state, vault)) {
      if (left-- > 0) wanted.set(device, [...(wanted.get(device) ?? []), vault.vault]);
    }
  }
  return [...wanted].map(([device, vaults]) => ({ device, vaults }));
}
