import { decode } from "./cbor.mjs";
import { readPayload } from "./entry.mjs";
import { open } from "./envelope.mjs";
import { hashText, isSigned } from "./hashes.mjs";
import { secondFactorHow, secondFactorState } from "./items.mjs";
import { inboxSeed } from "./keys.mjs";
import { share } from "./recovery-shares.mjs";
import { refuse } from "./refused.mjs";
import * as shape from "./shapes.mjs";
import { decapsulate } from "./xwing.mjs";

const signed = shape.map({ body: shape.bytes(0, 65536), sig: shape.bytes(64) });
const body = shape.map({
  suite: shape.whole,
  team: shape.hash,
  from: shape.map({ user: shape.id, device: shape.hash }),
  to: shape.id,
  logSeq: shape.whole,
  logHead: shape.hash,
  time: shape.whole,
  chain: shape.id,
  counter: shape.whole,
  prev: shape.hash,
  type: shape.text(40),
  content: shape.bytes(0, 40960),
});

/** Types of entries under which a second signature is asked for [protocol: Cosignatures]. */
const actTypes = shape.one("policy", "user-role", "user-remove", "device-revoke");
const fact = shape.map({
  item: shape.id,
  tool: shape.maybe(shape.id),
  state: secondFactorState,
  how: shape.maybe(secondFactorHow),
  by: shape.maybe(shape.id),
  approver: shape.maybe(shape.id),
  at: shape.maybe(shape.whole),
  until: shape.maybe(shape.whole),
  through: shape.maybe(shape.id),
  isComplete: shape.flag,
  reviewAt: shape.maybe(shape.whole),
  end: shape.maybe(shape.whole),
});

/** What a letter of each type holds [model: Letters]. */
const contents = {
  "name-request": shape.map({ name: shape.typed(200) }),
  "name-decline": shape.map({ request: shape.hash, name: shape.typed(200), reason: shape.maybe(shape.typed(200)) }),
  "key-request": shape.map({ vault: shape.id, epoch: shape.whole }),
  "recovery-share": share,
  "recovery-choice": shape.map({ sheet: shape.hash, holders: shape.list(shape.id, 8, 2) }),
  "cosign-request": shape.map({
    act: shape.maybe((value) => {
      const { type, payload } = shape.map({ type: actTypes, payload: (given) => given })(value);
      return { type, payload: readPayload(type, payload) };
    }),
  }),
  "cosign-answer": shape.map({ id: shape.id, sig: shape.maybe(shape.bytes(64)) }),
  "code-request": shape.map({
    nonce: shape.id,
    item: shape.id,
    kemPk: shape.bytes(1216),
    until: shape.whole,
    why: shape.typed(200),
  }),
  "code-answer": shape.map({ nonce: shape.id, sealed: shape.maybe(shape.bytes(0, 2048)) }),
  "activity-batch": shape.map({ batch: shape.bytes(0, 37888) }),
  "account-statement": shape.map({
    own: shape.id,
    tool: shape.id,
    signInName: shape.maybe(shape.typed(200)),
    role: shape.maybe(shape.typed(60)),
    state: secondFactorState,
    through: shape.maybe(shape.id),
    isRemoved: shape.flag,
  }),
  "login-facts": shape.map({
    vault: shape.id,
    logins: shape.whole,
    facts: shape.list(fact, 100),
    gone: shape.list(shape.id, 100),
  }),
};

/** The content of a type that is known [model: Letters]. */
export const readContent = (type, bytes) => contents[type](decode(bytes));

/** The message in a letter that was sealed to the inbox of this vault key [protocol: Letters]. */
export function openLetter(vaultKey, { team, to, epoch, id }, sealed) {
  const raw = shape.fromBase32;
  const shared = decapsulate(inboxSeed(vaultKey), sealed.subarray(0, 1120));
  return open(shared, { purpose: "letter", team: raw(team), to: raw(to), epoch, id: raw(id) }, sealed.subarray(1120));
}

/** A message: what was signed, and its hash [protocol: Letters]. */
export function readMessage(bytes) {
  const { body: inner, sig } = shape.read(signed, bytes, 65536);
  const read = body(decode(inner));
  return { body: read, bytes: inner, sig, hash: hashText("letter", inner, sig) };
}

/** A letter on a reader's log, in the order of checks that the page gives [protocol: Letters]. */
export function checkLetter(log, to, bytes) {
  const message = readMessage(bytes);
  const { team, from, logSeq, logHead } = message.body;
  if (team !== log.team) refuse("unknown-team");
  const device = log.devices.get(from.device);
  const isTheirs = message.body.to === to && device?.user === from.user && device.kind === "computer";
  if (!isTheirs || !isSigned(device.signPk, "letter-signature", message.bytes, message.sig)) refuse("signature");
  if (logSeq > log.head.seq) refuse("log-gap");
  if (log.hashes[logSeq] !== logHead) refuse("log-fork");
  return message;
}
