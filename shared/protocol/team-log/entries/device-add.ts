/**
 * `device-add`: a person's active computer brings another one of theirs, or their sheet of paper, by the certificate that the
 * new one signed [protocol: New device] [protocol: Recovery].
 */
import { bytesMax, strict } from "../../../encoding/fields.ts";
import { limits } from "../../../encoding/limits.ts";
import { fail, ok } from "../../../failures.ts";
import { parseCertificate } from "../../join/join.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { checkHeirs } from "../state/leavers.ts";
import { activeDevices } from "../state/membership.ts";
import { type Heir, heirsField } from "../state/parts.ts";
import { addDevice, takeKey } from "../state/transaction.ts";

/** Whoever signs it has a computer, so no vault of theirs waits for one: heirs are needed by nobody and ignored. */
type Payload = { certificate: Uint8Array; heirs: Heir[] };

export const deviceAdd: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ certificate: bytesMax(limits.joinBytes), heirs: heirsField() }),
  attached: { cuts: "none", heads: "none", bundles: "subset" },
  changes: ["members"],
  signer(_before, { payload, actor }) {
    const certificate = parseCertificate(payload.certificate);
    if (!certificate.ok) return certificate;
    return certificate.value.user === actor.user ? ok(true) : fail("role");
  },
  names(payload) {
    const certificate = parseCertificate(payload.certificate);
    if (!certificate.ok) return nobodyNamed;
    return { ...nobodyNamed, users: [certificate.value.user], devices: [certificate.value.device] };
  },
  reduce(tx, { payload, time }) {
    const parsed = parseCertificate(payload.certificate);
    if (!parsed.ok) return parsed;
    const { team, user, device, signPk, kemPk, kind } = parsed.value;
    if (team !== tx.before.team) return fail("unknown-team");
    if (tx.before.devices.has(device)) return fail("encoding", { reason: "id-repeated" });
    for (const key of [signPk, kemPk]) {
      const taken = takeKey(tx, key);
      if (!taken.ok) return taken;
    }
    const heirs = checkHeirs(payload.heirs);
    if (!heirs.ok) return heirs;
    if (activeDevices(tx.before.devices, user).length >= limits.devicesPerUser)
      return fail("limit", { field: "devices" });
    addDevice(tx, { device, user, signPk, kemPk, kind, addedAt: time });
    return ok(true);
  },
};
