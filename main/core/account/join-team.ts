/**
 * Joining by invite [protocol: Invites]: the code says where, which team, which invite, and whose server keys. The joiner posts
 * one message, then waits, for days if need be, until the log, verified here, holds this computer.
 */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import { deviceIdOf, inviteKeys } from "../../../shared/crypto/device-keys.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { Hash, ProfileId, UserId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { makeCertificate, makeJoin } from "../../../shared/protocol/join/join.ts";
import { findOpenInvite } from "../../../shared/protocol/team-log/entries/user-add.ts";
import { hashAt } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { readTransferCode, type TransferFields } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { noteFirstHead } from "../local/heads-record.ts";
import type { Ports } from "../ports.ts";
import { addEntries } from "../store/log-rows.ts";
import type { Profile } from "../store/profile-row.ts";
import { asResult, type Post, settle } from "../sync/settle.ts";
import { verifyPage } from "../sync/team-log.ts";
import { createTransport, type Transport } from "../sync/transport.ts";
import { codeRefusal, isSafeOrigin } from "./create-team.ts";
import { sealIdentity } from "./identity-seal.ts";
import { checkPassphrase } from "./passphrase.ts";
import { changeProfile } from "./profile-changes.ts";
import { deleteProfile, type MadeProfile, makeProfile } from "./profile-making.ts";
import { chooseKeychain, type NewSecrets, newSecrets } from "./profile-secrets.ts";
import { sealPlan, type WaitingPlan } from "./waiting-plan.ts";

type JoinPlan = Extract<WaitingPlan, { kind: "join" | "compare" }>;
export type Joining = MadeProfile & { secrets: NewSecrets; plan: JoinPlan };
type Code = TransferFields<"join">;

/** `invite` for anything that is not a whole join code, with what is wrong with it; `client-too-old` for one of a later Latchkey. */
export function readJoinCode(text: string): Result<Code> {
  const code = readTransferCode("join", text);
  if (!code.ok) return codeRefusal("invite", code.failure);
  return isSafeOrigin(code.value.origin) ? code : fail("invite", { reason: "plain-http" }, "after-act");
}

/** Checks the invite, posts the join message, and makes the profile. Where the server refuses, nothing is left behind. */
export async function joinTeam(ports: Ports, input: CommandParsed<"team.join">): Promise<Result<Joining>> {
  const code = readJoinCode(input.code);
  if (!code.ok) return code;
  const strong = await checkPassphrase(input.passphrase, [code.value.teamName, code.value.inviterName]);
  if (!strong.ok) return strong;
  const keychain = await chooseKeychain(ports, input.keychain);
  if (!keychain.ok) return keychain;
  const { team, seed, invite } = code.value;
  const asInvite = inviteTransport(ports, code.value, { seed, invite });
  const log = await readWholeLog(asInvite, team);
  if (!log.ok) return inviteRefusal(log);
  const open = findOpenInvite(log.value.state, invite);
  if (!open.ok) return open;
  const profileId = newId<ProfileId>();
  const secrets = newSecrets(ports, profileId, input.passphrase);
  const user = newId<UserId>();
  const { keys } = secrets;
  const certificate = makeCertificate(keys, { team, user });
  const join = makeJoin({ certificate, invite, inviteKey: inviteKeys(seed, team).signKey, deviceKey: keys.signKey });
  const { role } = open.value;
  const asked = { seed, invite, join };
  const plan: JoinPlan =
    role === "member" ? { kind: "join", ...asked } : { kind: "compare", ...asked, role, compared: null };
  const device = deviceIdOf({ team, user, signPk: keys.signPk, kemPk: keys.kemPk });
  const profile = joinerProfile(ports, code.value, { profileId, user, device, keychain: keychain.value.kind });
  const stored = {
    profile,
    header: secrets.header,
    sealedMasterKey: secrets.sealedMasterKey,
    sealedIdentity: sealIdentity(keys.localStateKey, profile),
    sealedJoin: sealPlan(keys.localStateKey, profileId, plan),
  };
  const made = await makeProfile(ports, keychain.value, {
    stored,
    ...{ deviceSecret: secrets.deviceSecret, keys: secrets.keys },
    entries: [],
    blobs: [],
  });
  if (!made.ok) return made;
  // Durable first: once the server has the message, the invite is good for these keys alone.
  const posted = await settle(joinPost(ports, { profile, plan, keys, asInvite }));
  if (posted.state !== "refused") return ok({ ...made.value, secrets, plan });
  await deleteProfile(ports, keychain.value, made.value);
  return inviteRefusal({ ok: false, failure: posted.failure });
}

type JoinPost = { profile: Profile; plan: JoinPlan; keys: NewSecrets["keys"]; asInvite: Transport };

/** The message that asks to be let in: the same bytes again are the same message, until the log holds this computer. */
function joinPost(ports: Ports, { profile, plan, keys, asInvite }: JoinPost): Post {
  return {
    send: () => asInvite.call("join", { join: plan.join }),
    find: async () => {
      const log = await readLogAsDevice(ports, profile, keys);
      return log.ok ? ok(log.value !== null && isIn(log.value, profile)) : log;
    },
    // Used: perhaps by this computer itself, which an earlier message let in meanwhile.
    doubts: ["invite"],
  };
}

/** The log as this computer reads it once it is let in; null as long as it is not. */
export async function readLogAsDevice(
  ports: Ports,
  profile: Profile,
  { signKey }: NewSecrets["keys"],
): Promise<Result<WholeLog | null>> {
  const identity = { kind: "device" as const, user: profile.user, device: profile.device };
  const log = await readWholeLog(createTransport(ports.http, profile, { identity, signKey }), profile.team);
  return !log.ok && log.failure.code === "session-binding" ? ok(null) : log;
}

/** Whether this computer is in use in that log. */
export function isIn({ state }: WholeLog, { device }: Profile): boolean {
  return state.devices.get(device)?.active === true;
}

function joinerProfile(
  ports: Ports,
  code: Code,
  own: { profileId: ProfileId; user: UserId; device: Profile["device"]; keychain: "os" | "file" },
): Profile {
  return {
    profile: own.profileId,
    team: code.team,
    user: own.user,
    device: own.device,
    origin: code.origin,
    serverKeys: code.serverKeys,
    state: "waiting",
    teamName: code.teamName,
    person: "",
    deviceName: ports.shell.deviceName(),
    waitsFor: code.inviterName,
    keychain: own.keychain,
    builtIn: false,
  };
}

type Peer = Pick<Profile, "origin" | "serverKeys" | "team">;

/** The line of whoever holds the secret of an invite. */
export function inviteTransport(
  ports: Ports,
  peer: Peer,
  { seed, invite }: { seed: Uint8Array; invite: Hash },
): Transport {
  const { signKey } = inviteKeys(seed, peer.team);
  return createTransport(ports.http, peer, { identity: { kind: "invite", invite }, signKey });
}

/** What a person can do something about stays; everything else that the server says means that the invite does not open it. */
function inviteRefusal(refused: Result<unknown>): Result<never> {
  if (refused.ok) throw new Error("not a refusal");
  const { code } = refused.failure;
  return code === "session-binding" || code === "log-gap"
    ? fail("invite", { reason: "refused" }, "after-act")
    : { ok: false, failure: refused.failure };
}

export type WholeLog = { state: TeamState; entries: { seq: number; hash: Hash; bytes: Uint8Array }[] };

/** The whole log from genesis, or from what is here on, verified here; the team's id is pinned by the code. */
export async function readWholeLog(
  transport: Transport,
  team: Profile["team"],
  here: WholeLog | null = null,
): Promise<Result<WholeLog>> {
  let state: TeamState | null = here?.state ?? null;
  const entries: WholeLog["entries"] = here === null ? [] : [...here.entries];
  for (;;) {
    const page = await transport.call("log", { from: entries.length });
    if (!page.ok) return page;
    const verified = verifyPage(state, team, page.value.entries);
    if (!verified.ok) return verified;
    state = verified.value.state;
    for (const entry of verified.value.entries) entries.push(entry);
    if (state.head.seq >= page.value.head.seq) return ok({ state, entries });
    if (verified.value.entries.length === 0) return fail("log-gap", { number: state.head.seq });
  }
}

/**
 * Looks whether the log holds this computer by now. `joined` once it does, after the log became durable here. `invite`
 * where the invite was cancelled or ended meanwhile.
 */
export async function lookForAdmission(
  ports: Ports,
  { stored, db, plan }: Pick<Joining, "stored" | "db" | "plan">,
  keys: NewSecrets["keys"],
): Promise<Result<"waiting" | "joined">> {
  const { profile } = stored;
  const whole = await readLogAsDevice(ports, profile, keys);
  if (!whole.ok) return whole;
  if (whole.value !== null) return enterLog({ db, profile, keys }, plan, whole.value);
  // Not let in yet: the invite's key may still read the log and repeat the message.
  const asInvite = inviteTransport(ports, profile, plan);
  const posted = asResult(await settle(joinPost(ports, { profile, plan, keys, asInvite })));
  return posted.ok ? ok("waiting") : posted;
}

type Own = { db: Joining["db"]; profile: Profile; keys: NewSecrets["keys"] };

function enterLog(own: Own, plan: JoinPlan, log: WholeLog): Result<"waiting" | "joined"> {
  const { state } = log;
  // A log that does not hold the invite of my code is not the log that I was invited to.
  if (!state.inviteByEntry.has(plan.invite)) return fail("invite", { reason: "other-log" });
  if (!isIn(log, own.profile)) return ok("waiting");
  const compared = plan.kind === "join" ? ok(true) : checkHead(state, own.profile, plan.compared);
  if (!compared.ok) return compared;
  takeLog(own, log);
  return ok("joined");
}

/** Whether this is the log of the admin with whom codes were compared, who let this person in after that: `sas` where nobody was. */
function checkHead(
  state: TeamState,
  { user }: Profile,
  compared: Extract<WaitingPlan, { kind: "compare" }>["compared"],
): Result<true> {
  if (compared === null) return fail("sas", { reason: "not-compared" }, "after-act");
  const { logSeq, logHead } = compared;
  if (state.head.seq < logSeq) return fail("log-rollback", { number: state.head.seq });
  if (hashAt(state.hashes, logSeq) !== logHead) return fail("log-fork", { number: logSeq });
  const addedSeq = state.users.get(user)?.addedSeq ?? 0;
  return addedSeq > logSeq ? ok(true) : fail("sas", { reason: "added-before" }, "after-act");
}

/** A log that holds this computer becomes durable here: from now on the profile is of its team. */
export function takeLog(own: Own, { state, entries }: WholeLog): void {
  const { db, profile, keys } = own;
  db.transaction(() => {
    addEntries(db, entries);
    noteFirstHead({ db, profile, localStateKey: keys.localStateKey }, state.head);
    changeProfile(own, { state: "joined", waitsFor: null });
  });
}
