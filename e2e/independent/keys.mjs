import { ed25519 } from "@noble/curves/ed25519.js";
import { decode, encode } from "./cbor.mjs";
import { open } from "./envelope.mjs";
import { H, hashText, isSigned, KDF, signPkOf } from "./hashes.mjs";
import { refuse } from "./refused.mjs";
import * as shape from "./shapes.mjs";
import { checkKemPk, decapsulate, kemKeysOf } from "./xwing.mjs";

const raw = shape.fromBase32;

/** All that follows from a device's master key [protocol: Unlock]. */
export function deviceKeys(masterKey) {
  const [signSeed, kemSeed] = [KDF(masterKey, "sign-seed"), KDF(masterKey, "kem-seed")];
  return {
    signSeed,
    kemSeed,
    signPk: signPkOf(signSeed),
    kemPk: kemKeysOf(kemSeed).kemPk,
    drafts: KDF(masterKey, "drafts"),
    snapshot: KDF(masterKey, "snapshot-key"),
    localState: KDF(masterKey, "local-state"),
  };
}

/** A device's id [protocol: People and devices]. */
export const deviceOf = ({ team, user, signPk, kemPk }) => hashText("device", raw(team), raw(user), signPk, kemPk);

/** The signing key of an invite's seed [protocol: Invites]. */
export const inviteSeed = (seed, team) => KDF(seed, "invite", raw(team));

/** The seed of a vault's inbox [protocol: Vault keys]. */
export const inboxSeed = (vaultKey) => KDF(vaultKey, "inbox-seed");

/** What an entry says of that inbox [protocol: Vault keys]. */
export const inboxHash = (vaultKey) => hashText("inbox", kemKeysOf(inboxSeed(vaultKey)).kemPk);

/** A server's keys and the hash that clients pin [protocol: Sessions]. */
export function serverKeys(seed) {
  const signPk = signPkOf(KDF(seed, "server-sign-seed"));
  const { kemPk } = kemKeysOf(KDF(seed, "server-kem-seed"));
  return { signPk, kemPk, hash: hashText("server-keys", signPk, kemPk) };
}

/** What an entry says of a vault's key [protocol: Vault keys]. */
export const keyCommit = ({ team, vault, epoch, key }) => hashText("vault-key", raw(team), raw(vault), epoch, key);

/** Refuses a signing key that is no canonical point of the main subgroup [protocol: People and devices]. */
export function checkSignPk(signPk) {
  try {
    const point = ed25519.Point.fromBytes(signPk, false);
    if (point.isSmallOrder() || !point.isTorsionFree()) refuse("encoding");
  } catch {
    refuse("encoding");
  }
}

const certificate = shape.map({ body: shape.bytes(0, 65536), sig: shape.bytes(64) });
const certified = shape.map({
  suite: shape.whole,
  team: shape.hash,
  user: shape.id,
  device: shape.hash,
  signPk: shape.bytes(32),
  kemPk: shape.bytes(1216),
  kind: shape.one("computer", "paper"),
});

/** Reads a certificate: its keys are good, its id is theirs, it is signed by the key that it names [protocol: People and devices]. */
export function readCertificate(bytes) {
  const { body, sig } = certificate(decode(bytes));
  const read = certified(decode(body));
  checkSignPk(read.signPk);
  checkKemPk(read.kemPk);
  if (deviceOf(read) !== read.device) refuse("encoding");
  if (!isSigned(read.signPk, "certificate", body, sig)) refuse("signature");
  return read;
}

const sentKeys = shape.list(shape.map({ vault: shape.id, epoch: shape.whole, key: shape.bytes(32) }), 4096);

/** The vault keys in a bundle for the device of this master key [protocol: Vault keys]. */
export function openBundle(masterKey, { team, device }, bytes) {
  const shared = decapsulate(deviceKeys(masterKey).kemSeed, bytes.subarray(0, 1120));
  const context = { purpose: "vault-keys", team: raw(team), device: raw(device) };
  return sentKeys(decode(open(shared, context, bytes.subarray(1120), false)));
}

const keyHistory = shape.list(shape.map({ epoch: shape.whole, key: shape.maybe(shape.bytes(32)) }), 4096);

/** The earlier keys of a vault [protocol: Vault keys]. */
export function openHistory(key, { team, vault, epoch }, bytes) {
  return keyHistory(
    decode(open(key, { purpose: "key-history", team: raw(team), vault: raw(vault), epoch }, bytes, false)),
  );
}

/** A session's key of requests [protocol: Sessions]. */
export const requestKey = (shared, signedBody) => KDF(shared, "request", H("session-transcript", signedBody));

/** The keyed hash of a request [protocol: Sessions]. */
export const requestMac = (key, { method, path, bodyHash, counter }) =>
  KDF(key, "request-mac", method, path, bodyHash, counter);

/** The hash of a request's body [protocol: Sessions]. */
export const bodyHash = (bytes) => H("request-body", bytes);

/** The context of an item's envelope [protocol: Envelope]. */
export function itemContext(purpose, { team, vault, epoch, item, version, author, schema }) {
  const by = { user: raw(author.user), device: raw(author.device) };
  return { purpose, team: raw(team), vault: raw(vault), epoch, item: raw(item), version, author: by, schema };
}

/** Two codes that are the halves of the first 10 bytes of a hash. */
function halves(hash) {
  const code = shape.base32(hash.subarray(0, 10));
  return { old: code.slice(0, 8), fresh: code.slice(8) };
}

/** Both codes of a link between two computers, over its first three messages [protocol: New device]. */
export const linkCodes = (first, second, third) => halves(H("link-code", first, second, third));

/** Both codes of an invite whose two people compare [protocol: Compared invites]. */
export const inviteCodes = (first, second, third) => halves(H("invite-code", first, second, third));

/** Both codes of a new computer and one who helps [protocol: Recovery by two people]. */
export const helpCodes = (first, second, third) => halves(H("recovery-code", first, second, third));

/** What the new computer commits to there [protocol: Recovery by two people]. */
export const helpCommitment = ({ signPk, kemPk, nonce }) => H("recovery-commit", signPk, kemPk, nonce);

/** What the joiner commits to [protocol: Compared invites]. */
export const inviteCommitment = ({ join, nonce }) => H("invite-commit", join, nonce);

/** What the new computer commits to [protocol: New device]. */
export const linkCommitment = ({ signPk, kemPk, nonce }) => H("link-commit", signPk, kemPk, nonce);

/** Canonical bytes of a map in which ids are text, where the page says `bytes` [protocol: Encoding]. */
export function wire(value, ids) {
  const rows = Object.entries(value).map(([key, held]) => [key, ids.includes(key) && held !== null ? raw(held) : held]);
  return encode(Object.fromEntries(rows));
}
