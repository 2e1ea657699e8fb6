/**
 * Puts an unlocked profile together, area by area from below: what this computer holds, what sync verifies, items and records,
 * acts of the team, and last the loop that drives them. Everything made here is thrown away at lock (the process is), and
 * `close` lets go of it where the process lives on (scripts).
 */
import { commands, type Handlers } from "../../shared/contract/commands.ts";
import type { DeviceId, InviteId, UserId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Hint } from "../../shared/protocol/routes/routes.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { bytesEqual } from "../../shared/text.ts";
import type { OpeningParts, ProfileHeld } from "./account/session-state.ts";
import { openActivity } from "./activity/activity.ts";
import { activityHandlers } from "./activity/activity-list.ts";
import { type BeforeActs, createBeforeActs } from "./activity/before-acts.ts";
import { openHandedOn } from "./activity/handed-on.ts";
import { openTeamActivity } from "./activity/team-activity.ts";
import type { CoverageArea } from "./coverage/coverage-area.ts";
import { coverageHandlers } from "./coverage/coverage-handlers.ts";
import { createFiling } from "./coverage/filing.ts";
import { createHistories } from "./coverage/histories.ts";
import { openHandedCodes } from "./handed/handed-codes.ts";
import { freshness, sameHistory } from "./heads/freshness.ts";
import { createHeldActs, type HeldActs } from "./heads/held-acts.ts";
import { createStatements } from "./heads/statements.ts";
import { createInboxReading } from "./letters/inbox-reading.ts";
import { createLetters, governanceOf, toolsOf } from "./letters/letters.ts";
import type { LocalProfile } from "./local/local-profile.ts";
import { type Areas, openAreas } from "./open-areas.ts";
import { openSync } from "./open-sync.ts";
import type { Ports } from "./ports.ts";
import { inBackground } from "./store/thrown.ts";
import type { ReadOut } from "./sync/choose-history.ts";
import { createLive } from "./sync/live.ts";
import { syncHandlers } from "./sync/sync-handlers.ts";
import { createSyncLoop } from "./sync/sync-loop.ts";
import { loadState } from "./sync/team-log.ts";
import type { OpenedProfile } from "./sync/team-view.ts";
import { actHandlers } from "./team/act-handlers.ts";
import { broughtBackHandlers } from "./team/brought-back.ts";
import { choosePeople } from "./team/chosen-people.ts";
import { createComparing } from "./team/compare-invite.ts";
import { type CosignedActs, createCosignedActs } from "./team/cosigned-acts.ts";
import { forgetHistory } from "./team/forget-history.ts";
import { createHelping } from "./team/help-recover.ts";
import { tellJoined } from "./team/joined.ts";
import { createKeyRequests } from "./team/key-requests.ts";
import { createLinking } from "./team/link-computer.ts";
import { mayTakeAway } from "./team/may-take-away.ts";
import { createNotices, type Notices } from "./team/notices.ts";
import { followRecoveries, recoveryNames } from "./team/recoveries.ts";
import { createRecoverySheets } from "./team/recovery-sheet.ts";
import { createFactorSetUp } from "./team/second-factor.ts";
import { createTaskRunner } from "./team/tasks/background-tasks.ts";
import { runEach } from "./team/tasks/run-each.ts";
import type { TeamArea } from "./team/team-area.ts";
import { teamHandlers } from "./team/team-handlers.ts";
import { createStatedAccounts } from "./tools/stated-accounts.ts";
import { toolHandlers } from "./tools/tool-handlers.ts";
import { exportRegister } from "./vaults/items/register-export.ts";
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
  const items = openAreas(opened, { isMarked: parts.isMarked, noteDrafts: synced.noteDrafts, ...synced.time });
  synced.look();
  const requestSync = () => opened.events.tell("syncRequested", null);
  const { records, begun, titleOf, absentIn, copies, known, mayOpen } = items;
  const [activity, counting] = [openActivity({ ...local, guard: synced.guard }), openCounting(opened, items)];
  const acts = { ...opened, records, begun, titleOf, absentIn, mayOpen };
  const others = openStatements(opened, synced);
  const recorded = createBeforeActs({ activity, vaultOf: known.vaultOf, clock: ports.clock });
  const { team, cosigned } = openTeamArea(acts, {
    ...{ ...others, synced, activity, copies, requestSync, recorded, counting },
  });
  const computerOf = (device: DeviceId) => computerNumber(opened.log.state(), device);
  const own = openOwn(team, openHanded(parts, items, team));
  const stopWaiting = followWaiting({
    ...{ emitter, events: opened.events, timers: ports.timers, tell: ports.desktop.waits },
    ...{ needs: waitingNames(items, team, own.notices), ready: items.waiting.ready, rights: () => rightsOf(opened) },
  });
  const ofTeam = { ...actsOfTeam(acts, { ...team, ...counting }), ...teamHandlers(team, own), ...own.handed.handlers };
  // What waited for others to be seen may need a signature by the time that they were.
  const held = openHeldActs(team, synced, { recorded: heldFirst(cosigned, recorded), handlers: ofTeam });
  const loop = createSyncLoop({
    ...synced.steps,
    ports,
    sameHistory: others.sameHistory,
    drafts: items.drafts,
    backgroundTasks: whileFrozen(synced, [createTaskRunner(team), held.run, cosigned.run], team.statements.exchange),
    changed: (status) => emitter.emit("sync.changed", status),
  });
  opened.events.on("syncRequested", loop.kick);
  const isWaiting = () => held.isWaiting() || cosigned.isWaiting() || team.joining.size > 0;
  const live = createLive(ports, profile.origin, synced.transport, heardHint(loop.kick, isWaiting));
  live.start();
  loop.kick();
  return {
    ...{ db, profile, keys, log: opened.log, records: items.records },
    ...{ askedAgain: items.askedAgain, ...afterTyped(items, team, { ...own, history: synced.history }) },
    recorded: heldFirst(cosigned, heldFirst(held, recorded)),
    handlers: {
      ...items.handlers,
      ...activityOf({ ...team.audit, computerOf, activity, profile, titleOf: known.titleOf }, ports, ofTeam),
      ...{ ...registerFile(items, ports, ofTeam), ...ofTeam },
      ...actHandlers(held, cosigned, team),
      ...syncHandlers(loop, () => {
        if (synced.time.isBehind()) synced.transport.renew();
      }),
    },
    close() {
      const ends = [stopWaiting, own.drop, live.stop, loop.stop, synced.stop, items.dispose, synced.wipe];
      for (const end of ends) end();
    },
  };
}

/** Codes that people hand to each other; what colleagues ask is looked at as letters come. */
function openHanded({ emitter }: OpeningParts, { known }: Areas, team: TeamArea) {
  const { handlers, look, dispose } = openHandedCodes({ ...team, items: known.items, codeOf: known.codeOf });
  const lookNow = (): void => inBackground(team, "handed", look());
  lookNow();
  const silent = emitter.on("letters.changed", lookNow);
  return {
    handlers,
    stop(): void {
      silent();
      dispose();
    },
  };
}

/** What people do to vaults and tools, what is counted of them, and what people see of what came back. */
function actsOfTeam<Acts extends Parameters<typeof vaultHandlers>[0] & Parameters<typeof broughtBackHandlers>[0]>(
  acts: Acts,
  counted: TeamArea & CoverageArea,
) {
  const inboxes = {
    governance: createInboxReading(counted, governanceOf),
    tools: createInboxReading(counted, toolsOf),
  };
  const ofTools = { ...toolHandlers(counted, inboxes.tools), ...coverageHandlers({ ...counted, inboxes }) };
  return { ...vaultHandlers(acts), ...broughtBackHandlers(acts), ...ofTools };
}

type Typed = Pick<ReturnType<typeof openOwn>, "afterPassphrase" | "notices"> & {
  history: ReturnType<typeof openSync>["history"];
};

/** What is done once the passphrase was typed again. */
function afterTyped(items: Areas, team: TeamArea, { afterPassphrase, notices, history }: Typed) {
  const chooseHistory = goingOver(history, team, notices);
  return { ...afterPassphrase, makeArchive: archives(items, team), chooseHistory };
}

/** Going over to another history. What waited here under the one before was looked at by now, where there was one. */
function goingOver(history: Typed["history"], team: TeamArea, notices: Notices) {
  history.looked();
  return (read: ReadOut) => history.choose(read, (common) => forgetHistory(team, notices, common));
}

type Task = () => Promise<Result<true>>;

/** While two histories are proven nothing of what is due may be sent but where this computer stands. */
function whileFrozen({ fork, back }: ReturnType<typeof openSync>, due: Task[], states: Task): Task {
  return () => runEach([back.finish, ...(fork.mayWrite().ok ? due : [states])], (run) => run());
}

/** What a person does with computers and sheets of their own; and who comes and who recovers is told from here on. */
function openOwn(team: TeamArea, handed: ReturnType<typeof openHanded>) {
  followRecoveries(team);
  tellJoined(team);
  const [linking, helping, sheets] = [createLinking(team), createHelping(team), createRecoverySheets(team)];
  const factor = createFactorSetUp(team);
  const afterPassphrase = {
    ...{ beginLink: linking.begin, makeRecoverySheet: sheets.make, beginHelp: helping.begin },
    ...{ choosePeople: (users: readonly UserId[]) => choosePeople(team, users), enrolSecondFactor: factor.enrol },
  };
  const others = { comparing: createComparing(team), notices: createNotices(team) };
  const drop = (): void => {
    sheets.drop();
    factor.drop();
    team.facts.stop();
    handed.stop();
  };
  return { linking, helping, sheets, factor, handed, ...others, afterPassphrase, drop };
}

/** All that waits for this person, each under a name that no other has. */
function waitingNames({ waiting }: Pick<Areas, "waiting">, team: TeamArea, notices: Notices): () => string[] {
  return () => [...waiting.names(), ...recoveryNames(team), ...notices.names()];
}

/** The activity, listed and as a file. */
function activityOf(
  of: Parameters<typeof activityHandlers>[0],
  { downloads, clock }: Ports,
  lists: Parameters<typeof namesOf>[0],
) {
  return activityHandlers(of, { names: () => namesOf(lists), downloads, now: clock.now });
}

/** The register of shared logins as a file. */
function registerFile(
  items: Pick<Areas, "handlers">,
  { downloads, clock }: Ports,
  lists: Pick<Handlers, "member.list" | "vault.list">,
) {
  const parts = { list: items.handlers["register.list"], lists, downloads, now: clock.now };
  return { "register.export": (query) => exportRegister(parts, query) } satisfies Partial<Handlers>;
}

/** People, groups and vaults as they are called here. */
async function namesOf(
  lists: Pick<Handlers, "member.list" | "group.list" | "vault.list">,
): Promise<Map<string, string>> {
  const [members, groups, vaults] = [
    await lists["member.list"]({}),
    await lists["group.list"]({}),
    await lists["vault.list"]({}),
  ];
  return new Map([
    ...(members.ok ? members.value.map(({ user, name }) => [user, name] as const) : []),
    ...(groups.ok ? groups.value.map(({ group, name }) => [group, name] as const) : []),
    ...(vaults.ok ? vaults.value.map(({ vault, title }) => [vault, title] as const) : []),
  ]);
}

/** An archive of what the person may open, once the passphrase was typed again. */
function archives(items: Areas, team: TeamArea): ProfileHeld["makeArchive"] {
  return (asked, cost) => items.makeArchive({ mayGo: () => mayTakeAway(team), cost }, asked);
}

type OfOthers = ReturnType<typeof openStatements>;
type BesideTeam = OfOthers &
  Pick<TeamArea, "copies" | "requestSync"> & {
    recorded: BeforeActs;
    counting: ReturnType<typeof openCounting>;
    synced: ReturnType<typeof openSync>;
    activity: ReturnType<typeof openActivity>;
  };

/** What logins and accounts say of their second factor over time, as far as this person can open them. */
function openCounting(opened: OpenedProfile, { known, absentIn }: Areas) {
  const histories = createHistories(opened);
  opened.events.on("vaultClosed", histories.close);
  const { chainOverview, items } = known;
  return { histories, chainOverview, absentIn, items } satisfies Partial<CoverageArea>;
}

/** What acts of the team stand on: what is sent to others, and where they stand. */
function openTeamArea(
  acts: OpenedProfile & Pick<TeamArea, "records" | "begun" | "mayOpen">,
  { synced, activity, recorded, counting, ...beside }: BesideTeam,
): { team: TeamArea; cosigned: CosignedActs } {
  const { transport, time, wasBehind, fork, noteDrafts } = synced;
  const letters = createLetters({ ...acts, transport, wasBehind });
  const audit = openAudit({ ...acts, letters, activity, stated: beside.statements.known });
  const area = {
    ...{ ...acts, ...beside, letters, audit, transport, fork },
    ...{ joining: new Set<InviteId>(), agreedTime: time.agreed },
    facts: createFiling({ ...acts, ...counting, letters }),
    statedAccounts: createStatedAccounts({ ...acts, ...counting, letters, requestSync: beside.requestSync }),
  };
  const cosigned = createCosignedActs({ ...area, recorded, noted: noteDrafts, wasBehind });
  return { team: { ...area, keyRequests: createKeyRequests(area), cosigned }, cosigned };
}

/** What a stale view does not allow, or others sign first, is kept before its event: nothing was done yet. Only commands that answer an act are held. */
function heldFirst({ hold }: Pick<HeldActs, "hold">, recorded: BeforeActs): BeforeActs {
  return async (name, input, act) => {
    const answer = await hold(name, input);
    return answer === null ? recorded(name, input, act) : (answer as Result<never>);
  };
}

/** Where the others stand, and what follows from it for this computer's view of the team. */
function openStatements(
  opened: OpenedProfile,
  { transport, guard, fork }: Pick<ReturnType<typeof openSync>, "transport" | "guard" | "fork">,
) {
  const heardWord = (bytes: Uint8Array) => fork.heardWord({ kind: "statement", bytes });
  const statements = createStatements({
    ...{ ...opened, transport, heardWord, standsHere: fork.standsHere, activity: guard.activity },
  });
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
