/** What an unlocked profile verifies: log, keys and chains, each on what lies below it, over one transport. Nothing here opens an item. */
import { bytesField, idField, strict, uintField } from "../../shared/encoding/fields.ts";
import type { SessionId, VaultId } from "../../shared/encoding/ids.ts";
import { type Failure, fail, ok } from "../../shared/failures.ts";
import type { RouteName } from "../../shared/protocol/routes/routes.ts";
import { headAt } from "../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { keychainOf } from "./account/profile-secrets.ts";
import type { OpeningParts } from "./account/session-state.ts";
import { createAlarm } from "./local/alarm.ts";
import { type BroughtBack, countOf, keepBroughtBack, readBroughtBack } from "./local/brought-back.ts";
import { chainCheckpoints } from "./local/chain-checkpoints.ts";
import { readKeptStatements } from "./local/kept-statements.ts";
import type { LocalProfile } from "./local/local-profile.ts";
import { findEntry } from "./local/named-bytes.ts";
import { createRollbackGuard, type RollbackGuard } from "./local/rollback-guard.ts";
import { sealedRecord } from "./local/sealed-record.ts";
import { openSeenTime } from "./local/seen-time.ts";
import { addSecurityEvent } from "./store/security-events.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { createAppend } from "./sync/append.ts";
import { type BringBack, createBringBack } from "./sync/bring-back.ts";
import { createChainHistory } from "./sync/chain-history.ts";
import { chooseHistory, historyChosen, type ReadOut } from "./sync/choose-history.ts";
import { followEnds } from "./sync/ending-rights.ts";
import { followEntries } from "./sync/entry-effects.ts";
import { fileExchange } from "./sync/file-exchange.ts";
import { findBranch } from "./sync/find-branch.ts";
import { createForkWatch, type ForkWatch } from "./sync/fork-watch.ts";
import { maySendFrozen } from "./sync/frozen-writes.ts";
import { createKeyring, type Keyring } from "./sync/keyring.ts";
import { ownRights } from "./sync/own-rights.ts";
import { pullBundles } from "./sync/pull-bundles.ts";
import { createRefusals, type Refusals } from "./sync/refusals.ts";
import { createConnection, createSoundness, type Soundness } from "./sync/soundness.ts";
import { catchUp } from "./sync/sync-round.ts";
import { type LogReader, loadState, syncLog } from "./sync/team-log.ts";
import type { OpenedProfile } from "./sync/team-view.ts";
import { createTransport, type KeptSession, type Transport } from "./sync/transport.ts";
import type { SyncEvents } from "./sync/vault-events.ts";
import { createVaultForkWatch } from "./sync/vault-fork-watch.ts";
import { createVaultSync } from "./sync/vault-sync.ts";

/** Log, keys and chains, each on what lies below it; nothing here opens an item. */
export function openSync(parts: OpeningParts, local: LocalProfile, state: TeamState) {
  const { ports, db, profile, emitter } = parts;
  const events = createSubscriptions<SyncEvents>();
  const refusals = createRefusals(ports, db, emitter);
  const guard = openRollbackGuard(parts, state);
  const soundness = createSoundness();
  const connection = createConnection();
  const time = openSeenTime(local);
  const server = untilStopped((said: number) => {
    time.serverSaid(said);
    ends.look();
  });
  const device = untilOver(deviceTransport(parts, server.said));
  const transport = whileSound(device, { soundness, guard, fork: () => fork });
  const back = openBringBack(parts, local, { transport, log: () => log, vaults: () => vaults, rights: () => rights });
  const ofFork = forkHooks(refusals, () => ({ transport, log, fork }));
  const hooks = { transport, noted: guard.noteLog, events, bringBack: back.log, ...ofFork };
  const log = syncLog(db, profile.team, state, hooks);
  const fork = openForkWatch(parts, local, { log, events, noted: guard.noteDrafts });
  const keyring = openKeyring(parts, log, refusals);
  const vaults = openVaults(parts, { transport, log, events, guard, fork, bringBack: back.vault });
  const history = openChoosing(parts, local, { transport: device, log, vaults, fork, guard });
  const fetch = (vault: VaultId, from: number) => transport.call("commits", { from }, vault);
  const versions = createChainHistory({ db, chain: vaults.chain, fetch, lost: refusals.ofFile });
  const rights = ownRights({ state: log.state, user: profile.user, now: time.now });
  followEntries({ log, vaults, keyring, rights, events, emitter });
  const alarm = (ring: () => void) => createAlarm(ports, ring);
  const ends = followEnds({ state: log.state, user: profile.user, time, rights, events, emitter, createAlarm: alarm });
  const append = createAppend(log, transport, () => catchUp({ transport, log, vaults, rights }));
  if (guard.isBehind()) refusals.ofLog({ code: "local-rollback", retry: "later" }, null);
  tellKept(emitter, local);
  const isStopped = (vault: VaultId) => vaults.stopped(vault) !== null || rights.hasEnded(vault);
  const bundlesArrived = (vault: VaultId) => tellOfKeys(parts, events, vault);
  return {
    ...{ transport, time, look: ends.look },
    ...{ guard, back, fork, history, noteDrafts: guard.noteDrafts },
    wasBehind: guard.isBehind() || history.isNew(),
    view: {
      log: { state: log.state, append, pull: log.pull },
      keyring,
      chains: vaults,
      vaults,
      files: fileExchange(transport),
      history: versions,
      rights,
      events,
      isOnline: connection.isOnline,
    },
    steps: {
      ...{ transport, log, vaults, rights, soundness, connection, ...whatHolds(fork, time) },
      pullBundles: () => pullBundles({ db, profile, log, transport, hasKey: hasKey(keyring) }, bundlesArrived),
      // What has ended is not served any more: nothing that is owed there will come.
      caughtUp: () => guard.caughtUp({ state: log.state(), user: profile.user, chain: vaults.chain, isStopped }),
    },
    stop: () => stopAll([server, vaults, guard, ends, time]),
    wipe() {
      for (const part of [keyring, local.keys]) part.wipe();
    },
  };
}

function openKeyring({ db, profile, keys }: OpeningParts, log: LogReader, refusals: Refusals) {
  const refused = (vault: VaultId, seq: number) => refusals.ofKey(vault, findEntry(db, seq, headAt(log.state(), seq)));
  return createKeyring({ db, profile, keys, state: log.state, refused });
}

function stopAll(parts: { stop(): void }[]): void {
  for (const part of parts) part.stop();
}

/** What a round asks before it writes, and tells with what it found. */
function whatHolds({ mayWrite }: ForkWatch, time: { isBehind(): boolean }) {
  return { mayWrite, isFrozen: () => !mayWrite().ok, isClockBehind: time.isBehind };
}

/** Hears the server's time; an answer that was on its way when the profile was closed has nothing to write into. */
function untilStopped(heard: (said: number) => void) {
  let isOver = false;
  return {
    said: (time: number): void => {
      if (!isOver) heard(time);
    },
    stop: (): void => {
      isOver = true;
    },
  };
}

type VaultsNeeds = { fork: ForkWatch; guard: RollbackGuard } & Pick<
  Parameters<typeof createVaultSync>[0],
  "transport" | "log" | "events" | "bringBack"
>;

/** The chains of the vaults, with their checkpoints of this computer. */
function openVaults(parts: OpeningParts, { fork, ...needs }: VaultsNeeds) {
  const { ports, db, profile, keys } = parts;
  return createVaultSync({
    ...{ ports, db, profile, ...needs },
    heardWord: (bytes) => fork.heardWord({ kind: "commit", bytes }),
    openForks: (chains) => openVaultForks(parts, needs, chains),
    alert: (failure, vault) => tellOfVault(parts, failure, vault),
    checkpoints: chainCheckpoints({ db, profile, localStateKey: keys.localStateKey }),
  });
}

/** Two chains of one vault; what is kept of them is counted as what waits is. */
function openVaultForks(
  parts: OpeningParts,
  { log, guard }: Pick<VaultsNeeds, "log" | "guard">,
  chains: Pick<Parameters<typeof createVaultForkWatch>[0], "chain" | "chainAt">,
) {
  const { ports, db, profile, keys } = parts;
  const damaged = () => tellDamaged(parts);
  const holder = { ports, db, profile, keys, state: log.state, stateAt: createStateAt(parts) };
  return createVaultForkWatch({ ...holder, ...chains, noted: guard.noteDrafts, damaged });
}

/** Keys of the vault have come. */
function tellOfKeys({ emitter }: OpeningParts, events: OpenedProfile["events"], vault: VaultId): void {
  events.tell("keysChanged", vault);
  // Also where nothing in it changes by that: who looks at it no longer waits.
  emitter.emit("vault.changed", { vault });
}

const hasKey =
  ({ key }: Pick<Keyring, "key">) =>
  (vault: VaultId, epoch: number): boolean =>
    key(vault, epoch) !== null;

type BringBackNeeds = Pick<Parameters<typeof createBringBack>[0], "transport"> & {
  log(): LogReader;
  vaults(): Pick<ReturnType<typeof createVaultSync>, "chain" | "commits">;
  rights(): OpenedProfile["rights"];
};

/** What a restored server is offered; log and vaults, which ask for it, are there before it is asked. */
function openBringBack(
  parts: OpeningParts,
  local: LocalProfile,
  { transport, log, vaults, rights }: BringBackNeeds,
): BringBack {
  return createBringBack({
    ...{ db: parts.db, ports: parts.ports, transport, told: (what) => tellRestored(parts, local, what) },
    state: () => log().state(),
    chain: (vault) => vaults().chain(vault),
    commits: (vault) => vaults().commits(vault),
    readable: () => [...log().state().vaults.keys()].filter((vault) => rights().of(vault) !== null),
    statements: () => readKeptStatements(local).map(({ bytes }) => bytes),
  });
}

/** The server had lost this much, and has it again: told, and remembered with what was refused. */
function tellRestored({ ports, db, emitter }: OpeningParts, local: LocalProfile, what: BroughtBack): void {
  const at = ports.clock.now();
  addSecurityEvent(db, { at, code: "restored" });
  keepBroughtBack(local, at, what);
  tellKept(emitter, local);
}

/** Of what nobody dismissed; also at the next unlock. */
function tellKept(emitter: OpeningParts["emitter"], local: LocalProfile): void {
  const kept = readBroughtBack(local);
  if (kept !== null) emitter.emit("alert.raised", { code: "restored", count: countOf(kept) });
}

function tellOfVault({ emitter }: OpeningParts, { code, detail }: Failure, vault: VaultId): void {
  const { user, device } = detail ?? {};
  const named = user === undefined ? {} : device === undefined ? { user } : { user, device };
  emitter.emit("alert.raised", { code, vault, ...named });
  emitter.emit("vault.changed", { vault });
}

const keptSession = strict({ id: idField<SessionId>(), key: bytesField(32), used: uintField() });

function deviceTransport(parts: OpeningParts, said: (time: number) => void): Transport {
  const { ports, profile, keys } = parts;
  const { origin, serverKeys, team, user, device } = profile;
  const caller = { identity: { kind: "device" as const, user, device }, signKey: keys.signKey };
  const record = sealedRecord(parts, "server-session", keptSession);
  const keeper = {
    read: record.read,
    write: ({ id, key, used }: KeptSession) => record.write({ id: id as SessionId, key, used }),
  };
  return createTransport(ports.http, { origin, serverKeys, team }, caller, said, keeper);
}

type Ending = Transport & { end(): void };
type ChoosingNeeds = Omit<
  Parameters<typeof chooseHistory>[0],
  keyof LocalProfile | "isBehind" | "noteLog" | "over" | "stateAt"
> & {
  guard: RollbackGuard;
  transport: Ending;
};

/** After its end nothing is asked, and no answer that was on its way is heard: what would take it in is of a history that is left. */
function untilOver(transport: Transport): Ending {
  let isOver = false;
  const over = () => fail("offline", { reason: "stopped" }, "later");
  return {
    ...transport,
    async call(name, request, vault) {
      if (isOver) return over();
      const answer = await transport.call(name, request, vault);
      return isOver ? over() : answer;
    },
    end(): void {
      isOver = true;
    },
  };
}

/** Going over to another history; also while sync has stopped, as it does where the server shows that one. */
function openChoosing(opening: OpeningParts, local: LocalProfile, { guard, ...needs }: ChoosingNeeds) {
  const stateAt = createStateAt(opening);
  const over = (): void => {
    needs.transport.end();
    local.ports.timers.after(0, () => local.ports.shell.lock());
  };
  const parts = { ...local, ...needs, stateAt, isBehind: guard.isBehind, noteLog: guard.noteLog, over };
  const record = historyChosen(local);
  return {
    choose: (read: ReadOut, beside: (common: number) => void) => chooseHistory(parts, read, beside),
    /** What waits here was not looked at since. */
    isNew: () => record.read()?.isNew === true,
    looked(): void {
      if (record.read()?.isNew === true) record.write({ form: 1, isNew: false });
    },
  };
}

/** The state after an entry of the log as it lies in the file; null where the file does not reach it. */
function createStateAt({ db, profile }: OpeningParts): (seq: number) => TeamState | null {
  return (seq) => {
    const loaded = loadState(db, profile.team, seq);
    return loaded.ok && loaded.value?.head.seq === seq ? loaded.value : null;
  };
}

function tellForked({ ports, db, emitter }: OpeningParts): void {
  addSecurityEvent(db, { at: ports.clock.now(), code: "log-fork" });
  emitter.emit("alert.raised", { code: "log-fork", reason: "fork" });
}

/** What was kept of another history, or of another chain, cannot be read. */
function tellDamaged({ ports, db, emitter }: OpeningParts): void {
  addSecurityEvent(db, { at: ports.clock.now(), code: "damaged-database" });
  emitter.emit("alert.raised", { code: "damaged-database", reason: "evidence" });
}

/** Two histories of the team: told once, with the evidence kept, and again at each start while it is proven. */
function openForkWatch(
  parts: OpeningParts,
  local: LocalProfile,
  needs: Pick<Parameters<typeof createForkWatch>[0], "noted"> & {
    log: LogReader;
    events: OpenedProfile["events"];
  },
): ForkWatch {
  const { log, events, noted } = needs;
  const stateAt = createStateAt(parts);
  const tell = (what: "proven" | "damaged"): void => {
    if (what === "proven") tellForked(parts);
    else tellDamaged(parts);
  };
  const fork = createForkWatch({ ...local, state: log.state, stateAt, noted, tell });
  events.on("entriesVerified", fork.look);
  return fork;
}

/** What the log does with another one; of a fork that is proven people are told once, with its evidence. */
function forkHooks(refusals: Refusals, parts: () => Parameters<typeof lookBeside>[0]) {
  return {
    lookBeside: (head: Head) => lookBeside(parts(), head),
    refused(failure: Failure, bytes: Uint8Array | null): void {
      if (failure.code !== "log-fork" || parts().fork.mayWrite().ok) refusals.ofLog(failure, bytes);
    },
  };
}

/** Fetches what the server has beside my log; also where a fork is proven already: others may have built on it since. */
async function lookBeside(
  { transport, log, fork }: { transport: Transport; log: LogReader; fork: ForkWatch },
  server: Head,
): Promise<void> {
  const found = await findBranch({ transport, state: log.state() }, server);
  if (found !== null) fork.sawBranch(found.common, found.entries);
}

function openRollbackGuard({ ports, db, profile, keys, ...opening }: OpeningParts, { head }: TeamState): RollbackGuard {
  const { kept, isMarked } = opening;
  const keychain = keychainOf(ports, profile.keychain);
  const { localStateKey } = keys;
  return createRollbackGuard({ ports, keychain, db, profile, localStateKey, kept, isMarked }, head);
}

/**
 * Once sync has stopped by itself nothing is asked or sent any more, whoever wants to [protocol: Completeness]; nor is anything
 * written from a database that is older than it was [protocol: Rollback guard], or while two histories are proven, but for who is
 * taken out [protocol: Forks].
 */
function whileSound(
  transport: Transport,
  { soundness, guard, fork }: { soundness: Soundness; guard: RollbackGuard; fork(): ForkWatch },
): Transport {
  const stopped = () => fail("offline", { reason: "stopped" }, "after-act");
  const writes: readonly RouteName[] = ["append", "push", "stateHeads", "upload", "restoreLog", "restoreVault"];
  return {
    call: async (name, request, vault) => {
      if (soundness.isStopped()) return stopped();
      if (guard.isBehind() && writes.includes(name)) return fail("local-rollback", undefined, "later");
      const goes = fork().mayWrite().ok ? ok(true) : maySendFrozen(name, request);
      return goes.ok ? transport.call(name, request, vault) : goes;
    },
    liveHeaders: async () => (soundness.isStopped() ? stopped() : transport.liveHeaders()),
    connect: async () => (soundness.isStopped() ? stopped() : transport.connect()),
    renew: transport.renew,
    keep: transport.keep,
  };
}
