import { decode } from "./cbor.mjs";
import { open } from "./envelope.mjs";
import { hashText, KDF } from "./hashes.mjs";
import { deviceKeys, deviceOf } from "./keys.mjs";
import * as shape from "./shapes.mjs";
import { decapsulate } from "./xwing.mjs";

const raw = shape.fromBase32;

/** What one holder has [model: Letters]. */
export const share = shape.map({
  sheet: shape.hash,
  halves: shape.list(shape.map({ with: shape.id, half: shape.bytes(32), other: shape.hash }), 7, 1),
});

/** A share, from its bytes [protocol: Recovery by two people]. */
export const readShare = (bytes) => share(decode(bytes));

/** What two shares give, and whether each half is the one that the other holder was told of [protocol: Recovery by two people]. */
export function seedOf({ team, user }, one, other) {
  const halfOf = (of, by) => of.share.halves.find((half) => half.with === by.holder);
  const [first, second] = [halfOf(one, other), halfOf(other, one)];
  const seed = first.half.map((byte, at) => byte ^ second.half[at]);
  const { signPk, kemPk } = deviceKeys(seed);
  const { sheet } = one.share;
  const told = (of, by) =>
    hashText("recovery-half", raw(team), raw(user), raw(sheet), raw(of.holder), raw(by.holder), halfOf(of, by).half);
  const isToldSo =
    deviceOf({ team, user, signPk, kemPk }) === sheet &&
    first.other === told(other, one) &&
    second.other === told(one, other);
  return { seed, isToldSo };
}

/** A share that was sealed to the new computer of this master key [protocol: Recovery by two people]. */
export function openShare(masterKey, { team, sheet, holder, exchange }, sealed) {
  const shared = decapsulate(KDF(masterKey, "kem-seed"), sealed.subarray(0, 1120));
  const context = { purpose: "recovery-share", team: raw(team), sheet: raw(sheet), holder: raw(holder), exchange };
  return readShare(open(shared, context, sealed.subarray(1120)));
}
