/**
 * `recovery-use`: the sheet of paper brings the new computer, once it was confirmed, hands it the keys, and ends with that: a
 * sheet is used once [protocol: Recovery]. A sheet signs no commit, so that its end needs no cut.
 */
import { hashField, strict } from "../../../encoding/fields.ts";
import type { Hash, UserId } from "../../../encoding/ids.ts";
import { fail, ok } from "../../../failures.ts";
import { type EntryRule, plainEntry } from "../state/entry-rule.ts";
import { type Affected, affectedBy, checkHeirs, settleLeavers } from "../state/leavers.ts";
import { hasComputer } from "../state/membership.ts";
import { type Heir, heirsField } from "../state/parts.ts";
import { checkNewComputer, findRecovery, isConfirmed, namedByRecovery } from "../state/recovery.ts";
import { readersOf } from "../state/rules.ts";
import { endDevice, vaultsOf } from "../state/take-person.ts";
import type { Member, TeamState } from "../state/team-state.ts";
import { addDevice, recordVaultHistory, takeKey } from "../state/transaction.ts";

/** Heirs: of vaults whose readers had no computer until now. */
type Payload = { open: Hash; heirs: Heir[] };

export const recoveryUse: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ open: hashField(), heirs: heirsField() }),
  attached: { cuts: "none", heads: "none", bundles: "subset" },
  signedWith: "paper",
  changes: ["members"],
  signer(before, { payload, actor }) {
    const found = findRecovery(before, payload.open);
    if (!found.ok) return found;
    if (found.value.paper !== actor.device) return fail("role");
    return isConfirmed(before, found.value) ? ok(true) : fail("cosign", { reason: "missing" });
  },
  names: ({ open }, before) => namedByRecovery(before, open),
  reduce(tx, { payload: { open, heirs }, actor, time }) {
    const found = findRecovery(tx.before, open);
    if (!found.ok) return found;
    const { user, device, signPk, kemPk, paper } = found.value;
    const checked = checkHeirs(heirs);
    if (!checked.ok) return checked;
    const fresh = checkNewComputer(tx.before, { device, signPk, kemPk });
    if (!fresh.ok) return fresh;
    for (const key of [signPk, kemPk]) takeKey(tx, key);
    // Whoever holds the sheet is not known to be its person: their number changes, and who compared it compares it again.
    tx.users.set(user, { ...(tx.users.get(user) as Member), firstDevice: device });
    // The sheet makes way for it, so that there is a place.
    addDevice(tx, { device, user, signPk, kemPk, kind: "computer", addedAt: time });
    endDevice(tx, paper);
    for (const { vault, archived } of vaultsOf(tx, user)) if (!archived) recordVaultHistory(tx, vault);
    settleLeavers(tx, asleep(tx.before, user), { heirs, signer: actor.user });
    return ok(true);
  },
};

/** What this person could open or is in while nobody of it had a computer: one of them has one now [protocol: Leavers]. */
function asleep(before: TeamState, of: UserId): Affected {
  const has = (user: UserId): boolean => hasComputer(before.devices, user);
  if (has(of)) return { vaults: [], groups: [] };
  const { vaults, groups } = affectedBy(before, of);
  return {
    vaults: vaults.filter((vault) => !readersOf(before, vault).some(({ user }) => has(user))),
    groups: groups.filter((group) => ![...(before.groups.get(group)?.members ?? [])].some(has)),
  };
}
