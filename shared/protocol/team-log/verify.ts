/**
 * Verification of the team log: all or nothing, the same code on clients (who trust only themselves) and the server, in
 * the order of [protocol: Verification]. A refused entry leaves the given state untouched.
 */
import { checkPublicKeys, deviceIdOf } from "../../crypto/device-keys.ts";
import { hash } from "../../crypto/hash.ts";
import { verifyBytes } from "../../crypto/sign.ts";
import { zeroHash } from "../../encoding/fields.ts";
import type { DeviceId, Hash, TeamId, UserId, VaultId } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { base32Text } from "../../text.ts";
import { actOf, checkCosignatures, touchedBy } from "./cosign.ts";
import { foundingEntries } from "./entries/vault-create.ts";
import { type Entry, type EntryBody, type EntryBodyOf, encodeBody, isBodyOf, parseEntry } from "./entry.ts";
import { entryRule } from "./entry-types.ts";
import type { Acting } from "./state/entry-rule.ts";
import { checkGroupManagers } from "./state/groups.ts";
import { firstHashes } from "./state/log-hashes.ts";
import { hasComputer } from "./state/membership.ts";
import type { Attached, VaultHead } from "./state/parts.ts";
import { isRotationDue, managementOf } from "./state/rules.ts";
import type { Binding, TeamState, VaultInLog } from "./state/team-state.ts";
import { beginTransaction, finishTransaction, keyName, type LogTransaction, putVault } from "./state/transaction.ts";
import { checkExactRecipients, sendKeys } from "./state/vault-keys.ts";

/** `H("genesis", genesis body with team and device = zeros)`. */
export function teamOfGenesis(body: EntryBodyOf<"genesis">): TeamId {
  const blank = {
    ...body,
    team: zeroHash as string as TeamId,
    actor: { ...body.actor, device: zeroHash as string as DeviceId },
  };
  return base32Text(hash("genesis", encodeBody(blank))) as TeamId;
}

/** Reads the first entry. `pinned` is the team that this computer joined or made; null only while making one. */
export function applyGenesis(bytes: Uint8Array, pinned: TeamId | null): Result<TeamState> {
  const parsed = parseEntry(bytes);
  if (!parsed.ok) return parsed;
  const { body, bodyBytes, sig, cosigs, hash: entryHash } = parsed.value;
  if (!isBodyOf(body, "genesis") || body.seq !== 0 || body.prev !== zeroHash || cosigs.length > 0)
    return fail("genesis");
  const { cuts, heads, bundles } = body.attached;
  if (cuts.length + heads.length + bundles.length > 0) return fail("genesis");
  if (teamOfGenesis(body) !== body.team) return fail("genesis", { reason: "team" });
  if (pinned !== null && body.team !== pinned) return fail("unknown-team");
  const { user, signPk, kemPk, policy } = body.payload;
  const keys = checkPublicKeys({ signPk, kemPk });
  if (!keys.ok) return keys;
  const device = deviceIdOf({ team: body.team, user, signPk, kemPk });
  if (body.actor.user !== user || body.actor.device !== device) return fail("genesis", { reason: "device" });
  if (!verifyBytes(signPk, "log", bodyBytes, sig)) return fail("signature");
  const first = { active: true, addedSeq: 0, addedAt: body.time };
  return ok({
    team: body.team,
    head: { seq: 0, hash: entryHash },
    founder: user,
    policy,
    policySeq: 0,
    users: new Map([
      [
        user,
        {
          user,
          role: "admin",
          roleEnd: null,
          ...first,
          addedBy: null,
          raisedBy: [],
          invite: null,
          firstDevice: device,
        },
      ],
    ]),
    devices: new Map([[device, { device, user, signPk, kemPk, kind: "computer", ...first, endedSeq: null }]]),
    invites: new Map(),
    inviteByEntry: new Map(),
    recoveries: new Map(),
    groups: new Map(),
    verified: new Map(),
    vaults: new Map(),
    personalVaults: new Map(),
    liveShared: 0,
    liveSharedBy: new Map(),
    systemVaults: [],
    keysSeen: new Map([signPk, kemPk].map((key) => [keyName(key), 0])),
    actsSeen: new Map(),
    touched: new Map(),
    hashes: firstHashes(entryHash),
  });
}

/** Applies the next entry: the new state and the entry, or the first rule that it breaks. */
export function applyEntry(state: TeamState, bytes: Uint8Array): Result<{ state: TeamState; entry: Entry }> {
  const parsed = parseEntry(bytes);
  if (!parsed.ok) return parsed;
  const entry = parsed.value;
  const { body } = entry;
  const signed = checkSigned(state, entry);
  if (!signed.ok) return signed;
  const tx = beginTransaction(state);
  const applied = applyBody(tx, body, entry.hash);
  if (!applied.ok) return applied;
  return ok({ state: finishTransaction(tx, entry.hash, touchedBy(state, body)), entry });
}

/** Everything of an entry that stands before its row: team, place, device, signature, cosignatures. */
function checkSigned(state: TeamState, entry: Entry): Result<true> {
  const { body } = entry;
  if (body.team !== state.team) return fail("unknown-team");
  if (body.seq !== state.head.seq + 1 || body.prev !== state.head.hash)
    return fail("log-gap", { number: state.head.seq });
  const device = state.devices.get(body.actor.device);
  const isActive =
    device?.active === true && device.user === body.actor.user && state.users.get(body.actor.user)?.active === true;
  if (device === undefined || !isActive) return fail("signature", { reason: "device" });
  if (!verifyBytes(device.signPk, "log", entry.bodyBytes, entry.sig)) return fail("signature");
  return checkCosignatures(state, entry);
}

/** What a row says, then what holds for every entry. */
function applyBody(tx: LogTransaction, body: EntryBody, entryHash: Hash): Result<true> {
  const reduced = reduceBody(tx, body, entryHash);
  if (!reduced.ok) return reduced;
  const { attached, newKeysOf } = entryRule(body.type);
  const recipients =
    attached.bundles === "exact"
      ? checkExactRecipients(tx, newKeysOf(body.payload as never), body.attached.bundles)
      : ok(true as const);
  return recipients.ok ? checkAfter(tx, body) : recipients;
}

/** Everything that an entry's row says, in the order of [protocol: Verification], on a transaction over the state before it. */
function reduceBody(tx: LogTransaction, body: EntryBody, entryHash: Hash): Result<true> {
  const rule = entryRule(body.type);
  const { payload, actor, time, attached } = body;
  const acting = { payload, actor, time, attached, hash: entryHash } as Acting<never>;
  if (tx.seq <= foundingEntries && !rule.founding) return fail("genesis", { number: tx.seq });
  if (tx.before.devices.get(actor.device)?.kind !== rule.signedWith) return fail("role", { reason: "kind" });
  const signer = rule.signer(tx.before, acting);
  if (!signer.ok) return signer;
  const heads = checkHeads(rule.headsOf(payload as never), rule.attached.heads, attached);
  if (!heads.ok) return heads;
  const used = takeAct(tx, body);
  if (!used.ok) return used;
  return rule.reduce(tx, acting);
}

function checkHeads(expected: readonly VaultId[], may: "none" | "exact", { heads }: Attached): Result<true> {
  if (may === "none") return ok(true);
  const isExact = heads.length === expected.length && heads.every(({ vault }, at) => vault === expected[at]);
  return isExact ? ok(true) : fail("recipient-set", { reason: "head" });
}

/** What was decided with a colleague is done once. */
function takeAct(tx: LogTransaction, body: EntryBody): Result<true> {
  const act = actOf(body);
  if (act === null) return ok(true);
  if (tx.actsSeen.has(act.id)) return fail("cosign", { reason: "act-repeated" });
  tx.actsSeen.set(act.id, tx.seq);
  return ok(true);
}

/** What holds for every entry after it was applied: keys, cuts, invariants. */
function checkAfter(tx: LogTransaction, body: EntryBody): Result<true> {
  const rule = entryRule(body.type);
  const { bundles, heads } = body.attached;
  // Lists that an entry type has no use for must be empty, so that nothing rides along.
  if (rule.attached.bundles === "none" && bundles.length > 0) return fail("recipient-set", { reason: "bundles" });
  if (rule.attached.heads === "none" && heads.length > 0) return fail("recipient-set", { reason: "heads" });
  if (rule.attached.bundles === "subset") {
    const sent = sendKeys(tx, body.actor, bundles);
    if (!sent.ok) return sent;
  }
  const cuts = applyCuts(tx, body.actor.user, body.attached.cuts);
  return cuts.ok ? checkInvariants(tx, body) : cuts;
}

/** The invariant of managers, or of admins. */
function checkInvariants(tx: LogTransaction, body: EntryBody): Result<true> {
  const rule = entryRule(body.type);
  if (rule.namesHeirs(body.payload as never, body.actor)) return checkAdmins(tx);
  const { vaults, groups } = rule.names(body.payload as never, tx.before);
  const managed = checkManagers(tx, vaults);
  return managed.ok ? checkGroupManagers(tx, groups) : managed;
}

/** Whatever an entry takes away, an admin with a computer, whose role has no end, remains. */
function checkAdmins({ users, devices }: LogTransaction): Result<true> {
  for (const { user, active, role, roleEnd } of users.values())
    if (active && role === "admin" && roleEnd === null && hasComputer(devices, user)) return ok(true);
  return fail("role", { reason: "last-admin" });
}

/** No other entry takes the last lasting manager from a live shared vault, nor the last one at all [protocol: Leavers]. */
function checkManagers(tx: LogTransaction, named: readonly VaultId[]): Result<true> {
  for (const vault of new Set([...tx.reducedVaults, ...named])) {
    const [was, found] = [tx.before.vaults.get(vault), tx.vaults.get(vault)];
    if (was === undefined || found?.kind !== "shared" || found.archived) continue;
    if (found.access === was.access && tx.groups === tx.before.groups) continue;
    if (managementOf(tx, found) < managementOf(tx.before, was)) return fail("role", { reason: "last-manager", vault });
  }
  return ok(true);
}

/** Cuts name exactly the vaults in which a right falls, ascending; they bind every later verifier. */
function applyCuts(tx: LogTransaction, by: UserId, cuts: readonly VaultHead[]): Result<true> {
  const expected = [...tx.reducedVaults].sort();
  if (cuts.length !== expected.length || cuts.some(({ vault }, at) => vault !== expected[at]))
    return fail("recipient-set", { reason: "cuts" });
  for (const { vault: id, seq, hash: cutHash } of cuts) {
    const vault = tx.vaults.get(id) as VaultInLog;
    const binding: Binding = {
      ...{ entrySeq: tx.seq, by, seq, hash: cutHash, kind: "cut" },
      ...{ manager: false, root: null, voids: 0 },
    };
    putVault(tx, { ...vault, bindings: [...vault.bindings, binding], rotationDue: isRotationDue(tx, vault) });
  }
  return ok(true);
}

/** What a body would do to a state, whatever is attached to it: what its signer still has to attach follows from that. */
export type Outcome = {
  /** The vaults in which a right falls, ascending: the entry must carry their heads as cuts. */
  cuts: VaultId[];
  after: TeamState;
};

/** Applies a body without asking for signatures, cuts and bundles; the first other rule that it breaks. */
export function outcomeOf(state: TeamState, body: EntryBody): Result<Outcome> {
  const tx = beginTransaction(state);
  const reduced = reduceBody(tx, body, zeroHash);
  if (!reduced.ok) return reduced;
  return ok({
    cuts: [...tx.reducedVaults].sort(),
    after: finishTransaction(tx, zeroHash, touchedBy(state, body)),
  });
}

/**
 * What an entry would do on a state that its signer did not know: it is signed, cosigned, and its signer may do it; what is attached
 * followed from the state that they knew, and need not fit any more.
 */
export function outcomeOfSigned(state: TeamState, entry: Entry): Result<Outcome> {
  const signed = checkSigned(state, entry);
  if (!signed.ok) return signed;
  const tx = beginTransaction(state);
  const reduced = reduceBody(tx, entry.body, entry.hash);
  if (!reduced.ok) return reduced;
  const lasting = checkInvariants(tx, entry.body);
  if (!lasting.ok) return lasting;
  return ok({
    cuts: [...tx.reducedVaults].sort(),
    after: finishTransaction(tx, entry.hash, touchedBy(state, entry.body)),
  });
}

/** The state after a body with all that is attached to it, if it were signed: all of `applyEntry` but the signatures. */
export function tryBody(state: TeamState, body: EntryBody): Result<TeamState> {
  const tx = beginTransaction(state);
  const applied = applyBody(tx, body, zeroHash);
  return applied.ok ? ok(finishTransaction(tx, zeroHash, touchedBy(state, body))) : applied;
}

/** The vaults whose heads a planned entry must carry as cuts, found by applying it without them. */
export function cutVaults(state: TeamState, body: EntryBody): VaultId[] {
  const outcome = outcomeOf(state, body);
  return outcome.ok ? outcome.value.cuts : [];
}
