/** `recovery-open`: a person's sheet of paper says which new computer shall come; everybody is told, and nothing is opened yet [protocol: Recovery]. */
import { bytesMax, strict } from "../../../encoding/fields.ts";
import { limits } from "../../../encoding/limits.ts";
import { fail, ok } from "../../../failures.ts";
import { parseCertificate } from "../../join/join.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { checkNewComputer, recoveryOf } from "../state/recovery.ts";
import { putRecovery } from "../state/transaction.ts";

/** The certificate that the new computer signed. */
type Payload = { certificate: Uint8Array };

export const recoveryOpen: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ certificate: bytesMax(limits.joinBytes) }),
  attached: { cuts: "none", heads: "none", bundles: "none" },
  signedWith: "paper",
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
  reduce(tx, { payload, actor, time, hash }) {
    const parsed = parseCertificate(payload.certificate);
    if (!parsed.ok) return parsed;
    const { team, user, device, signPk, kemPk, kind } = parsed.value;
    if (team !== tx.before.team) return fail("unknown-team");
    if (kind !== "computer") return fail("encoding", { reason: "kind" });
    const fresh = checkNewComputer(tx.before, parsed.value);
    if (!fresh.ok) return fresh;
    // Whoever gave up on one computer begins with another; what was confirmed does not count for it.
    const earlier = recoveryOf(tx.before, user);
    if (earlier?.device === device) return fail("role", { reason: "unchanged" });
    if (earlier !== null) putRecovery(tx, earlier.open, null);
    const keys = { device, signPk, kemPk };
    const of = { open: hash, seq: tx.seq, openedAt: time, user, paper: actor.device };
    putRecovery(tx, hash, { ...of, ...keys, confirmedBy: [] });
    return ok(true);
  },
};
