import { decode, encode } from "./cbor.mjs";
import { hashText } from "./hashes.mjs";
import { refuse } from "./refused.mjs";
import * as shape from "./shapes.mjs";

const { id, hash, whole, maybe, map, list, ascending, one, bytes, flag } = shape;
const role = one("member", "lead", "admin", "auditor");
const permission = one("use", "edit", "manage");
const head = map({ seq: whole, hash });
const vaultHead = map({ vault: id, seq: whole, hash });
const byVault = ({ vault }) => vault;

const grants = ascending(map({ vault: id, permission, end: maybe(whole) }), 64, 0, byVault);
const groups = ascending(id, 64);
const people = (least) => ascending(id, 1000, least);
const heirs = (value) =>
  list(
    map({ vault: maybe(id), group: maybe(id), user: id }),
    65536,
  )(value).map((heir) => ((heir.vault === null) === (heir.group === null) ? refuse("encoding") : heir));
const subject = (value) => {
  const change = map({ user: maybe(id), group: maybe(id), permission: maybe(permission), end: maybe(whole) })(value);
  return (change.user === null) === (change.group === null) ? refuse("encoding") : change;
};
/** The team's rules [model: Payloads]. */
export const policy = map({
  secondFactor: map({
    mode: one("off", "warn", "require"),
    scope: list(map({ kind: one("all", "vault", "tool", "class"), id: (value) => value }), 256),
  }),
  serverTotp: map({ newSessions: flag, from: maybe(whole) }),
  vaultCreation: one("all", "leads"),
  cosigned: ascending(shape.text(40), 32),
  fourEyes: ascending(id, 256),
  autoLockMinutes: whole,
  quickUnlock: flag,
  exports: one("all", "admins", "none"),
  generator: map({ length: whole, digits: flag, symbols: flag, words: whole }),
  leaverHours: whole,
});
const rotation = map({
  vault: id,
  epoch: whole,
  keyCommit: hash,
  inbox: hash,
  history: hash,
  pin: head,
  root: hash,
  voids: whole,
});
const act = { id, baseSeq: whole };
const kinds = one("personal", "shared", "directory", "tools", "governance", "audit");

/** What each type of entry holds [model: Payloads]. */
const payloads = {
  genesis: map({ user: id, signPk: bytes(32), kemPk: bytes(1216), policy }),
  invite: map({ invite: id, invitePk: bytes(32), role, roleEnd: maybe(whole), grants, groups, end: whole }),
  "invite-cancel": map({ invite: id }),
  "user-add": map({ join: bytes(0, 16384), grants, groups, heirs }),
  "user-role": map({ ...act, user: id, role, end: maybe(whole), heirs }),
  "user-remove": map({ ...act, user: id, heirs }),
  "device-add": map({ certificate: bytes(0, 16384), heirs }),
  "device-revoke": map({ ...act, device: hash, heirs }),
  "recovery-open": map({ certificate: bytes(0, 16384) }),
  "recovery-confirm": map({ open: hash }),
  "recovery-cancel": map({ open: hash }),
  "recovery-use": map({ open: hash, heirs }),
  policy: map({ ...act, policy }),
  verify: map({ user: id, number: hash }),
  "group-create": map({ group: id, managers: people(1), members: people(0) }),
  "group-change": map({
    group: id,
    add: people(0),
    remove: people(0),
    managersAdd: people(0),
    managersRemove: people(0),
    heirs,
  }),
  "vault-create": map({ vault: id, kind: kinds, keyCommit: hash, inbox: hash }),
  "vault-access": map({
    vault: id,
    changes: ascending(subject, 256, 1, ({ user, group }) => user ?? group),
  }),
  "vault-keys": map({}),
  "vault-rotate": map({ vaults: ascending(rotation, 64, 1, byVault) }),
  "vault-archive": map({ vault: id }),
};

const attached = map({
  cuts: list(vaultHead, 4096),
  heads: list(vaultHead, 4096),
  bundles: list(map({ device: hash, given: list(vaultHead, 4096), hash }), 65536),
});
const body = map({
  suite: whole,
  team: hash,
  seq: whole,
  prev: hash,
  type: shape.text(40),
  actor: map({ user: id, device: hash }),
  time: whole,
  payload: (value) => value,
  attached,
});
const signed = map({
  body: bytes(0, 262144),
  sig: bytes(64),
  cosigs: list(map({ device: hash, sig: bytes(64) }), 16),
});

/** The payload of an entry of this type, or refused [model: Payloads]. */
export const readPayload = (type, value) => (payloads[type] ?? refuse("client-too-old"))(value);

/** An entry as far as its own bytes say: body, signatures and hash; a type that is not known is `client-too-old` [protocol: Team log]. */
export function readEntry(received) {
  const { body: inner, sig, cosigs } = shape.read(signed, received, 262144);
  const read = body(decode(inner));
  const payload = payloads[read.type] ?? refuse("client-too-old");
  const devices = cosigs.map((cosig) => [cosig.device, cosig.sig]);
  return {
    body: { ...read, payload: payload(read.payload), rawPayload: read.payload },
    bytes: inner,
    sig,
    cosigs,
    hash: hashText("log-entry", inner, sig, devices),
  };
}

/** The team's id: of the genesis body with `team` and `actor.device` replaced by zeros [protocol: Team log]. */
export function teamOf(bytes) {
  const read = decode(bytes);
  const zero = new Uint8Array(32);
  const actor = new Map([...read.get("actor"), ["device", zero]]);
  return hashText("genesis", encode(new Map([...read, ["team", zero], ["actor", actor]])));
}

/** What a second person signs [protocol: Cosignatures]. */
export function cosignedBytes({ team, type, actor, payload, rawPayload }) {
  const raw = shape.fromBase32;
  const by = { user: raw(actor.user), device: raw(actor.device) };
  return encode({
    team: raw(team),
    id: raw(payload.id),
    type,
    actor: by,
    payload: rawPayload,
    baseSeq: payload.baseSeq,
  });
}
