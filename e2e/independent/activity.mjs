import { decode } from "./cbor.mjs";
import { hashText, isSigned } from "./hashes.mjs";
import { refuse } from "./refused.mjs";
import * as shape from "./shapes.mjs";

const { maybe, whole, id, text } = shape;
const event = shape.map({
  suite: whole,
  seq: shape.between(1, Number.MAX_SAFE_INTEGER),
  prev: shape.hash,
  time: whole,
  type: text(40),
  vault: maybe(id),
  items: shape.list(id, 512),
  count: whole,
  field: maybe(text(40)),
  version: maybe(whole),
  subject: maybe(id),
  right: maybe(text(40)),
  since: maybe(whole),
  of: maybe(whole),
  code: maybe(text(40)),
});
const signed = shape.map({ body: shape.bytes(0, 65536), sig: shape.bytes(64) });
const batch = shape.map({
  suite: whole,
  team: shape.hash,
  user: id,
  device: shape.hash,
  events: shape.list(shape.bytes(0, 16384), 256, 1),
});

/** One event of a computer's chain [model: Activity]. */
export const readEvent = (bytes) => shape.read(event, bytes, 16384);

/** By which the next event names this one [protocol: Activity]. */
export const eventHash = (bytes) => hashText("activity", bytes);

/** The events of a batch of this person's computer: signature and names, then numbers and hashes [protocol: Activity]. */
export function readBatch({ team, user, device, signPk }, bytes) {
  const { body, sig } = shape.read(signed, bytes, 37888);
  const read = batch(decode(body));
  const isExpected = read.team === team && read.user === user && read.device === device;
  if (!isExpected || !isSigned(signPk, "activity-batch", body, sig)) refuse("signature");
  let before = null;
  return read.events.map((one) => {
    const told = readEvent(one);
    if (before !== null && told.seq <= before.seq) refuse("manifest");
    if (before !== null && told.seq === before.seq + 1 && told.prev !== before.hash) refuse("manifest");
    before = { seq: told.seq, hash: eventHash(one) };
    return told;
  });
}
