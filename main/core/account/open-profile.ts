/**
 * Puts an unlocked profile together: verified log, keyring, chains, sync loop, live socket, item area. Everything it makes
 * is thrown away at lock (the process is), and `close` lets go of it where the process lives on (scripts).
 */
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import { bundleHash } from "../../../shared/crypto/key-bundle.ts";
import { historyHash } from "../../../shared/crypto/vault-key.ts";
import type { Entry } from "../../../shared/protocol/entry.ts";
import type { VaultId } from "../../../shared/protocol/ids.ts";
import { rightOf } from "../../../shared/protocol/team-rules.ts";
import type { TeamState } from "../../../shared/protocol/team-state.ts";
import { fail, ok, type Result } from "../../../shared/result.ts";
import type { Emitter } from "../emitter.ts";
import type { Database, Ports } from "../ports.ts";
import { addBlobs, findBlob } from "../store/log-rows.ts";
import { createKeyring } from "../sync/keyring.ts";
import { createLive } from "../sync/live.ts";
import { createSyncLoop } from "../sync/sync-loop.ts";
import { loadState, type SyncedLog, syncLog } from "../sync/team-log.ts";
import { createTransport, type Transport } from "../sync/transport.ts";
import { createVaultSync } from "../sync/vault-sync.ts";
import { doChores } from "../team/chores.ts";
import type { Profile, Unlocked, VaultListeners } from "../unlocked.ts";
import { createItems } from "../vaults/items.ts";

export type OpenProfile = { unlocked: Unlocked; handlers: ReturnType<typeof createItems>["handlers"]; close(): void };
type Parts = { ports: Ports; db: Database; profile: Profile; keys: DeviceKeys; emitter: Emitter };

/** Opens a joined profile from its store; the network is not asked. `key-changed` where the log does not know these keys. */
export function openProfile(parts: Parts): Result<OpenProfile> {
  const { db, profile, keys } = parts;
  const state = loadState(db, profile.team);
  if (!state.ok) return fail("damaged-database", { reason: state.failure.code }, "after-act");
  const device = state.value?.devices.get(profile.device);
  if (state.value === null || device === undefined) return fail("damaged-database", { reason: "log" }, "after-act");
  const same = (left: Uint8Array, right: Uint8Array): boolean =>
    left.length === right.length && left.every((byte, at) => byte === right[at]);
  if (!same(device.signPk, keys.signPk) || !same(device.kemPk, keys.kemPk)) return fail("key-changed");
  return ok(assemble(parts, state.value));
}

function assemble({ ports, db, profile, keys, emitter }: Parts, state: TeamState): OpenProfile {
  let listeners: VaultListeners | null = null;
  const hear = (): VaultListeners => {
    if (listeners === null) throw new Error("the item area is not open yet");
    return listeners;
  };
  const caller = {
    identity: { kind: "device" as const, user: profile.user, device: profile.device },
    signKey: keys.signKey,
  };
  const transport = createTransport(
    ports.http,
    { origin: profile.origin, serverKeys: profile.serverKeys, team: profile.team },
    caller,
    () => ports.clock.now(),
  );
  const alert = (code: string, vault: VaultId): void => emitter.emit("alert.raised", { code, vault });
  const keyring = createKeyring({
    db,
    profile,
    keys,
    state: () => log.state(),
    refused: (vault) => alert("key-commit", vault),
  });
  const vaults = createVaultSync({
    ports,
    db,
    profile,
    transport,
    log: () => log,
    listeners: hear,
    alert: ({ code }, vault) => alert(code, vault),
  });
  const log: SyncedLog = syncLog(db, profile.team, state, {
    transport,
    moved: (entries) => tellEntries(entries),
    refreshVaults: async () => {
      for (const vault of log.state().vaults.keys())
        if (rightOf(log.state(), profile.user, vault) !== null) await vaults.pull(vault);
    },
  });
  const loop = createSyncLoop({
    ports,
    profile,
    transport,
    log,
    vaults,
    listeners: hear,
    pullBundles: () => pullBundles({ db, profile, log, transport }, (vault) => hear().keysChanged(vault)),
    chores: () => doChores(unlocked, transport),
    changed: (status) => emitter.emit("sync.changed", status),
  });
  const live = createLive(ports, profile.origin, transport, () => loop.kick());
  const unlocked: Unlocked = {
    ports,
    profile,
    db,
    keys,
    log,
    keyring,
    chains: vaults,
    sync: {
      status: loop.status,
      now: loop.now,
      resume: loop.resume,
      kick: loop.kick,
      postCommit: vaults.post,
      pullVault: vaults.pull,
      envelopes: vaults.envelopes,
    },
    get listeners() {
      return hear();
    },
    emit: emitter.emit,
  };

  /** New entries may open, close or turn vaults, and change who is in the team. */
  function tellEntries(entries: readonly Entry[]): void {
    const touched = new Set<VaultId>();
    for (const { body } of entries) {
      if (body.type === "vault-create" || body.type === "vault-access" || body.type === "vault-archive")
        touched.add(body.payload.vault);
      if (body.type === "vault-rotate") for (const { vault } of body.payload.vaults) touched.add(vault);
      for (const { given } of body.attached.bundles) for (const { vault } of given) touched.add(vault);
      if (body.type === "user-add") emitter.emit("member.changed", {});
      if (body.type === "invite" || body.type === "invite-cancel" || body.type === "user-add")
        emitter.emit("invite.changed", {});
    }
    for (const vault of touched) {
      if (rightOf(log.state(), profile.user, vault) === null) hear().vaultClosed(vault);
      else {
        vaults.rejudge(vault);
        hear().keysChanged(vault);
      }
      emitter.emit("vault.changed", { vault });
    }
  }

  const items = createItems(unlocked);
  listeners = items.listeners;
  live.start();
  loop.kick();
  return {
    unlocked,
    handlers: items.handlers,
    close() {
      live.stop();
      loop.stop();
      items.dispose();
      keyring.wipe();
      keys.wipe();
    },
  };
}

type BundleParts = { db: Database; profile: Profile; log: SyncedLog; transport: Transport };

/** Asks for bundles and histories from the first entry on whose blob for this device is not here. */
async function pullBundles(
  { db, profile, log, transport }: BundleParts,
  arrived: (vault: VaultId) => void,
): Promise<Result<true>> {
  let from: number | null = null;
  const waiting = new Set<VaultId>();
  for (const vault of log.state().vaults.values()) {
    if (rightOf(log.state(), profile.user, vault.vault) === null) continue;
    for (const epoch of vault.epochs.values()) {
      const sent = epoch.sent.get(profile.device);
      const lacks =
        (sent !== undefined && findBlob(db, sent.bundle) === null) ||
        (epoch.history !== null && findBlob(db, epoch.history) === null);
      if (!lacks) continue;
      waiting.add(vault.vault);
      const first = Math.min(sent?.entrySeq ?? epoch.entrySeq, epoch.entrySeq);
      from = from === null ? first : Math.min(from, first);
    }
  }
  while (from !== null) {
    const page: Result<{ blobs: Uint8Array[]; next: number | null }> = await transport.call("bundles", { from });
    if (!page.ok) return page;
    const { blobs, next } = page.value;
    db.transaction(() =>
      addBlobs(
        db,
        blobs.flatMap((bytes) => [
          { hash: bundleHash(bytes), bytes },
          { hash: historyHash(bytes), bytes },
        ]),
      ),
    );
    from = next !== null && next > from ? next : null;
  }
  for (const vault of waiting) arrived(vault);
  return ok(true);
}
