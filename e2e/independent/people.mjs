/** People and devices as entries bring them in. */
import { hashText } from "./hashes.mjs";
import { refuse } from "./refused.mjs";

/** A public key as one that occurred [protocol: Encoding]; its whole hash, where ours keeps the first 16 bytes. */
export const keySeen = (key) => hashText("key-seen", key);

/** Brings a device in; an id or a key that occurred before is `encoding` [protocol: People and devices]. */
export function addDevice(log, { device, user, signPk, kemPk, kind }) {
  const seen = [keySeen(signPk), keySeen(kemPk)];
  if (log.devices.has(device) || seen.some((key) => log.keysSeen.has(key))) refuse("encoding");
  for (const key of seen) log.keysSeen.add(key);
  log.devices.set(device, { device, user, signPk, kemPk, kind, active: true });
}

/** A person as they come in [protocol: State and signers]. */
export const newPerson = ({ user, role, roleEnd, seq, by, firstDevice }) => ({
  ...{ user, role, roleEnd, firstDevice, since: seq, addedBy: by, raisedBy: new Set(), active: true },
});
