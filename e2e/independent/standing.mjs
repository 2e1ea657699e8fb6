import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { isDue, rightOf } from "./rights.mjs";

const sorted = (rows) => [...rows].sort((left, right) => (String(left) < String(right) ? -1 : 1));

function vaultRow(log, vault) {
  const rights = [...log.users.keys()].map((user) => [user, rightOf(log, vault, user)?.permission ?? null]);
  const sent = [...vault.epochs.at(-1).sent].map(([device, listings]) => [device, listings.length]);
  const isArchived = vault.archived !== null;
  return [
    ...[vault.vault, vault.kind, vault.epochs.length, isArchived, !isArchived && isDue(log, vault)],
    ...[sorted(rights.filter(([, permission]) => permission !== null)), sorted(sent)],
    vault.binding.map(({ at, seq, hash }) => [at, seq, hash]),
  ];
}

/** A hash of what a log says: who is in, with what, who may read what, which keys were sent, which heads bind [protocol: State and signers]. */
export function standingOf(log) {
  const { users, devices, invites, groups, recoveries, vaults } = log;
  const standing = {
    people: sorted([...users.values()].map(({ user, role, roleEnd, active }) => [user, role, roleEnd, active])),
    devices: sorted([...devices.values()].map(({ device, user, kind, active }) => [device, user, kind, active])),
    invites: sorted([...invites.values()].map(({ invite, state }) => [invite, state])),
    groups: sorted(
      [...groups.values()].map(({ group, members, managers }) => [group, sorted(members), sorted(managers)]),
    ),
    recoveries: sorted([...recoveries.values()].map(({ hash, user, confirmed }) => [hash, user, sorted(confirmed)])),
    vaults: sorted([...vaults.values()].map((vault) => vaultRow(log, vault))),
  };
  return bytesToHex(sha256(new TextEncoder().encode(JSON.stringify(standing)))).slice(0, 16);
}
