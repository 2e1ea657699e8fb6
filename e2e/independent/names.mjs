import { decode } from "./cbor.mjs";
import { Refused } from "./refused.mjs";
import * as shape from "./shapes.mjs";

const withBody = (value) => value.get("body");

/** User and device in a certificate, whether or not it is a good one [protocol: Cosignatures]. */
function inCertificate(bytes) {
  const body = decode(withBody(decode(bytes)));
  return { user: shape.id(body.get("user")), device: shape.hash(body.get("device")) };
}

/** A join names whom it brings, their device and the invite [protocol: Cosignatures]. */
function inJoin(log, bytes) {
  const join = decode(bytes);
  const { user, device } = inCertificate(join.get("certificate"));
  const entry = shape.hash(join.get("invite"));
  const invite = [...log.invites.values()].find(({ hash }) => hash === entry);
  return [user, device, ...(invite === undefined ? [] : [invite.invite])];
}

function readable(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused || error instanceof TypeError) return [];
    throw error;
  }
}

/** Ids that a payload names, heirs aside, with the people behind its devices; a comparison names nobody [protocol: Cosignatures]. */
export function namedBy(log, { type, payload }) {
  if (type === "verify") return [];
  const lists = ["groups", "managers", "members", "add", "remove", "managersAdd", "managersRemove"];
  const rows = [payload, ...(payload.grants ?? []), ...(payload.changes ?? []), ...(payload.vaults ?? [])];
  const direct = rows.flatMap(({ user, device, group, vault, invite }) => [user, device, group, vault, invite]);
  const listed = lists.flatMap((key) => payload[key] ?? []);
  const certified =
    payload.certificate === undefined ? [] : readable(() => Object.values(inCertificate(payload.certificate)));
  const joined = payload.join === undefined ? [] : readable(() => inJoin(log, payload.join));
  const recovery = [...log.recoveries.values()].find(({ hash }) => hash === payload.open);
  const recovered = recovery === undefined ? [] : [recovery.user, recovery.paper];
  const ids = [...direct, ...listed, ...certified, ...joined, ...recovered].filter((id) => typeof id === "string");
  const owners = ids.flatMap((id) => log.devices.get(id)?.user ?? []);
  return [...new Set([...ids, ...owners])];
}
