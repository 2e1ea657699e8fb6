/** A new epoch of a vault's key, for exactly the devices that are entitled in the state it is built on [protocol: Vault keys]. */
import { inboxHash, inboxKeys } from "../../../shared/crypto/device-keys.ts";
import { sealKeyBundle } from "../../../shared/crypto/key-bundle.ts";
import { type EarlierKey, keyCommit, newVaultKey, sealKeyHistory } from "../../../shared/crypto/vault-key.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { buildEntry } from "../../../shared/protocol/team-log/compose.ts";
import type { Entry } from "../../../shared/protocol/team-log/entry.ts";
import { entitledDevices } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { manifestRoot } from "../../../shared/protocol/vault-chain/chain.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import { signer } from "./acts.ts";

export type Rotated = { state: TeamState; entry: Entry; blobs: Uint8Array[] };

/** Builds `vault-rotate` for one vault on top of `state`; `key-commit` where this computer lacks an earlier key. */
export function buildRotation(by: OpenedProfile, state: TeamState, vault: VaultId): Result<Rotated> {
  const inLog = state.vaults.get(vault) as VaultInLog;
  const earlier: EarlierKey[] = [];
  for (let epoch = 1; epoch <= inLog.epoch; epoch++) {
    const key = by.keyring.key(vault, epoch);
    if (key === null) return fail("key-commit", { vault, number: epoch }, "later");
    earlier.push({ epoch, key });
  }
  const key = newVaultKey();
  const epoch = inLog.epoch + 1;
  const of = { team: state.team, vault, epoch };
  const history = sealKeyHistory(key, of, earlier);
  const bundles = entitledDevices(state, inLog).map((device) => {
    const kemPk = state.devices.get(device)?.kemPk as Uint8Array;
    return { device, ...sealKeyBundle(kemPk, { team: state.team, device }, [{ vault, epoch, key }]) };
  });
  const chain = by.chains.chain(vault);
  const { head } = chain;
  const rotation = {
    vault,
    epoch,
    keyCommit: keyCommit({ ...of, key }),
    inbox: inboxHash(inboxKeys(key).kemPk),
    history: history.hash,
    pin: { seq: head.seq, hash: head.hash },
    root: manifestRoot(chain),
    voids: 0,
  };
  key.fill(0);
  const listings = bundles.map(({ device, hash }) => ({ device, given: [], hash }));
  const built = buildEntry(
    state,
    { type: "vault-rotate", payload: { vaults: [rotation] }, attached: { bundles: listings }, ...signer(by) },
    by.keys,
  );
  if (!built.ok) return built;
  return ok({ ...built.value, blobs: [...bundles.map(({ bytes }) => bytes), history.bytes] });
}
