/** A device's certificate and the message by which an invited person asks to be let in [protocol: People and devices] [protocol: Invites]. */
import { z } from "zod";
import { checkPublicKeys, deviceIdOf } from "../../crypto/device-keys.ts";
import { type SigningKey, signBytes, verifyBytes } from "../../crypto/sign.ts";
import { encode, encodeWith, parseWith } from "../../encoding/canonical.ts";
import {
  bytesField,
  bytesMax,
  deviceField,
  hashField,
  idField,
  strict,
  suiteField,
  teamField,
} from "../../encoding/fields.ts";
import type { DeviceId, Hash, TeamId, UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { fail, ok, type Result } from "../../failures.ts";

const certificateBody = strict({
  suite: suiteField(),
  team: teamField(),
  user: idField<UserId>(),
  device: deviceField(),
  signPk: bytesField(32),
  kemPk: bytesField(1216),
  kind: z.enum(["computer", "paper"]),
});
export type Certificate = z.output<typeof certificateBody>;
const certificateWire = strict({ body: bytesMax(4096), sig: bytesField(64) });
const joinWire = strict({
  certificate: bytesMax(8192),
  invite: hashField(),
  inviteSig: bytesField(64),
  deviceSig: bytesField(64),
});
export type Join = {
  certificate: Certificate;
  invite: Hash;
  inviteSig: Uint8Array;
  deviceSig: Uint8Array;
  signed: Uint8Array;
};

type Keys = { signPk: Uint8Array; kemPk: Uint8Array; signKey: SigningKey };

/** A device's certificate, signed by itself. */
export function makeCertificate(
  keys: Keys,
  of: { team: TeamId; user: UserId },
  kind: Certificate["kind"] = "computer",
): Uint8Array {
  const device = deviceIdOf({ ...of, signPk: keys.signPk, kemPk: keys.kemPk });
  const body = encodeWith(certificateBody, {
    suite: 1,
    team: of.team,
    user: of.user,
    device,
    signPk: keys.signPk,
    kemPk: keys.kemPk,
    kind,
  });
  return encodeWith(certificateWire, { body, sig: signBytes(keys.signKey, "certificate", body) });
}

/** Reads a certificate: `encoding` (also for malformed keys and a wrong device id) or `signature`. */
export function parseCertificate(bytes: Uint8Array): Result<Certificate> {
  const wire = parseWith(certificateWire, bytes, limits.joinBytes);
  if (!wire.ok) return wire;
  const body = parseWith(certificateBody, wire.value.body, limits.joinBytes);
  if (!body.ok) return body;
  const keys = checkPublicKeys(body.value);
  if (!keys.ok) return keys;
  if (deviceIdOf(body.value) !== body.value.device) return fail("encoding", { reason: "device-id" });
  if (!verifyBytes(body.value.signPk, "certificate", wire.value.body, wire.value.sig))
    return fail("signature", { reason: "certificate" });
  return body;
}

function signedBytes(certificate: Uint8Array, invite: Hash): Uint8Array {
  return encode([certificate, invite]);
}

/** The join message: certificate and invite, signed by the invite's key and by the device's. */
export function makeJoin(input: {
  certificate: Uint8Array;
  invite: Hash;
  inviteKey: SigningKey;
  deviceKey: SigningKey;
}): Uint8Array {
  const signed = signedBytes(input.certificate, input.invite);
  return encodeWith(joinWire, {
    certificate: input.certificate,
    invite: input.invite,
    inviteSig: signBytes(input.inviteKey, "join", signed),
    deviceSig: signBytes(input.deviceKey, "join-device", signed),
  });
}

/** Reads a join message and checks the certificate in it; the two signatures are checked against the invite by `verifyJoin`. */
export function parseJoin(bytes: Uint8Array): Result<Join> {
  const wire = parseWith(joinWire, bytes, limits.joinBytes);
  if (!wire.ok) return wire;
  const certificate = parseCertificate(wire.value.certificate);
  if (!certificate.ok) return certificate;
  const { invite, inviteSig, deviceSig } = wire.value;
  return ok({
    certificate: certificate.value,
    invite,
    inviteSig,
    deviceSig,
    signed: signedBytes(wire.value.certificate, invite),
  });
}

/** Whether both signatures hold for this invite and team: `unknown-team`, `invite`, `signature`. */
export function verifyJoin(
  join: Join,
  invite: { hash: Hash; invitePk: Uint8Array },
  team: TeamId,
): Result<{ user: UserId; device: DeviceId }> {
  if (join.certificate.team !== team) return fail("unknown-team");
  if (join.invite !== invite.hash || join.certificate.kind !== "computer") return fail("invite");
  if (!verifyBytes(invite.invitePk, "join", join.signed, join.inviteSig))
    return fail("invite", { reason: "signature" });
  if (!verifyBytes(join.certificate.signPk, "join-device", join.signed, join.deviceSig))
    return fail("signature", { reason: "join" });
  return ok({ user: join.certificate.user, device: join.certificate.device });
}
