/** Making a vault: the entry with its key for exactly the entitled computers, then its title inside the vault. */
import type { CommandOutput } from "../../../shared/contract/outputs.ts";
import { inboxHash, inboxKeys } from "../../../shared/crypto/device-keys.ts";
import { sealKeyBundle } from "../../../shared/crypto/key-bundle.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { keyCommit, newVaultKey } from "../../../shared/crypto/vault-key.ts";
import type { DeviceId, EpochMs, ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { buildEntry } from "../../../shared/protocol/team-log/compose.ts";
import type { Entry } from "../../../shared/protocol/team-log/entry.ts";
import type { VaultKind } from "../../../shared/protocol/team-log/state/parts.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { done, signer } from "../log/acts.ts";
import { putRecord } from "../records/records.ts";
import type { Unlocked } from "../unlocked.ts";

type Maker = {
  actor: { user: UserId; device: DeviceId };
  time: EpochMs;
  recipients: { device: DeviceId; kemPk: Uint8Array }[];
  keys: { signKey: Unlocked["keys"]["signKey"] };
};

/** Builds `vault-create` on top of `state`, with the bundles beside it. */
export function buildVault(
  state: TeamState,
  made: { vault: VaultId; kind: VaultKind },
  maker: Maker,
): Result<{ state: TeamState; entry: Entry; blobs: Uint8Array[] }> {
  const { team } = state;
  const key = newVaultKey();
  const bundles = [...maker.recipients]
    .sort((left, right) => (left.device < right.device ? -1 : 1))
    .map(({ device, kemPk }) => ({
      device,
      ...sealKeyBundle(kemPk, { team, device }, [{ vault: made.vault, epoch: 1, key }]),
    }));
  const payload = {
    ...made,
    keyCommit: keyCommit({ team, vault: made.vault, epoch: 1, key }),
    inbox: inboxHash(inboxKeys(key).kemPk),
  };
  key.fill(0);
  const attached = { bundles: bundles.map(({ device, hash }) => ({ device, given: [], hash })) };
  const built = buildEntry(
    state,
    { type: "vault-create", payload, attached, actor: maker.actor, time: maker.time },
    maker.keys,
  );
  return built.ok ? ok({ ...built.value, blobs: bundles.map(({ bytes }) => bytes) }) : built;
}

/** Makes a shared or personal vault for this person. Failures: `role` (policy), `limit`, `offline`. */
export async function createVault(unlocked: Unlocked, kind: "shared" | "personal"): Promise<Result<VaultId>> {
  const vault = newId<VaultId>();
  const appended = await unlocked.log.append(async (state) => {
    const { user } = unlocked.profile;
    if (state.vaults.has(vault)) return ok(null);
    const isSecondPersonal =
      kind === "personal" &&
      [...state.vaults.values()].some((one) => one.kind === "personal" && one.createdBy === user);
    if (isSecondPersonal) return ok(null);
    const recipients = [...state.devices.values()].filter((device) => device.active && device.user === user);
    const built = buildVault(state, { vault, kind }, { ...signer(unlocked), recipients, keys: unlocked.keys });
    return built.ok ? ok({ entries: [built.value.entry.bytes], blobs: built.value.blobs }) : built;
  });
  return appended.ok ? ok(vault) : appended;
}

/** `vault.create`: the vault, and its title in it. */
export async function createTitledVault(
  unlocked: Unlocked,
  title: string,
): Promise<Result<CommandOutput<"vault.create">>> {
  const made = await createVault(unlocked, "shared");
  if (!made.ok) return made;
  const titled = await putTitle(unlocked, made.value, title);
  return titled.ok ? ok({ ...done(), vault: made.value }) : titled;
}

/** The title lies inside the vault: nobody else reads it. */
export function putTitle(unlocked: Unlocked, vault: VaultId, title: string): Promise<Result<unknown>> {
  return putRecord(unlocked, vault, vault as string as ItemId, { kind: "vault", title, single: false });
}
