/** Shared parts of acts that become entries of the team log. */
import type { Act } from "../../../shared/contract/shapes.ts";
import { sealKeyBundle } from "../../../shared/crypto/key-bundle.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { DeviceId, EpochMs, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import type { BundleListing, VaultHead } from "../../../shared/protocol/team-log/state/parts.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

/** Who signs, and when. */
export function signer(by: OpenedProfile): {
  actor: { user: UserId; device: DeviceId };
  time: EpochMs;
} {
  const { user, device } = by.profile;
  return { actor: { user, device }, time: by.ports.clock.now() as EpochMs };
}

/** The answer of an act that went through. Queued acts come with heads statements [protocol: Freshness]. */
export function done(): Act {
  return { act: newId<string>(), state: "done", waitsFor: [] };
}

/** The vault's head as this computer verified it. */
export function headOf(by: OpenedProfile, vault: VaultId): VaultHead {
  return { vault, ...by.chains.chain(vault).head };
}

export type KeyFor = { device: DeviceId; vaults: VaultId[] };

/** One bundle per device with the current keys of these vaults; keys that this computer lacks are left out. */
export function bundleKeys(
  by: OpenedProfile,
  state: TeamState,
  wanted: readonly KeyFor[],
): { listings: BundleListing[]; blobs: Uint8Array[] } {
  const listings: BundleListing[] = [];
  const blobs: Uint8Array[] = [];
  for (const { device, vaults } of [...wanted].sort((left, right) => (left.device < right.device ? -1 : 1))) {
    const kemPk = state.devices.get(device)?.kemPk;
    const held = [...vaults].sort().flatMap((vault) => {
      const isSent = state.vaults
        .get(vault)
        ?.epochs.get(state.vaults.get(vault)?.epoch ?? 0)
        ?.sent.has(by.profile.device);
      const current = isSent ? by.keyring.current(vault) : null;
      return current === null ? [] : [{ vault, ...current }];
    });
    if (kemPk === undefined || held.length === 0) continue;
    const sealed = sealKeyBundle(kemPk, { team: state.team, device }, held);
    listings.push({ device, given: held.map(({ vault }) => headOf(by, vault)), hash: sealed.hash });
    blobs.push(sealed.bytes);
  }
  return { listings, blobs };
}
