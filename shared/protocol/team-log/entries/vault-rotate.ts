/** `vault-rotate`: by a device with `edit` where it is due, else by a manager; epochs grow by one [protocol: Rotation]. */
import { strict } from "../../../encoding/fields.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import type { Actor, Attached, Rotation } from "../state/parts.ts";
import { rotationsField } from "../state/parts.ts";
import { bindingNow, covers, isRotationDue, rightIn } from "../state/rules.ts";
import type { Binding, VaultInLog } from "../state/team-state.ts";
import { type LogTransaction, putVault, recordVaultHistory } from "../state/transaction.ts";
import { putEpoch } from "../state/vault-keys.ts";

type Payload = { vaults: Rotation[] };

/** Whether a pin lies below or beside a head that binds: only a manager may cut a chain back [protocol: Cuts and pins bind]. */
function passesBelow(vault: VaultInLog, pin: Rotation["pin"]): boolean {
  return bindingNow(vault.bindings).some(({ seq, hash }) => pin.seq < seq || (pin.seq === seq && pin.hash !== hash));
}

function rotateOne(tx: LogTransaction, rotation: Rotation, by: { actor: Actor; attached: Attached }): Result<true> {
  const vault = tx.before.vaults.get(rotation.vault);
  if (vault === undefined || vault.archived) return fail("role", { reason: "vault" });
  const right = rightIn(tx.before, by.actor.user, vault);
  const needed = isRotationDue(tx.before, vault) ? "edit" : "manage";
  if (!covers(right, needed)) return fail("role");
  const isManager = right === "manage";
  if (rotation.voids > 0 && (!isManager || vault.kind === "audit")) return fail("role", { reason: "voids" });
  if (!isManager && passesBelow(vault, rotation.pin)) return fail("role", { reason: "pin", vault: vault.vault });
  if (rotation.epoch !== vault.epoch + 1) return fail("epoch-stale", { number: rotation.epoch });
  putEpoch(tx, rotation, { by: by.actor.user, bundles: by.attached.bundles });
  const { pin, root, voids } = rotation;
  const binding: Binding = {
    ...{ entrySeq: tx.seq, by: by.actor.user, ...pin },
    ...{ kind: "pin", manager: isManager, root, voids },
  };
  const now = tx.vaults.get(rotation.vault) as VaultInLog;
  putVault(tx, { ...now, bindings: [...now.bindings, binding] });
  recordVaultHistory(tx, rotation.vault);
  return ok(true);
}

/** The right is asked vault by vault, in the order of the payload, after the order itself: nothing is wrong before that. */
export const vaultRotate: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ vaults: rotationsField() }),
  attached: { cuts: "none", heads: "none", bundles: "exact" },
  signer: () => ok(true),
  names: ({ vaults }) => ({ ...nobodyNamed, vaults: vaults.map(({ vault }) => vault) }),
  newKeysOf: ({ vaults }) => vaults.map(({ vault }) => vault),
  rightsOn: ({ vaults }) => vaults.map(({ vault }) => vault),
  pins: ({ vaults }) => vaults,
  histories: ({ vaults }) => vaults.map(({ history }) => history),
  reduce(tx, { payload, actor, attached }) {
    for (const [at, rotation] of payload.vaults.entries()) {
      if (at > 0 && (payload.vaults[at - 1] as Rotation).vault >= rotation.vault)
        return fail("encoding", { reason: "rotation-order" });
      const rotated = rotateOne(tx, rotation, { actor, attached });
      if (!rotated.ok) return rotated;
    }
    return ok(true);
  },
};
