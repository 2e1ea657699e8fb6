/**
 * What the team expects of an open app, done after every sync: the own personal vault, joins that wait, keys for entitled
 * computers that lack them, vaults whose key must turn.
 */
import { buildEntry } from "../../../shared/protocol/build-entry.ts";
import type { VaultId } from "../../../shared/protocol/ids.ts";
import { covers, rightOf, waitingDevices } from "../../../shared/protocol/team-rules.ts";
import type { TeamState } from "../../../shared/protocol/team-state.ts";
import { ok, type Result } from "../../../shared/result.ts";
import type { Transport } from "../sync/transport.ts";
import type { Unlocked } from "../unlocked.ts";
import { createVault } from "../vaults/vault-create.ts";
import { bundleKeys, type KeyFor, signer } from "./acts.ts";
import { admit, readJoins } from "./admit.ts";
import { buildRotation } from "./rotate.ts";

/** Does what is due; the first failure ends it, the next sync tries again. */
export async function doChores(unlocked: Unlocked, transport: Transport): Promise<Result<true>> {
  for (const chore of [
    () => ownPersonalVault(unlocked),
    () => answerJoins(unlocked, transport),
    () => turnDueKeys(unlocked),
    () => handKeysOver(unlocked),
  ]) {
    const did = await chore();
    if (!did.ok) return did;
  }
  return ok(true);
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
  for (const waiting of joins.value) {
    if (unlocked.log.state().invites.get(waiting.invite)?.role !== "member") continue;
    const admitted = await admit(unlocked, waiting);
    if (!admitted.ok) return admitted;
  }
  return ok(true);
}

/** A vault that lost a reader is read-only until somebody with `edit` turns its key. */
async function turnDueKeys(unlocked: Unlocked): Promise<Result<true>> {
  for (const vault of unlocked.log.state().vaults.values()) {
    if (!vault.rotationDue || !covers(rightOf(unlocked.log.state(), unlocked.profile.user, vault.vault), "edit"))
      continue;
    if (unlocked.keyring.current(vault.vault) === null) continue;
    const turned = await unlocked.log.append(async (state) => {
      if (state.vaults.get(vault.vault)?.rotationDue !== true) return ok(null);
      const rotated = buildRotation(unlocked, state, vault.vault);
      return rotated.ok ? ok({ entries: [rotated.value.entry.bytes], blobs: rotated.value.blobs }) : rotated;
    });
    if (!turned.ok) return turned;
  }
  return ok(true);
}

/** Entitled computers that were not sent a current key get it from any computer that was. */
async function handKeysOver(unlocked: Unlocked): Promise<Result<true>> {
  if (waitingFor(unlocked, unlocked.log.state()).length === 0) return ok(true);
  return unlocked.log.append(async (state) => {
    const { listings, blobs } = bundleKeys(unlocked, state, waitingFor(unlocked, state));
    if (listings.length === 0) return ok(null);
    const built = buildEntry(
      state,
      { type: "vault-keys", payload: {}, attached: { bundles: listings }, ...signer(unlocked) },
      unlocked.keys,
    );
    return built.ok ? ok({ entries: [built.value.entry.bytes], blobs }) : built;
  });
}

function waitingFor(unlocked: Unlocked, state: TeamState): KeyFor[] {
  const wanted = new Map<KeyFor["device"], VaultId[]>();
  for (const vault of state.vaults.values()) {
    const wasSent = vault.epochs.get(vault.epoch)?.sent.has(unlocked.profile.device) === true;
    if (!wasSent || vault.rotationDue || unlocked.keyring.current(vault.vault) === null) continue;
    for (const device of waitingDevices(state, vault)) wanted.set(device, [...(wanted.get(device) ?? []), vault.vault]);
  }
  return [...wanted].map(([device, vaults]) => ({ device, vaults }));
}
