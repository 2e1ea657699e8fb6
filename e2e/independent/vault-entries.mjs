/** Entries about vaults, who reads them and their keys. */
import { checkOwn } from "./group-entries.mjs";
import { refuse } from "./refused.mjs";
import { isDue, isMore, isShared, manages, rankOf, rightOf } from "./rights.mjs";

const isLive = (log, vault) => log.vaults.get(vault)?.archived === null;

function mayCreate(log, { payload, actor, seq }) {
  const { role } = log.users.get(actor.user);
  if (seq <= 5) return true;
  if (payload.kind === "personal") return ![...log.vaults.values()].some(({ owner }) => owner === actor.user);
  return (
    payload.kind === "shared" &&
    role !== "auditor" &&
    (log.policy.vaultCreation === "all" || role === "lead" || role === "admin")
  );
}

const firstEpoch = ({ keyCommit, inbox }, signer) => ({ keyCommit, inbox, sent: new Map(), signer, pin: null });

function reduceCreate(log, { payload, actor, seq }) {
  const { vault, kind, keyCommit, inbox } = payload;
  if (log.ids.has(vault)) refuse("encoding");
  log.ids.add(vault);
  const access = new Map(kind === "shared" ? [[actor.user, { permission: "manage", end: null }]] : []);
  const owner = kind === "personal" ? actor.user : null;
  const epochs = [firstEpoch({ keyCommit, inbox }, actor.user)];
  log.vaults.set(vault, { vault, kind, owner, access, epochs, binding: [], archived: null, since: seq });
}

/** A manager of the live shared vault, or whoever has a grant of their own and names nobody but themselves [protocol: Entry types]. */
function mayAccess(log, { payload, actor }) {
  const vault = log.vaults.get(payload.vault);
  if (vault === undefined || !isShared(vault) || vault.archived !== null) return false;
  const isOwn = payload.changes.every(({ user }) => user === actor.user) && vault.access.has(actor.user);
  return manages(log, vault, actor.user) || (isOwn && log.users.get(actor.user).role !== "auditor");
}

/** Whether somebody's own grant becomes less: taken, lower and not longer, or as high and ending earlier [protocol: State and signers]. */
const isLess = (given, held) => held !== null && (given === null || (isMore(held, given) && !isMore(given, held)));

function reduceAccess(log, { payload, actor }, before) {
  const vault = log.vaults.get(payload.vault);
  const isUnchanged = ({ user, group, permission, end }) => {
    const held = vault.access.get(user ?? group) ?? null;
    return permission === null ? held === null : held?.permission === permission && held.end === end;
  };
  if (payload.changes.every(isUnchanged)) refuse("role", "unchanged");
  for (const { user, group, permission, end } of payload.changes) {
    const person = user === null ? null : log.users.get(user);
    const mayHave = permission === null || (person?.active && person.role !== "auditor");
    const isThere = user === null ? log.groups.has(group) : person !== undefined && mayHave;
    if (permission === null && end !== null) refuse("encoding", "end");
    if (!isThere) refuse("role", "subject");
    const held = vault.access.get(user ?? group) ?? null;
    const given = permission === null ? null : { permission, end };
    if (user === actor.user && !isLess(given, held)) refuse("role", "own");
    if (given === null) vault.access.delete(user ?? group);
    else vault.access.set(user ?? group, given);
  }
  checkOwn(before, log, actor.user);
}

/** `edit` where rotation is due, else `manage`; commits are voided by managers only [protocol: Rotation]. */
function mayRotate(log, { payload, actor }) {
  return payload.vaults.every(({ vault, voids }) => {
    const found = log.vaults.get(vault);
    if (found === undefined || found.archived !== null) return false;
    const held = rankOf(rightOf(log, found, actor.user)?.permission ?? null);
    if (voids > 0 && (held < 3 || found.kind === "audit")) return false;
    return held === 3 || (held === 2 && isDue(log, found));
  });
}

/** What binds since the last manager's pin, that pin included [protocol: Cuts and pins bind]. */
function reduceRotate(log, { payload, actor, seq }) {
  for (const { vault, epoch, keyCommit, inbox, pin, root, voids } of payload.vaults) {
    const found = log.vaults.get(vault);
    if (epoch !== found.epochs.length + 1) refuse("epoch-stale");
    const byManager = manages(log, found, actor.user);
    const isBeside = found.binding.some(
      (head) => head.seq > pin.seq || (head.seq === pin.seq && head.hash !== pin.hash),
    );
    if (!byManager && isBeside) refuse("role");
    found.epochs.push({
      ...firstEpoch({ keyCommit, inbox }, actor.user),
      pin: { ...pin, root, voids, byManager, at: seq },
    });
    const bound = { at: seq, seq: pin.seq, hash: pin.hash };
    found.binding = byManager ? [bound] : [...found.binding, bound];
  }
}

/** The rows of vaults [protocol: Entry types]. */
export const vaultTypes = {
  "vault-create": { may: mayCreate, bundles: "exact", reduce: reduceCreate },
  "vault-access": { may: mayAccess, cuts: true, heads: true, bundles: "subset", reduce: reduceAccess },
  "vault-keys": {
    may: () => true,
    bundles: "subset",
    reduce(_log, { attached }) {
      if (attached.bundles.length === 0) refuse("recipient-set");
    },
  },
  "vault-rotate": { may: mayRotate, bundles: "exact", reduce: reduceRotate },
  "vault-archive": {
    may: (log, { payload, actor }) => {
      const vault = log.vaults.get(payload.vault);
      return vault !== undefined && isShared(vault) && isLive(log, payload.vault) && manages(log, vault, actor.user);
    },
    cuts: true,
    reduce(log, { payload, seq }) {
      Object.assign(log.vaults.get(payload.vault), { archived: seq });
    },
  },
};
