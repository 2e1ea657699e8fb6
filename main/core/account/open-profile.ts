/**
 * Puts an unlocked profile together: verified log, keyring, chains, sync loop, live socket, item area. Everything it makes
 * is thrown away at lock (the process is), and `close` lets go of it where the process lives on (scripts).
 */
import type { DeviceKeys } from "../../../shared/crypto/device-keys.ts";
import type { InviteId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { RouteName } from "../../../shared/protocol/routes/routes.ts";
import type { Entry } from "../../../shared/protocol/team-log/entry.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { bytesEqual } from "../../../shared/text.ts";
import type { Emitter } from "../emitter.ts";
import { chainCheckpoints } from "../local/chain-checkpoints.ts";
import { createRollbackGuard, type RollbackGuard } from "../local/rollback-guard.ts";
import { type Areas, openAreas } from "../open-areas.ts";
import type { Database, Ports } from "../ports.ts";
import { createKeyring } from "../sync/keyring.ts";
import { createLive } from "../sync/live.ts";
import { pullBundles } from "../sync/pull-bundles.ts";
import { createRefusals } from "../sync/refusals.ts";
import { createSyncLoop, type SyncLoop } from "../sync/sync-loop.ts";
import { catchUp } from "../sync/sync-round.ts";
import { loadState, type SyncedLog, syncLog } from "../sync/team-log.ts";
import { createTransport, type Transport } from "../sync/transport.ts";
import { createVaultSync } from "../sync/vault-sync.ts";
import { doChores } from "../team/chores.ts";
import type { Profile, Unlocked, VaultListeners } from "../unlocked.ts";
import { keychainOf } from "./profile-secrets.ts";

export type OpenProfile = { unlocked: Unlocked; handlers: Areas["handlers"]; close(): void };
type Parts = {
  ports: Ports;
  db: Database;
  profile: Profile;
  keys: DeviceKeys;
  emitter: Emitter;
  /** What the keychain remembers of the heads (`guard.ts`). */
  kept: Uint8Array | null;
};

/** Opens a joined profile from its store; the network is not asked. `key-changed` where the log does not know these keys. */
export function openProfile(parts: Parts): Result<OpenProfile> {
  const { db, profile, keys } = parts;
  const state = loadState(db, profile.team);
  if (!state.ok) return fail("damaged-database", { reason: state.failure.code }, "after-act");
  const device = state.value?.devices.get(profile.device);
  if (state.value === null || device === undefined) return fail("damaged-database", { reason: "log" }, "after-act");
  if (!bytesEqual(device.signPk, keys.signPk) || !bytesEqual(device.kemPk, keys.kemPk)) return fail("key-changed");
  return ok(assemble(parts, state.value));
}

function assemble(parts: Parts, state: TeamState): OpenProfile {
  const { ports, db, profile, keys, emitter } = parts;
  let listeners: VaultListeners | null = null;
  let loop: SyncLoop | null = null;
  const hear = (): VaultListeners => {
    if (listeners === null) throw new Error("the item area is not open yet");
    return listeners;
  };
  const refusals = createRefusals(ports, db, emitter);
  const guard = openRollbackGuard(parts, state);
  const transport = whileSound(deviceTransport(parts), () => loop?.isStopped() === true, guard);
  const keyring = createKeyring({ db, profile, keys, state: () => log.state(), refused: refusals.ofKey });
  const vaults = createVaultSync({
    ports,
    db,
    profile,
    transport,
    log: () => log,
    listeners: hear,
    alert: ({ code, detail }, vault) => {
      const { user, device } = detail ?? {};
      const named = user === undefined ? {} : device === undefined ? { user } : { user, device };
      emitter.emit("alert.raised", { code, vault, ...named });
      emitter.emit("vault.changed", { vault });
    },
    noted: () => guard.note(log.state().head),
    checkpoints: chainCheckpoints({ db, profile, localStateKey: keys.localStateKey }),
  });
  const log: SyncedLog = syncLog(db, profile.team, state, {
    transport,
    noted: guard.note,
    moved: (entries) => tellEntries({ log, vaults, keyring, profile, emitter, hear }, entries),
    refreshVaults: async () => void (await catchUp({ transport, log, vaults, profile })),
    refused: refusals.ofLog,
  });
  const joining = new Set<InviteId>();
  const running = createSyncLoop({
    ports,
    profile,
    transport,
    log,
    vaults,
    listeners: hear,
    pullBundles: () => pullBundles({ db, profile, log, transport }, (vault) => hear().keysChanged(vault)),
    caughtUp: () => guard.caughtUp(log.state().head),
    chores: () => doChores(unlocked, transport),
    changed: (status) => emitter.emit("sync.changed", status),
  });
  loop = running;
  const live = createLive(ports, profile.origin, transport, () => running.kick());
  const unlocked: Unlocked = {
    ports,
    profile,
    db,
    keys,
    log,
    keyring,
    chains: vaults,
    joining,
    sync: {
      status: running.status,
      now: running.now,
      resume: running.resume,
      kick: running.kick,
      postCommit: vaults.post,
      pullVault: vaults.pull,
      envelopes: vaults.envelopes,
    },
    get listeners() {
      return hear();
    },
    emit: emitter.emit,
  };
  const items = openAreas(unlocked);
  listeners = items.listeners;
  if (guard.isBehind()) refusals.ofLog({ code: "local-rollback", retry: "later" }, null);
  live.start();
  running.kick();
  return {
    unlocked,
    handlers: items.handlers,
    close() {
      live.stop();
      running.stop();
      vaults.stop();
      guard.stop();
      items.dispose();
      keyring.wipe();
      keys.wipe();
    },
  };
}

function deviceTransport({ ports, profile, keys }: Parts): Transport {
  const { origin, serverKeys, team, user, device } = profile;
  const identity = { kind: "device" as const, user, device };
  return createTransport(ports.http, { origin, serverKeys, team }, { identity, signKey: keys.signKey });
}

function openRollbackGuard({ ports, db, profile, keys, kept }: Parts, { head }: TeamState): RollbackGuard {
  const keychain = keychainOf(ports, profile.keychain);
  return createRollbackGuard({ ports, keychain, db, profile, localStateKey: keys.localStateKey, kept }, head);
}

/**
 * Once sync has stopped by itself nothing is asked or sent any more, whoever wants to [protocol: Vault chain]; nor is anything written
 * from a database that is older than it was [protocol: Freshness].
 */
function whileSound(transport: Transport, isStopped: () => boolean, guard: RollbackGuard): Transport {
  const stopped = () => fail("offline", { reason: "stopped" }, "after-act");
  const writes: readonly RouteName[] = ["append", "push"];
  return {
    call: async (name, request, vault) => {
      if (isStopped()) return stopped();
      if (guard.isBehind() && writes.includes(name)) return fail("local-rollback", undefined, "later");
      return transport.call(name, request, vault);
    },
    liveHeaders: async () => (isStopped() ? stopped() : transport.liveHeaders()),
    connect: async () => (isStopped() ? stopped() : transport.connect()),
  };
}

type Telling = {
  log: SyncedLog;
  vaults: ReturnType<typeof createVaultSync>;
  keyring: ReturnType<typeof createKeyring>;
  profile: Profile;
  emitter: Emitter;
  hear(): VaultListeners;
};

/** New entries may open, close or turn vaults, and change who is in the team. */
function tellEntries({ log, vaults, keyring, profile, emitter, hear }: Telling, entries: readonly Entry[]): void {
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
      keyring.judgeInbox(vault);
      hear().keysChanged(vault);
    }
    emitter.emit("vault.changed", { vault });
  }
}
