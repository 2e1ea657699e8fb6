/** Entries about people and their computers. A row: who may sign, what may lie beside it, what it changes. */
import { decode, encode } from "./cbor.mjs";
import { hashText, isSigned } from "./hashes.mjs";
import { checkSignPk, readCertificate } from "./keys.mjs";
import { settleLeaver } from "./leavers.mjs";
import { addDevice, keySeen, newPerson } from "./people.mjs";
import { refuse } from "./refused.mjs";
import { isMore, isShared, manages } from "./rights.mjs";
import { safetyNumber } from "./safety.mjs";
import * as shape from "./shapes.mjs";

/** Whether the signer is an admin [protocol: Entry types]. */
export const isAdmin = (log, { actor }) => log.users.get(actor.user).role === "admin";

const roleRank = { auditor: 0, member: 1, lead: 2, admin: 3 };
const endRank = (end) => end ?? Number.POSITIVE_INFINITY;

/** Cancels the open invites of somebody who may not invite any more [protocol: Leavers]. */
function cancelInvites(log, user) {
  for (const invite of log.invites.values())
    if (invite.by === user && invite.state === "open") Object.assign(invite, { state: "cancelled" });
}

/** Takes grants and places in groups away [protocol: Leavers]. */
function strip(log, user) {
  for (const { access } of log.vaults.values()) access.delete(user);
  for (const { members, managers } of log.groups.values())
    for (const people of [members, managers]) people.delete(user);
}

/** Every recovery of somebody whose sheet, or who themselves, is gone ends [protocol: Recovery]. */
export function endRecoveries(log) {
  for (const [user, { paper }] of log.recoveries)
    if (!log.users.get(user).active || !log.devices.get(paper).active) log.recoveries.delete(user);
}

const how = ({ actor, payload, seq }) => ({ signer: actor.user, heirs: payload.heirs, isSignerOut: false, seq });

/** Makes a vault's grants of a plan that count: of live shared vaults that the signer manages [protocol: Invites]. */
function countingGrants(log, user, grants) {
  return grants.filter(({ vault }) => {
    const found = log.vaults.get(vault);
    return found !== undefined && isShared(found) && found.archived === null && manages(log, found, user);
  });
}

const countingGroups = (log, user, groups) => groups.filter((group) => log.groups.get(group)?.managers.has(user));

/** Grants and groups name what there is, live shared vaults and groups, and an auditor gets none [protocol: Invites]. */
function checkGrants(log, { role, grants, groups }) {
  if (role === "auditor" && grants.length + groups.length > 0) refuse("role", "auditor-grant");
  for (const { vault } of grants) {
    const found = log.vaults.get(vault);
    if (found === undefined || !isShared(found) || found.archived !== null) refuse("role");
  }
  if (groups.some((group) => !log.groups.has(group))) refuse("role", "group");
}

function reduceInvite(log, { payload, actor, time, hash }) {
  const { invite, invitePk, role, roleEnd, grants, groups, end } = payload;
  if (end <= time || log.ids.has(invite)) refuse("invite");
  checkGrants(log, payload);
  checkSignPk(invitePk);
  if (log.keysSeen.has(keySeen(invitePk))) refuse("encoding");
  log.keysSeen.add(keySeen(invitePk));
  log.ids.add(invite);
  const counting = { grants: countingGrants(log, actor.user, grants), groups: countingGroups(log, actor.user, groups) };
  log.invites.set(invite, {
    invite,
    invitePk,
    role,
    roleEnd,
    end,
    ...counting,
    hash,
    by: actor.user,
    state: "open",
  });
}

const joinMessage = shape.map({
  certificate: shape.bytes(0, 16384),
  invite: shape.hash,
  inviteSig: shape.bytes(64),
  deviceSig: shape.bytes(64),
});

/** Who holds an open invite and signed for it with their device [protocol: Invites]. */
function readJoin(log, bytes, time) {
  const join = joinMessage(decode(bytes));
  const invite = [...log.invites.values()].find(({ hash }) => hash === join.invite);
  if (invite === undefined || invite.state !== "open" || time > invite.end) refuse("invite");
  const inviter = log.users.get(invite.by);
  if (!inviter.active || inviter.role !== "admin") refuse("invite");
  const certificate = readCertificate(join.certificate);
  const signed = encode([join.certificate, join.invite]);
  if (!isSigned(invite.invitePk, "join", signed, join.inviteSig)) refuse("signature");
  if (!isSigned(certificate.signPk, "join-device", signed, join.deviceSig)) refuse("signature");
  if (certificate.team !== log.team) refuse("unknown-team");
  if (certificate.kind !== "computer") refuse("role");
  return { invite, certificate };
}

function reduceUserAdd(log, { payload, actor, time, seq }) {
  const { invite, certificate } = readJoin(log, payload.join, time);
  const { user } = certificate;
  if (log.ids.has(user)) refuse("encoding");
  checkGrants(log, { ...payload, role: invite.role });
  log.ids.add(user);
  Object.assign(invite, { state: "used" });
  const { role, roleEnd } = invite;
  log.users.set(user, newPerson({ user, role, roleEnd, seq, by: actor.user, firstDevice: certificate.device }));
  addDevice(log, certificate);
  if (invite.role === "auditor") return;
  const still = countingGrants(log, invite.by, invite.grants);
  for (const { vault, permission, end } of [...still, ...countingGrants(log, actor.user, payload.grants)]) {
    const { access } = log.vaults.get(vault);
    const given = { permission, end };
    if (isMore(given, access.get(user) ?? null)) access.set(user, given);
  }
  const groups = [...countingGroups(log, invite.by, invite.groups), ...countingGroups(log, actor.user, payload.groups)];
  for (const group of groups) log.groups.get(group).members.add(user);
}

function reduceUserRole(log, body, before) {
  const { payload, actor } = body;
  const { user, role, end } = payload;
  const person = log.users.get(user);
  if (!person?.active) refuse("role", "subject");
  if (person.role === role && person.roleEnd === end) refuse("role", "unchanged");
  const isRaised = roleRank[role] > roleRank[person.role];
  if (user === actor.user && (isRaised || endRank(end) > endRank(person.roleEnd))) refuse("role", "own");
  if (isRaised) person.raisedBy.add(actor.user);
  Object.assign(person, { role, roleEnd: end });
  if (role === "auditor") strip(log, user);
  if (role !== "admin") cancelInvites(log, user);
  settleLeaver(before, log, user, how(body));
}

function reduceUserRemove(log, body, before) {
  const { payload, seq } = body;
  const person = log.users.get(payload.user);
  if (!person?.active) refuse("role", "subject");
  Object.assign(person, { active: false });
  for (const device of log.devices.values()) if (device.user === payload.user) device.active = false;
  strip(log, payload.user);
  cancelInvites(log, payload.user);
  for (const vault of log.vaults.values())
    if (vault.owner === payload.user && vault.archived === null) vault.archived = seq;
  endRecoveries(log);
  settleLeaver(before, log, payload.user, how(body));
}

/** A certificate that an entry brings: of this team, of this person, of this kind [protocol: New device]. */
export function readNewDevice(log, bytes, { user, kinds }) {
  const certificate = readCertificate(bytes);
  if (certificate.team !== log.team) refuse("unknown-team");
  if (certificate.user !== user || !kinds.includes(certificate.kind)) refuse("role");
  return certificate;
}

function reduceDeviceAdd(log, { payload, actor }) {
  const certificate = readNewDevice(log, payload.certificate, { user: actor.user, kinds: ["computer", "paper"] });
  const inUse = [...log.devices.values()].filter(({ user, active }) => user === actor.user && active);
  addDevice(log, certificate);
  if (inUse.length >= 16) refuse("limit");
}

function reduceDeviceRevoke(log, body, before) {
  const device = log.devices.get(body.payload.device);
  if (!device.active) refuse("role", "subject");
  device.active = false;
  endRecoveries(log);
  settleLeaver(before, log, device.user, how(body));
}

function mayRevoke(log, { actor, payload }) {
  const device = log.devices.get(payload.device);
  return device !== undefined && (device.user === actor.user || isAdmin(log, { actor }));
}

/** Anybody says that they compared somebody else's number, as it is now [protocol: Safety numbers]. */
function reduceVerify(log, { payload, actor }) {
  const person = log.users.get(payload.user);
  if (!person?.active) refuse("role", "subject");
  if (payload.number !== safetyNumber({ ...person, team: log.team })) refuse("role", "number");
  const compared = `${actor.user} ${payload.user}`;
  if (log.verified.get(compared) === payload.number) refuse("role", "unchanged");
  log.verified.set(compared, payload.number);
}

const act = { isAct: true, namesHeirs: () => true };

/** The rows of people and computers [protocol: Entry types]. */
export const peopleTypes = {
  invite: { may: isAdmin, reduce: reduceInvite },
  "invite-cancel": {
    may: isAdmin,
    reduce(log, { payload }) {
      const invite = log.invites.get(payload.invite);
      if (invite?.state !== "open") refuse("invite");
      Object.assign(invite, { state: "cancelled" });
    },
  },
  "user-add": { may: isAdmin, bundles: "subset", reduce: reduceUserAdd },
  "user-role": { ...act, may: isAdmin, cuts: true, bundles: "subset", needsAdmin: true, reduce: reduceUserRole },
  "user-remove": { ...act, may: isAdmin, cuts: true, isRemoval: true, needsAdmin: true, reduce: reduceUserRemove },
  "device-add": { may: () => true, bundles: "subset", reduce: reduceDeviceAdd },
  "device-revoke": {
    ...act,
    may: mayRevoke,
    cuts: true,
    isRemoval: true,
    needsAdmin: true,
    reduce: reduceDeviceRevoke,
  },
  verify: { may: (_log, { payload, actor }) => payload.user !== actor.user, reduce: reduceVerify },
  policy: {
    isAct: true,
    may: isAdmin,
    reduce(log, { payload, seq }) {
      if (hashText("text", encodable(log.policy)) === hashText("text", encodable(payload.policy)))
        refuse("role", "unchanged");
      Object.assign(log, { policy: payload.policy, policySeq: seq });
    },
  },
};

const encodable = (policy) =>
  JSON.stringify(policy, (_key, value) => (value instanceof Uint8Array ? shape.base32(value) : value));
