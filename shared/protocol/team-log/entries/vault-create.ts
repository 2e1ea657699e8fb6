/** `vault-create`: its first manager, by policy; the key is listed for exactly the entitled devices [protocol: Vault keys]. */
import { hashField, idField, strict } from "../../../encoding/fields.ts";
import type { GroupId, Hash, UserId, VaultId } from "../../../encoding/ids.ts";
import { limits } from "../../../encoding/limits.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import { type EntryRule, nobodyNamed, plainEntry } from "../state/entry-rule.ts";
import { systemKinds, type VaultKind, vaultKindField } from "../state/parts.ts";
import { isSystem } from "../state/rules.ts";
import type { Access, TeamState } from "../state/team-state.ts";
import { putVault, recordRights, recordVaultHistory } from "../state/transaction.ts";
import { putEpoch } from "../state/vault-keys.ts";

type Payload = { vault: VaultId; kind: VaultKind; keyCommit: Hash; inbox: Hash };

/** Genesis is followed by exactly these, in this order, by the founder. */
export const firstKinds = [...systemKinds, "personal"] as const;

/** How many entries after genesis make the vaults of the team itself. */
export const foundingEntries = firstKinds.length;

function mayCreate(before: TeamState, kind: VaultKind, user: UserId): Result<true> {
  const seq = before.head.seq + 1;
  const first = firstKinds[seq - 1];
  if (first !== undefined)
    return kind === first && user === before.founder ? ok(true) : fail("genesis", { number: seq });
  if (isSystem(kind)) return fail("role", { reason: "system-vault" });
  if (kind === "personal")
    return before.personalVaults.has(user) ? fail("role", { reason: "second-personal" }) : ok(true);
  const role = before.users.get(user)?.role;
  if (role === "auditor" || (role === "member" && before.policy.vaultCreation === "leads"))
    return fail("role", { reason: "policy" });
  const isFull =
    before.liveShared >= limits.vaultsPerTeam || (before.liveSharedBy.get(user) ?? 0) >= limits.vaultsPerMaker;
  return isFull ? fail("limit", { field: "vaults" }) : ok(true);
}

export const vaultCreate: EntryRule<Payload> = {
  ...plainEntry<Payload>(),
  payload: strict({ vault: idField<VaultId>(), kind: vaultKindField, keyCommit: hashField(), inbox: hashField() }),
  attached: { cuts: "none", heads: "none", bundles: "exact" },
  founding: true,
  signer: (before, { payload, actor }) => mayCreate(before, payload.kind, actor.user),
  names: ({ vault }) => ({ ...nobodyNamed, vaults: [vault] }),
  newKeysOf: ({ vault }) => [vault],
  makes: ({ vault }) => [vault],
  reduce(tx, { payload, actor, attached }) {
    const { vault, kind } = payload;
    if (tx.before.vaults.has(vault)) return fail("encoding", { reason: "id-repeated" });
    const manager: [UserId | GroupId, Access][] = [[actor.user, { permission: "manage", end: null }]];
    putVault(tx, {
      vault,
      kind,
      createdBy: actor.user,
      createdSeq: tx.seq,
      epoch: 0,
      epochs: new Map(),
      access: new Map(kind === "shared" ? manager : []),
      archived: false,
      rotationDue: false,
      bindings: [],
      moments: [],
      rights: new Map(),
    });
    if (isSystem(kind)) tx.systemVaults = [...tx.systemVaults, vault];
    putEpoch(tx, { ...payload, history: null }, { by: actor.user, bundles: attached.bundles });
    recordRights(tx, vault, isSystem(kind) ? tx.users.keys() : [actor.user]);
    recordVaultHistory(tx, vault);
    return ok(true);
  },
};
