/** Entries about groups. */
import { isLessManaged, settleGroupLeavers } from "./leavers.mjs";
import { refuse } from "./refused.mjs";
import { groupManagedBy, hasMore, isShared } from "./rights.mjs";

/** Refuses an entry after which its signer has more, or for longer, than before [protocol: Groups]. */
export function checkOwn(before, log, user) {
  for (const [id, vault] of before.vaults)
    if (isShared(vault) && hasMore({ log: before, vault }, { log, vault: log.vaults.get(id) }, user))
      refuse("role", "own");
}

function checkPeople(log, people) {
  for (const user of people) {
    const person = log.users.get(user);
    if (!person?.active || person.role === "auditor") refuse("role", "subject");
  }
}

function reduceCreate(log, { payload }) {
  const { group, managers, members } = payload;
  if (log.ids.has(group)) refuse("encoding", "id-repeated");
  checkPeople(log, [...managers, ...members]);
  if ([...log.groups.values()].length >= 500) refuse("limit");
  log.ids.add(group);
  const made = { group, managers: new Set(managers), members: new Set(members) };
  if (groupManagedBy(log, made) < 2) refuse("role", "last-manager");
  log.groups.set(group, made);
}

/** Whoever an entry takes out, or takes managing from, without the signer [protocol: Groups]. */
const othersTaken = ({ payload, actor }) =>
  [...payload.remove, ...payload.managersRemove].filter((user) => user !== actor.user);

/** Heirs are named where others, and not the signer, are taken out [protocol: Groups]. */
const takesOthersOnly = (body) =>
  othersTaken(body).length > 0 && ![...body.payload.remove, ...body.payload.managersRemove].includes(body.actor.user);

function reduceChange(log, body, before) {
  const { payload, actor, seq } = body;
  const group = log.groups.get(payload.group);
  const lists = [
    [payload.add, group.members, true],
    [payload.managersAdd, group.managers, true],
    [payload.remove, group.members, false],
    [payload.managersRemove, group.managers, false],
  ];
  if (lists.every(([people]) => people.length === 0)) refuse("role", "unchanged");
  for (const [people, of, isIn] of lists) {
    for (const user of people) if (of.has(user) === isIn) refuse("role", "unchanged");
    if (isIn) checkPeople(log, people);
    for (const user of people) isIn ? of.add(user) : of.delete(user);
  }
  checkOwn(before, log, actor.user);
  if (othersTaken(body).length > 0)
    settleGroupLeavers(before, log, group, { signer: actor.user, heirs: payload.heirs, seq });
  if (!takesOthersOnly(body) && isLessManaged(before, log)) refuse("role", "last-manager");
}

function mayChange(log, { payload, actor }) {
  const group = log.groups.get(payload.group);
  if (group === undefined) return false;
  const { add, remove, managersAdd, managersRemove } = payload;
  const takesOut = [...remove, ...managersRemove];
  const leaves =
    [...add, ...managersAdd].length === 0 && takesOut.length > 0 && takesOut.every((user) => user === actor.user);
  return group.managers.has(actor.user) || leaves;
}

/** The rows of groups [protocol: Groups]. */
export const groupTypes = {
  "group-create": { may: (log, { actor }) => log.users.get(actor.user).role === "admin", reduce: reduceCreate },
  "group-change": { may: mayChange, cuts: true, bundles: "subset", namesHeirs: () => true, reduce: reduceChange },
};
