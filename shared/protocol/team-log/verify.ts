/**
 * Verification of the team log: all or nothing, the same code on clients (who trust only themselves) and the server, in
 * the order of protocol 5. A refused entry leaves the given state untouched.
 */
import { checkPublicKeys, deviceIdOf } from "../../crypto/device-keys.ts";
import { hash } from "../../crypto/hash.ts";
import { verifyBytes } from "../../crypto/sign.ts";
import { zeroHash } from "../../encoding/fields.ts";
import type { DeviceId, Hash, TeamId, VaultId } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { base32Text } from "../../text.ts";
import { checkCosignatures } from "./cosign.ts";
import { type Attached, type Entry, type EntryBody, type EntryBodyOf, encodeBody, parseEntry } from "./entry.ts";
import type { VaultHead } from "./payloads.ts";
import { reduceInvite, reduceInviteCancel, reducePolicy, reduceUserAdd } from "./reduce-people.ts";
import {
  reduceVaultAccess,
  reduceVaultArchive,
  reduceVaultCreate,
  reduceVaultRotate,
  sendKeys,
} from "./reduce-vaults.ts";
import { isRotationDue } from "./rules.ts";
import type { TeamState, VaultInLog } from "./state.ts";
import { beginTransaction, finishTransaction, keyName, type LogTransaction } from "./transaction.ts";

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
  if (body.type !== "genesis" || body.seq !== 0 || body.prev !== zeroHash || cosigs.length > 0) return fail("genesis");
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
          active: true,
          addedSeq: 0,
          addedAt: body.time,
          addedBy: null,
          invite: null,
        },
      ],
    ]),
    devices: new Map([
      [device, { device, user, signPk, kemPk, kind: "computer", active: true, addedSeq: 0, endedSeq: null }],
    ]),
    invites: new Map(),
    groups: new Map(),
    vaults: new Map(),
    keysSeen: new Set([keyName(signPk), keyName(kemPk)]),
    actsSeen: new Set(),
    hashes: [entryHash],
  });
}

/** Applies the next entry: the new state and the entry, or the first rule that it breaks. */
export function applyEntry(state: TeamState, bytes: Uint8Array): Result<{ state: TeamState; entry: Entry }> {
  const parsed = parseEntry(bytes);
  if (!parsed.ok) return parsed;
  const entry = parsed.value;
  const { body } = entry;
  if (body.team !== state.team) return fail("unknown-team");
  if (body.seq !== state.head.seq + 1 || body.prev !== state.head.hash)
    return fail("log-gap", { number: state.head.seq });
  const device = state.devices.get(body.actor.device);
  const isActive =
    device?.active === true && device.user === body.actor.user && state.users.get(body.actor.user)?.active === true;
  if (device === undefined || !isActive) return fail("signature", { reason: "device" });
  if (!verifyBytes(device.signPk, "log", entry.bodyBytes, entry.sig)) return fail("signature");
  const cosigned = checkCosignatures(state, entry);
  if (!cosigned.ok) return cosigned;
  const tx = beginTransaction(state);
  const reduced = reduce(tx, body, entry.hash);
  if (!reduced.ok) return reduced;
  const checked = checkAfter(tx, body);
  if (!checked.ok) return checked;
  return ok({ state: finishTransaction(tx, entry.hash), entry });
}

function reduce(tx: LogTransaction, body: EntryBody, entryHash: Hash): Result<true> {
  if (tx.seq <= 5 && body.type !== "vault-create") return fail("genesis", { number: tx.seq });
  switch (body.type) {
    case "genesis":
      return fail("genesis", { reason: "second" });
    case "invite":
      return reduceInvite(tx, body, entryHash);
    case "invite-cancel":
      return reduceInviteCancel(tx, body, entryHash);
    case "user-add":
      return reduceUserAdd(tx, body, entryHash);
    case "policy":
      return reducePolicy(tx, body, entryHash);
    case "vault-create":
      return reduceVaultCreate(tx, body, entryHash);
    case "vault-access":
      return reduceVaultAccess(tx, body, entryHash);
    case "vault-rotate":
      return reduceVaultRotate(tx, body, entryHash);
    case "vault-archive":
      return reduceVaultArchive(tx, body, entryHash);
    case "vault-keys":
      return body.attached.bundles.length > 0 ? ok(true) : fail("recipient-set", { reason: "empty" });
  }
}

/** What holds for every entry after it was applied: keys, cuts, invariants. */
function checkAfter(tx: LogTransaction, body: EntryBody): Result<true> {
  const carries = mayCarry(body);
  if (!carries.ok) return carries;
  if (body.type === "user-add" || body.type === "vault-access" || body.type === "vault-keys") {
    const sent = sendKeys(tx, body.actor, body.attached.bundles);
    if (!sent.ok) return sent;
  }
  const cuts = applyCuts(tx, body.attached.cuts);
  if (!cuts.ok) return cuts;
  for (const vault of touchedVaults(body)) {
    const found = tx.vaults.get(vault);
    if (found?.kind === "shared" && !found.archived && !hasManager(tx, found))
      return fail("role", { reason: "last-manager", vault });
  }
  return ok(true);
}

/** Lists that an entry type has no use for must be empty, so that nothing rides along. */
function mayCarry({ type, attached }: { type: EntryBody["type"]; attached: Attached }): Result<true> {
  const bundles = ["user-add", "vault-create", "vault-access", "vault-keys", "vault-rotate"].includes(type);
  if (!bundles && attached.bundles.length > 0) return fail("recipient-set", { reason: "bundles" });
  if (type !== "vault-access" && attached.heads.length > 0) return fail("recipient-set", { reason: "heads" });
  return ok(true);
}

/** Cuts name exactly the vaults in which a right falls, ascending; they bind every later verifier. */
function applyCuts(tx: LogTransaction, cuts: readonly VaultHead[]): Result<true> {
  const expected = [...tx.reducedVaults].sort();
  if (cuts.length !== expected.length || cuts.some(({ vault }, at) => vault !== expected[at]))
    return fail("recipient-set", { reason: "cuts" });
  for (const { vault: id, seq, hash: cutHash } of cuts) {
    const vault = tx.vaults.get(id) as VaultInLog;
    const binding = {
      entrySeq: tx.seq,
      seq,
      hash: cutHash,
      kind: "cut" as const,
      manager: false,
      root: null,
      voids: 0,
    };
    tx.vaults.set(id, {
      ...vault,
      bindings: [...vault.bindings, binding],
      rotationDue: isRotationDue(tx, vault),
    });
  }
  return ok(true);
}

function touchedVaults(body: EntryBody): VaultId[] {
  return body.type === "vault-access" || body.type === "vault-archive" ? [body.payload.vault] : [];
}

/** A manager with a computer; one without counts as none [protocol: Team log]. */
function hasManager(tx: LogTransaction, vault: VaultInLog): boolean {
  for (const [subject, { permission }] of vault.access) {
    if (permission !== "manage") continue;
    const people = tx.groups.get(subject as never)?.members ?? [subject];
    for (const device of tx.devices.values()) {
      if (device.active && device.kind === "computer" && [...people].includes(device.user as never)) return true;
    }
  }
  return false;
}

/** The vaults whose heads a planned entry must carry as cuts, found by applying it without them. */
export function cutVaults(state: TeamState, body: EntryBody): VaultId[] {
  const tx = beginTransaction(state);
  const reduced = reduce(tx, body, zeroHash);
  return reduced.ok ? [...tx.reducedVaults].sort() : [];
}
