import { decode } from "./cbor.mjs";
import { isSigned } from "./hashes.mjs";
import { refuse } from "./refused.mjs";
import { rightAt, standsAt } from "./rights.mjs";
import * as shape from "./shapes.mjs";

const signed = shape.map({ body: shape.bytes(0, 262144), sig: shape.bytes(64) });
const body = shape.map({
  suite: shape.whole,
  team: shape.hash,
  user: shape.id,
  device: shape.hash,
  counter: shape.whole,
  time: shape.whole,
  logSeq: shape.whole,
  logHead: shape.hash,
  vaults: shape.list(shape.map({ vault: shape.id, seq: shape.whole, hash: shape.hash }), 2200),
  activity: shape.map({ seq: shape.whole, hash: shape.hash }),
});

/** A statement of heads, as far as its form goes [protocol: Freshness]. */
export function readStatement(bytes) {
  const { body: inner, sig } = shape.read(signed, bytes, 262144);
  return { body: body(decode(inner)), bytes: inner, sig };
}

/** A statement on a reader's log, in the order of checks that the page gives [protocol: Freshness]. */
export function checkStatement(log, bytes) {
  const statement = readStatement(bytes);
  const { team, user, device, vaults, logSeq, logHead } = statement.body;
  if (team !== log.team) refuse("unknown-team");
  const known = log.devices.get(device);
  const isTheirs = known?.user === user && known.kind === "computer";
  if (!isTheirs || !isSigned(known.signPk, "heads", statement.bytes, statement.sig)) refuse("signature");
  if (vaults.some(({ vault }, at) => at > 0 && vaults[at - 1].vault >= vault)) refuse("encoding");
  if (logSeq > log.head.seq) refuse("log-gap");
  if (log.hashes[logSeq] !== logHead) refuse("log-fork");
  if (!standsAt(log, device, logSeq)) refuse("role");
  for (const { vault } of vaults) {
    const isPersonal = log.vaults.get(vault)?.kind === "personal";
    if (isPersonal || rightAt(log, vault, user, logSeq) === null) refuse("role");
  }
  return statement.body;
}
