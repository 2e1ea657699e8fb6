/**
 * Puts an unlocked profile together, area by area from below: what this computer holds, what sync verifies, items and records,
 * acts of the team, and last the loop that drives them. Everything made here is thrown away at lock (the process is), and
 * `close` lets go of it where the process lives on (scripts).
 */
import { commands } from "../../shared/contract/commands.ts";
import type { DeviceId, VaultId } from "../../shared/encoding/ids.ts";
import { type Failure, fail, ok, type Result } from "../../shared/failures.ts";
import type { Hint, RouteName } from "../../shared/protocol/routes/routes.ts";
import { headAt } from "../../shared/protocol/team-log/state/rules.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { bytesEqual } from "../../shared/text.ts";
import { keychainOf } from "./account/profile-secrets.ts";
import type { OpeningParts } from "./account/session-state.ts";
import { openActivity } from "./activity/activity.ts";
import { activityHandlers } from "./activity/activity-list.ts";
import { type BeforeActs, createBeforeActs } from "./activity/before-acts.ts";
import { openHandedOn } from "./activity/handed-on.ts";
import { openTeamActivity } from "./activity/team-activity.ts";
import { freshness, sameHistory } from "./heads/freshness.ts";
import { createHeldActs, type HeldActs } from "./heads/held-acts.ts";
import { createStatements } from "./heads/statements.ts";
import { createLetters } from "./letters/letters.ts";
import { createAlarm } from "./local/alarm.ts";
import { chainCheckpoints } from "./local/chain-checkpoints.ts";
import { readKeptStatements } from "./local/kept-statements.ts";
import type { LocalProfile } from "./local/local-profile.ts";
import { findEntry } from "./local/named-bytes.ts";
import { createRollbackGuard, type RollbackGuard } from "./local/rollback-guard.ts";
import { openSeenTime } from "./local/seen-time.ts";
import { openAreas } from "./open-areas.ts";
import { addSecurityEvent } from "./store/security-events.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { createAppend } from "./sync/append.ts";
import { type BringBack, createBringBack } from "./sync/bring-back.ts";
import { createChainHistory } from "./sync/chain-history.ts";
import { followEnds } from "./sync/ending-rights.ts";
import { followEntries } from "./sync/entry-effects.ts";
import { fileExchange } from "./sync/file-exchange.ts";
import { createKeyring, type Keyring } from "./sync/keyring.ts";
import { createLive } from "./sync/live.ts";
import { ownRights } from "./sync/own-rights.ts";
import { pullBundles } from "./sync/pull-bundles.ts";
import { createRefusals } from "./sync/refusals.ts";
import { createConnection, createSoundness, type Soundness } from "./sync/soundness.ts";
import { syncHandlers } from "./sync/sync-handlers.ts";
import { createSyncLoop } from "./sync/sync-loop.ts";
import { catchUp } from "./sync/sync-round.ts";
import { type LogReader, loadState, syncLog } from "./sync/team-log.ts";
import type { OpenedProfile } from "./sync/team-view.ts";
import { createTransport, type Transport } from "./sync/transport.ts";
import type { SyncEvents } from "./sync/vault-events.ts";
import { createVaultSync } from "./sync/vault-sync.ts";
import { actHandlers } from "./team/act-handlers.ts";
import { tellJoined } from "./team/joined.ts";
import { createLinking } from "./team/link-computer.ts";
import { followRecoveries, recoveryNames } from "./team/recoveries.ts";
import { createRecoverySheets } from "./team/recovery-sheet.ts";
import { createTaskRunner } from "./team/tasks/background-tasks.ts";
import { runEach } from "./team/tasks/run-each.ts";
import type { TeamArea } from "./team/team-area.ts";
import { teamHandlers } from "./team/team-handlers.ts";
import { vaultHandlers } from "./vaults/vault-handlers.ts";
import { followWaiting } from "./waiting-notice.ts";

/** Opens a joined profile from its store; the network is not asked. `key-changed` where the log does not know these keys. */
export function openProfile(parts: OpeningParts): Result<ProfileInUse> {
  const { db, profile, keys } = parts;
  const state = loadState(db, profile.team);
  if (!state.ok) return fail("damaged-database", { reason: state.failure.code }, "after-act");
  const device = state.value?.devices.get(profile.device);
  if (state.value === null || device === undefined) return fail("damaged-database", { reason: "log" }, "after-act");
  if (!bytesEqual(device.signPk, keys.signPk) || !bytesEqual(device.kemPk, keys.kemPk)) return fail("key-changed");
  return ok(compose(parts, state.value));
}

/** An unlocked profile with its handlers. */
export type ProfileInUse = ReturnType<typeof compose>;

function compose(parts: OpeningParts, state: TeamState) {
  const { ports, db, profile, keys, emitter } = parts;
  const local: LocalProfile = { ports, db, profile, keys, emit: emitter.emit };
  const synced = openSync(parts, local, state);
  const opened: OpenedProfile = { ...local, ...synced.view };
  const items = openAreas(opened, { isMarked: parts.isMarked, noteDrafts: synced.noteDrafts });
  synced.look();
  const requestSync = () => opened.events.tell("syncRequested", null);
  const { records, begun, titleOf, absentIn, copies, known } = items;
  const activity = openActivity({ ...local, guard: synced.guard });
  const acts = { ...opened, records, begun, titleOf, absentIn };
  const others = openStatements(opened, synced);
  const team = openTeamArea(acts, { ...others, synced, activity, copies, requestSync });
  const computerOf = (device: DeviceId) => computerNumber(opened.log.state(), device);
  const own = openOwn(team);
  const stopWaiting = followWaiting({
    ...{ emitter, events: opened.events, timers: ports.timers, tell: ports.desktop.waits },
    ...{ needs: waitingNames(items, team), ready: items.waiting.ready, rights: () => rightsOf(opened) },
  });
  const recorded = createBeforeActs({ activity, vaultOf: known.vaultOf, clock: ports.clock });
  const ofTeam = { ...vaultHandlers(acts), ...teamHandlers(team, own) };
  const held = openHeldActs(team, synced, { recorded, handlers: ofTeam });
  const tasks = createTaskRunner(team);
  const loop = createSyncLoop({
    ...synced.steps,
    ports,
    sameHistory: others.sameHistory,
    drafts: items.drafts,
    backgroundTasks: () => runEach([synced.back.finish, tasks, held.run], (run) => run()),
    changed: (status) => emitter.emit("sync.changed", status),
  });
  opened.events.on("syncRequested", loop.kick);
  const isWaiting = () => held.isWaiting() || team.joining.size > 0;
  const live = createLive(ports, profile.origin, synced.transport, heardHint(loop.kick, isWaiting));
  live.start();
  loop.kick();
  return {
    ...{ db, profile, keys, log: opened.log, records: items.records },
    ...{ askedAgain: items.askedAgain, beginLink: own.linking.begin, makeRecoverySheet: own.sheets.make },
    recorded: heldFirst(held, recorded),
    handlers: {
      ...items.handlers,
      ...activityHandlers({ ...team.audit, computerOf, activity, profile, titleOf: known.titleOf }),
      ...ofTeam,
      ...actHandlers(held),
      ...syncHandlers(loop, () => {
        if (synced.time.isBehind()) synced.transport.renew();
      }),
    },
    close() {
      stopWaiting();
      own.sheets.drop();
      live.stop();
      loop.stop();
      synced.stop();
      items.dispose();
      synced.wipe();
    },
  };
}

/** What a person does with computers and sheets of their own; and who comes and who recovers is told from here on. */
function openOwn(team: TeamArea) {
  followRecoveries(team);
  tellJoined(team);
  return { linking: createLinking(team), sheets: createRecoverySheets(team) };
}

/** All that waits for this person, each under a name that no other has. */
function waitingNames({ waiting }: Pick<ReturnType<typeof openAreas>, "waiting">, team: TeamArea): () => string[] {
  return () => [...waiting.names(), ...recoveryNames(team)];
}

type OfOthers = ReturnType<typeof openStatements>;
type BesideTeam = OfOthers &
  Pick<TeamArea, "copies" | "requestSync"> & {
    synced: ReturnType<typeof openSync>;
    activity: ReturnType<typeof openActivity>;
  };

/** What acts of the team stand on: what is sent to others, and where they stand. */
function openTeamArea(
  acts: OpenedProfile & Pick<TeamArea, "records" | "begun">,
  { synced, activity, ...beside }: BesideTeam,
): TeamArea {
  const { transport, time, wasBehind } = synced;
  const letters = createLetters({ ...acts, transport, wasBehind });
  const audit = openAudit({ ...acts, letters, activity });
  return { ...acts, ...beside, letters, audit, transport, joining: new Set(), agreedTime: time.agreed };
}

/** What a stale view does not allow is kept before its event: nothing was done yet. Only commands that answer an act are held. */
function heldFirst({ hold }: HeldActs, recorded: BeforeActs): BeforeActs {
  return async (name, input, act) => {
    const answer = await hold(name, input);
    return answer === null ? recorded(name, input, act) : (answer as Result<never>);
  };
}

/** Where the others stand, and what follows from it for this computer's view of the team. */
function openStatements(
  opened: OpenedProfile,
  { transport, guard }: Pick<ReturnType<typeof openSync>, "transport" | "guard">,
) {
  const statements = createStatements({ ...opened, transport, activity: guard.activity });
  const view = () => ({
    ...{ state: opened.log.state(), self: opened.profile.user, stated: statements.known(), now: opened.rights.now() },
  });
  return { statements, freshness: () => freshness(view()), sameHistory: () => sameHistory(view()) };
}

/** Where others stand is asked for with the next round, unless something waits for it. */
function heardHint(kick: () => void, isWaiting: () => boolean): (hint: Hint | null) => void {
  return (hint) => {
    if (hint?.kind !== "heads" || isWaiting()) kick();
  };
}

/** Acts that wait for others, and are done by the same handlers as those of a person. */
function openHeldActs(
  team: TeamArea,
  { noteDrafts, wasBehind }: Pick<ReturnType<typeof openSync>, "noteDrafts" | "wasBehind">,
  does: Pick<Parameters<typeof createHeldActs>[0], "recorded" | "handlers">,
): HeldActs {
  return createHeldActs({
    ...{ ...team, ...does, look: team.statements.fetch },
    ...{ noted: noteDrafts, wasBehind, parse: parseInput },
  });
}

/** What a command takes, read again by its own row. */
function parseInput(name: keyof typeof commands, input: unknown): Result<unknown> {
  const parsed = commands[name].input.safeParse(input);
  return parsed.success ? ok(parsed.data) : fail("invalid-input", { field: "input" });
}

/** What was done here and goes to who may read it, and what others did where this person may read it. */
function openAudit(parts: Parameters<typeof openHandedOn>[0] & Parameters<typeof openTeamActivity>[0]) {
  return {
    handedOn: openHandedOn(parts),
    team: openTeamActivity(parts),
  };
}

/** Which of its person's computers this is, as they came; null where they have had one. */
function computerNumber({ devices }: TeamState, device: DeviceId): number | null {
  const user = devices.get(device)?.user;
  const theirs = [...devices].filter(([, one]) => one.user === user && one.kind === "computer").map(([id]) => id);
  return theirs.length > 1 ? theirs.indexOf(device) + 1 : null;
}

/** Every vault that this person may open, and what they may do in it. */
function rightsOf({ log, rights }: Pick<OpenedProfile, "log" | "rights">): string[] {
  return [...log.state().vaults.keys()].flatMap((vault) => {
    const right = rights.of(vault);
    return right === null ? [] : [`${vault}:${right}`];
  });
}

/** Log, keys and chains, each on what lies below it; nothing here opens an item. */
function openSync(parts: OpeningParts, local: LocalProfile, state: TeamState) {
  const { ports, db, profile, keys, emitter } = parts;
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
  const transport = whileSound(deviceTransport(parts, server.said), soundness, guard);
  const back = openBringBack(parts, local, { transport, log: () => log, vaults: () => vaults, rights: () => rights });
  const hooks = { transport, noted: guard.noteLog, events, refused: refusals.ofLog, bringBack: back.log };
  const log = syncLog(db, profile.team, state, hooks);
  const refusedKey = (vault: VaultId, seq: number) =>
    refusals.ofKey(vault, findEntry(db, seq, headAt(log.state(), seq)));
  const keyring = createKeyring({ db, profile, keys, state: log.state, refused: refusedKey });
  const vaults = openVaults(parts, { transport, log, events, guard, bringBack: back.vault });
  const fetch = (vault: VaultId, from: number) => transport.call("commits", { from }, vault);
  const history = createChainHistory({ db, chain: vaults.chain, fetch, lost: refusals.ofFile });
  const { user } = profile;
  const rights = ownRights({ state: log.state, user, now: time.now });
  followEntries({ log, vaults, keyring, rights, events, emitter });
  const alarm = (ring: () => void) => createAlarm(ports, ring);
  const ends = followEnds({ state: log.state, user, time, rights, events, emitter, createAlarm: alarm });
  const append = createAppend(log, transport, () => catchUp({ transport, log, vaults, rights }));
  if (guard.isBehind()) refusals.ofLog({ code: "local-rollback", retry: "later" }, null);
  const isStopped = (vault: VaultId) => vaults.stopped(vault) !== null || rights.hasEnded(vault);
  const bundlesArrived = (vault: VaultId) => tellOfKeys(parts, events, vault);
  return {
    ...{ transport, time, look: ends.look },
    ...{ guard, back, noteDrafts: guard.noteDrafts },
    wasBehind: guard.isBehind(),
    view: {
      log: { state: log.state, append, pull: log.pull },
      keyring,
      chains: vaults,
      vaults,
      files: fileExchange(transport),
      history,
      rights,
      events,
      isOnline: connection.isOnline,
    },
    steps: {
      ...{ transport, log, vaults, rights, soundness, connection, isClockBehind: time.isBehind },
      pullBundles: () => pullBundles({ db, profile, log, transport, hasKey: hasKey(keyring) }, bundlesArrived),
      // What has ended is not served any more: nothing that is owed there will come.
      caughtUp: () => guard.caughtUp({ state: log.state(), user, chain: vaults.chain, isStopped }),
    },
    stop() {
      for (const part of [server, vaults, guard, ends, time]) part.stop();
    },
    wipe() {
      for (const part of [keyring, local.keys]) part.wipe();
    },
  };
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

type VaultsNeeds = Pick<Parameters<typeof createVaultSync>[0], "transport" | "log" | "events" | "guard" | "bringBack">;

/** The chains of the vaults, with their checkpoints of this computer. */
function openVaults(parts: OpeningParts, needs: VaultsNeeds) {
  const { ports, db, profile, keys } = parts;
  return createVaultSync({
    ...{ ports, db, profile, ...needs },
    alert: (failure, vault) => tellOfVault(parts, failure, vault),
    checkpoints: chainCheckpoints({ db, profile, localStateKey: keys.localStateKey }),
  });
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
    ...{ db: parts.db, ports: parts.ports, transport, told: (count) => tellRestored(parts, count) },
    state: () => log().state(),
    chain: (vault) => vaults().chain(vault),
    commits: (vault) => vaults().commits(vault),
    readable: () => [...log().state().vaults.keys()].filter((vault) => rights().of(vault) !== null),
    statements: () => readKeptStatements(local).map(({ bytes }) => bytes),
  });
}

/** The server had lost this much, and has it again: told, and remembered with what was refused. */
function tellRestored({ ports, db, emitter }: OpeningParts, count: number): void {
  addSecurityEvent(db, { at: ports.clock.now(), code: "restored" });
  emitter.emit("alert.raised", { code: "restored", count });
}

function tellOfVault({ emitter }: OpeningParts, { code, detail }: Failure, vault: VaultId): void {
  const { user, device } = detail ?? {};
  const named = user === undefined ? {} : device === undefined ? { user } : { user, device };
  emitter.emit("alert.raised", { code, vault, ...named });
  emitter.emit("vault.changed", { vault });
}

function deviceTransport({ ports, profile, keys }: OpeningParts, said: (time: number) => void): Transport {
  const { origin, serverKeys, team, user, device } = profile;
  const identity = { kind: "device" as const, user, device };
  return createTransport(ports.http, { origin, serverKeys, team }, { identity, signKey: keys.signKey }, said);
}

function openRollbackGuard({ ports, db, profile, keys, ...opening }: OpeningParts, { head }: TeamState): RollbackGuard {
  const { kept, isMarked } = opening;
  const keychain = keychainOf(ports, profile.keychain);
  const { localStateKey } = keys;
  return createRollbackGuard({ ports, keychain, db, profile, localStateKey, kept, isMarked }, head);
}

/**
 * Once sync has stopped by itself nothing is asked or sent any more, whoever wants to [protocol: Completeness]; nor is anything
 * written from a database that is older than it was [protocol: Rollback guard].
 */
function whileSound(transport: Transport, soundness: Soundness, guard: RollbackGuard): Transport {
  const stopped = () => fail("offline", { reason: "stopped" }, "after-act");
  const writes: readonly RouteName[] = ["append", "push", "stateHeads", "upload", "restoreLog", "restoreVault"];
  return {
    call: async (name, request, vault) => {
      if (soundness.isStopped()) return stopped();
      if (guard.isBehind() && writes.includes(name)) return fail("local-rollback", undefined, "later");
      return transport.call(name, request, vault);
    },
    liveHeaders: async () => (soundness.isStopped() ? stopped() : transport.liveHeaders()),
    connect: async () => (soundness.isStopped() ? stopped() : transport.connect()),
    renew: transport.renew,
  };
}
