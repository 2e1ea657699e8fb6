/** The team log: one entry after the other, all or nothing. A log that refused an entry is as it was. */
import { cosignedBytes, readEntry, teamOf } from "./entry.mjs";
import { groupTypes } from "./group-entries.mjs";
import { isSigned } from "./hashes.mjs";
import { checkSignPk, deviceOf } from "./keys.mjs";
import { isLessManaged } from "./leavers.mjs";
import { namedBy } from "./names.mjs";
import { addDevice, newPerson } from "./people.mjs";
import { peopleTypes } from "./people-entries.mjs";
import { recoveryTypes } from "./recovery-entries.mjs";
import { refuse } from "./refused.mjs";
import { entitled, hasComputer, pastOf, rankOf, rightOf } from "./rights.mjs";
import { vaultTypes } from "./vault-entries.mjs";
import { checkKemPk } from "./xwing.mjs";

const types = { ...peopleTypes, ...groupTypes, ...recoveryTypes, ...vaultTypes };
const founding = ["directory", "tools", "governance", "audit", "personal"];
const none = "0".repeat(52);

/** A copy that an entry may change; what only grows by whole entries is shared [protocol: Verification]. */
function copyOf(log) {
  const { past, hashes, ...rest } = log;
  return { ...structuredClone(rest), past: [...past], hashes: [...hashes] };
}

/** The log of a genesis entry alone [protocol: Team log]. */
export function beginLog(received) {
  const entry = readEntry(received);
  const { body } = entry;
  const { user, signPk, kemPk, policy } = body.payload;
  if (body.type !== "genesis" || body.seq !== 0 || body.prev !== none || entry.cosigs.length > 0) refuse("genesis");
  if (Object.values(body.attached).some(({ length }) => length > 0)) refuse("genesis");
  if (teamOf(entry.bytes) !== body.team) refuse("genesis");
  checkSignPk(signPk);
  checkKemPk(kemPk);
  const device = deviceOf({ team: body.team, user, signPk, kemPk });
  if (body.actor.user !== user || body.actor.device !== device) refuse("genesis");
  if (!isSigned(signPk, "log", entry.bytes, entry.sig)) refuse("signature");
  const log = {
    ...{ team: body.team, head: { seq: 0, hash: entry.hash }, hashes: [entry.hash], past: [] },
    ...{ policy, policySeq: 0, founder: user, acts: new Set(), ids: new Set([user]), keysSeen: new Set() },
    ...{ users: new Map(), devices: new Map(), invites: new Map(), groups: new Map(), vaults: new Map() },
    ...{ recoveries: new Map(), verified: new Map(), touched: new Map() },
  };
  log.users.set(user, newPerson({ user, role: "admin", roleEnd: null, seq: 0, by: null, firstDevice: device }));
  addDevice(log, { device, user, signPk, kemPk, kind: "computer" });
  log.past.push(pastOf(log));
  return log;
}

/** The log after one more entry, in the order of checks that the page gives [protocol: Verification]. */
export function applyEntry(before, received) {
  const entry = readEntry(received);
  const { body } = entry;
  const type = types[body.type] ?? refuse("genesis");
  if (body.team !== before.team) refuse("unknown-team");
  if (body.seq !== before.head.seq + 1 || body.prev !== before.head.hash) refuse("log-gap");
  checkSignature(before, entry);
  checkCosignatures(before, entry, type);
  checkFounding(before, body);
  checkKind(before, body);
  if (!type.may(before, body)) refuse("role");
  checkNamedHeads(body, type);
  if (type.isAct && before.acts.has(body.payload.id)) refuse("cosign");
  const log = copyOf(before);
  if (type.isAct) log.acts.add(body.payload.id);
  log.head = { seq: body.seq, hash: entry.hash };
  log.hashes.push(entry.hash);
  type.reduce(log, { ...body, hash: entry.hash }, before);
  checkBundles(before, log, body, type);
  checkCuts(before, log, body, type);
  checkManagers(before, log, body, type);
  for (const id of namedBy(before, body)) log.touched.set(id, body.seq);
  log.past.push(pastOf(log));
  return log;
}

/** The actor's device and person are active, and it signed [protocol: Verification]. */
function checkSignature(log, { body, bytes, sig }) {
  const device = log.devices.get(body.actor.device);
  const isThere = device?.active && device.user === body.actor.user && log.users.get(device.user).active;
  if (!isThere || !isSigned(device.signPk, "log", bytes, sig)) refuse("signature");
}

/** A sheet of paper signs two types, which no computer signs [protocol: Entry types]. */
function checkKind(log, { type, actor }) {
  const isPaper = log.devices.get(actor.device).kind === "paper";
  if (isPaper !== ["recovery-open", "recovery-use"].includes(type)) refuse("role", "kind");
}

/** The first five entries are the founder's vaults, in this order [protocol: Team log]. */
function checkFounding(log, { seq, type, payload, actor }) {
  const wanted = founding[seq - 1];
  const isWanted = type === "vault-create" && payload.kind === wanted && actor.user === log.founder;
  if (wanted !== undefined && !isWanted) refuse("genesis");
}

/** Whether a second signature is asked for: always for a policy, else by the policy [protocol: Cosignatures]. */
const isAsked = (log, { type }) => type === "policy" || log.policy.cosigned.includes(type);

function checkCosignatures(log, { body, cosigs }, type) {
  const { payload, actor } = body;
  const isNeeded = type.isAct === true && isAsked(log, body);
  if (isNeeded && payload.baseSeq > log.head.seq) refuse("cosign");
  const named = isNeeded ? namedBy(log, body) : [];
  const isFit = (device) => {
    const { user, active, kind } = log.devices.get(device) ?? {};
    const person = log.users.get(user);
    if (!active || kind !== "computer" || !person.active || user === actor.user || named.includes(user)) return false;
    if (person.addedBy === actor.user || person.raisedBy.has(actor.user)) return false;
    return type.may(log, { ...body, actor: { user, device } });
  };
  const couldSign = isNeeded && [...log.devices.keys()].some(isFit);
  if (couldSign !== cosigs.length > 0) refuse("cosign");
  if (!couldSign) return;
  const isLapsed = !type.isRemoval && named.some((id) => (log.touched.get(id) ?? -1) > payload.baseSeq);
  if (isLapsed || log.policySeq > payload.baseSeq) refuse("cosign");
  const bytes = cosignedBytes(body);
  for (const [at, { device, sig }] of cosigs.entries()) {
    const isNext = at === 0 || cosigs[at - 1].device < device;
    if (!isNext || !isFit(device) || !isSigned(log.devices.get(device).signPk, "cosign", bytes, sig)) refuse("cosign");
  }
}

/** Lists of heads: of the vault that the entry is about, or none [protocol: Entry types]. */
function checkNamedHeads({ attached, payload }, { heads }) {
  const wanted = heads === true ? [payload.vault] : [];
  const listed = attached.heads.map(({ vault }) => vault);
  if (listed.length !== wanted.length || listed.some((vault, at) => vault !== wanted[at])) refuse("recipient-set");
}

/** Vaults on which a computed right falls by this entry, ascending [protocol: Cuts]. */
function fallen(before, log, { type, payload }) {
  const revoked = type === "device-revoke" ? before.devices.get(payload.device) : null;
  const live = [...before.vaults.values()].filter(({ archived }) => archived === null);
  const isCut = (vault) => {
    if (type === "vault-archive") return vault.vault === payload.vault;
    if (revoked !== null && rightOf(before, vault, revoked.user) !== null) return true;
    return [...before.users.keys()].some((user) => {
      const after = rightOf(log, log.vaults.get(vault.vault), user);
      return rankOf(rightOf(before, vault, user)?.permission ?? null) > rankOf(after?.permission ?? null);
    });
  };
  return live
    .filter(isCut)
    .map(({ vault }) => vault)
    .sort();
}

function checkCuts(before, log, body, { cuts }) {
  const wanted = cuts === true ? fallen(before, log, body) : [];
  const listed = body.attached.cuts.map(({ vault }) => vault);
  if (listed.length !== wanted.length || listed.some((vault, at) => vault !== wanted[at])) refuse("recipient-set");
  for (const { vault, seq, hash } of body.attached.cuts)
    log.vaults.get(vault).binding.push({ at: body.seq, seq, hash });
}

/** Exact recipients of new keys, or current keys for devices that wait [protocol: Vault keys]. */
function checkBundles(before, log, body, { bundles }) {
  const listed = body.attached.bundles;
  if (bundles === undefined && listed.length > 0) refuse("recipient-set");
  for (let at = 1; at < listed.length; at++) if (listed[at - 1].device >= listed[at].device) refuse("recipient-set");
  if (bundles === "exact") checkExact(log, body);
  else for (const listing of listed) checkSupplied(before, log, body, listing);
}

function checkExact(log, { type, payload, actor, attached, seq }) {
  const made = type === "vault-create" ? [payload.vault] : payload.vaults.map(({ vault }) => vault);
  const vaults = made.map((vault) => log.vaults.get(vault));
  const wanted = [...new Set(vaults.flatMap((vault) => entitled(log, vault)))].sort();
  const isSame = attached.bundles.every(({ device, given }, at) => device === wanted[at] && given.length === 0);
  if (!isSame || attached.bundles.length !== wanted.length) refuse("recipient-set");
  for (const vault of vaults)
    for (const device of entitled(log, vault))
      vault.epochs.at(-1).sent.set(device, [{ by: actor.user, seq, head: null }]);
}

/** One listing of current keys for a device: by whom it may be, of what, and how often [protocol: Vault keys]. */
function checkSupplied(before, log, { actor, seq }, { device, given }) {
  if (given.length === 0 || !log.devices.get(device)?.active) refuse("recipient-set");
  for (const [at, { vault, seq: headSeq, hash }] of given.entries()) {
    if (at > 0 && given[at - 1].vault >= vault) refuse("recipient-set");
    const found = log.vaults.get(vault);
    if (found === undefined || found.archived !== null || !entitled(log, found).includes(device))
      refuse("recipient-set");
    const { sent } = found.epochs.at(-1);
    const hadRight = before.vaults.has(vault) && rightOf(before, before.vaults.get(vault), actor.user) !== null;
    if (!hadRight || rightOf(log, found, actor.user) === null || !sent.has(actor.device)) refuse("recipient-set");
    const earlier = sent.get(device) ?? [];
    const byThem = earlier.filter(({ by }) => by === actor.user);
    if (byThem.some(({ head }) => head !== null && head.seq === headSeq && head.hash === hash))
      refuse("role", "unchanged");
    if (byThem.length >= 4) refuse("limit");
    sent.set(device, [...earlier, { by: actor.user, seq, head: { seq: headSeq, hash } }]);
  }
}

/** The invariant of managers, or of admins [protocol: Leavers]. */
function checkManagers(before, log, body, type) {
  if (type.needsAdmin) {
    const isLasting = ({ user, active, role, roleEnd }) =>
      active && role === "admin" && roleEnd === null && hasComputer(log, user);
    if (![...log.users.values()].some(isLasting)) refuse("role", "last-admin");
  }
  const namesHeirs = type.namesHeirs?.(body) ?? false;
  if (!namesHeirs && isLessManaged(before, log)) refuse("role", "last-manager");
}
