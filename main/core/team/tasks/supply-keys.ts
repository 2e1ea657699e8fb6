/** Entitled computers that were not sent a current key get it from any computer that was [protocol: Vault keys]. */
import type { VaultId } from "../../../../shared/encoding/ids.ts";
import { ok } from "../../../../shared/failures.ts";
import { buildEntry } from "../../../../shared/protocol/team-log/compose.ts";
import { waitingDevices } from "../../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../../../shared/protocol/team-log/state/team-state.ts";
import { bundleKeys, type KeyFor, signer } from "../../log/acts.ts";
import type { TeamArea } from "../team-area.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

/** Keys supplied in one entry; what is left goes with the next, so that no entry outgrows its limit. */
const keysPerEntry = 500;

function waitingFor({ profile, keyring }: TeamArea, state: TeamState): KeyFor[] {
  const wanted = new Map<KeyFor["device"], VaultId[]>();
  let left = keysPerEntry;
  for (const vault of state.vaults.values()) {
    const wasSent = vault.epochs.get(vault.epoch)?.sent.has(profile.device) === true;
    if (!wasSent || vault.rotationDue || keyring.current(vault.vault) === null) continue;
    for (const device of waitingDevices(state, vault)) {
      if (left-- > 0) wanted.set(device, [...(wanted.get(device) ?? []), vault.vault]);
    }
  }
  return [...wanted].map(([device, vaults]) => ({ device, vaults }));
}

export const supplyKeys: BackgroundTask = {
  isDue: (area) => waitingFor(area, area.log.state()).length > 0,
  async run(area) {
    const { seq } = area.log.state().head;
    const supplied = await area.log.append(async (state) => {
      const { listings, blobs } = bundleKeys(area, state, waitingFor(area, state));
      if (listings.length === 0) return ok(null);
      const attached = { bundles: listings };
      const built = buildEntry(state, { type: "vault-keys", payload: {}, attached, ...signer(area) }, area.keys);
      return built.ok ? ok({ entries: [built.value.entry.bytes], blobs }) : built;
    });
    const { head } = area.log.state();
    if (supplied.ok && head.seq > seq && waitingFor(area, area.log.state()).length > 0) area.requestSync();
    return supplied;
  },
  delayMs: atOnce,
};
