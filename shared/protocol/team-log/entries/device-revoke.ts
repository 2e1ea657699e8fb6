/** `device-revoke`: a person's own computer, or an admin, ends one of their devices; every vault that it could open is cut [protocol: Leavers]. */
import { deviceField, idField, strict, uintField } from "../../../encoding/fields.ts";
import type { DeviceId } from "../../../encoding/ids.ts";
import { fail, ok } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { affectedBy, checkHeirs, settleLeavers } from "../state/leavers.ts";
import { type Heir, heirsField } from "../state/parts.ts";
import { isAdmin } from "../state/rules.ts";
import { endDevice, vaultsOf } from "../state/take-person.ts";
import { recordVaultHistory } from "../state/transaction.ts";

type Payload = { id: string; baseSeq: number; device: DeviceId; heirs: Heir[] };

export const deviceRevoke: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ id: idField<string>(), baseSeq: uintField(), device: deviceField(), heirs: heirsField() }),
  attached: { cuts: "exact", heads: "none", bundles: "none" },
  cosigned: { when: "by-policy", lapses: "with-policy", act: ({ id, baseSeq }) => ({ id, baseSeq }) },
  passesHolds: true,
  namesHeirs: () => true,
  changes: ["members"],
  signer: (before, { payload, actor }) =>
    before.devices.get(payload.device)?.user === actor.user || isAdmin(before, actor.user) ? ok(true) : fail("role"),
  names: ({ device }, before) => {
    const user = before.devices.get(device)?.user;
    return { ...nobodyNamed, devices: [device], users: user === undefined ? [] : [user] };
  },
  reduce(tx, { payload: { device, heirs }, actor }) {
    const found = tx.before.devices.get(device);
    if (found?.active !== true) return fail("role", { reason: "device" });
    const checked = checkHeirs(heirs);
    if (!checked.ok) return checked;
    endDevice(tx, device);
    for (const { vault, archived } of vaultsOf(tx, found.user)) {
      if (archived) continue;
      tx.reducedVaults.add(vault);
      recordVaultHistory(tx, vault);
    }
    settleLeavers(tx, affectedBy(tx.before, found.user), { heirs, signer: actor.user });
    return ok(true);
  },
};
