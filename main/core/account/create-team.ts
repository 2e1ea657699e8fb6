/** Creating a team: everything is made and stored here first, then posted in one call with the setup code's token. */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import { bundleHash } from "../../../shared/crypto/key-bundle.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { EpochMs, Hash, ItemId, ProfileId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { type Failed, type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import { createTeamLog } from "../../../shared/protocol/team-log/compose-team.ts";
import { firstPolicy } from "../../../shared/protocol/team-log/state/policy.ts";
import { readTransferCode } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { bytesEqual } from "../../../shared/text.ts";
import type { Ports } from "../ports.ts";
import { putRecord, type RecordStore } from "../records/records.ts";
import { readEntries } from "../store/log-rows.ts";
import type { Profile } from "../store/profile-row.ts";
import { challenge } from "../sync/handshake.ts";
import { type Outcome, settle } from "../sync/settle.ts";
import type { LogReader } from "../sync/team-log.ts";
import { createTransport } from "../sync/transport.ts";
import { sealIdentity } from "./identity-seal.ts";
import { checkPassphrase } from "./passphrase.ts";
import { changeProfile } from "./profile-changes.ts";
import { deleteProfile, type MadeProfile, makeProfile } from "./profile-making.ts";
import { chooseKeychain, type NewSecrets, newSecrets } from "./profile-secrets.ts";
import { sealPlan, type WaitingPlan } from "./waiting-plan.ts";

type Found = Extract<WaitingPlan, { kind: "found" }>;
export type FoundedTeam = MadeProfile & { secrets: NewSecrets; plan: Found };

/** A team that was just opened, as far as its names need it. */
type Nameable = { profile: Profile; log: LogReader; records: RecordStore };

type Place = { origin: string; serverKeys: Hash; token: Uint8Array; builtIn: boolean };

/** Where the team will live. `setup-code` for a text that is none, `pin` where the address is not the code's. */
export async function readPlace(ports: Ports, server: CommandParsed<"team.create">["server"]): Promise<Result<Place>> {
  const builtIn = server === "built-in";
  const given = server === "built-in" ? await ports.builtInServer.start() : ok(server);
  if (!given.ok) return given;
  const code = readTransferCode("setup", given.value.setupCode);
  if (!code.ok) return codeRefusal("setup-code", code.failure);
  const { origin, serverKeys, token } = code.value;
  if (given.value.url.replace(/\/+$/, "") !== origin) return fail("pin", { reason: "address" }, "after-act");
  return isSafeOrigin(origin)
    ? ok({ origin, serverKeys, token, builtIn })
    : fail("pin", { reason: "plain-http" }, "after-act");
}

/** What is wrong with a code that somebody pasted, as the failure of what they wanted with it. */
export function codeRefusal(code: "invite" | "setup-code", { code: why, detail = {} }: Failure): Failed {
  if (why === "suite") return fail("client-too-old", undefined, "after-act");
  const reason = detail.reason === "text" ? "mistyped" : detail.reason;
  return fail(code, { ...detail, ...(reason === undefined ? {} : { reason }) }, "after-act");
}

/** HTTPS, or plain HTTP to this computer alone [protocol: Sessions]. */
export function isSafeOrigin(origin: string): boolean {
  try {
    const url = new URL(origin);
    const isLoopback = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
    return url.origin === origin && (url.protocol === "https:" || (url.protocol === "http:" && isLoopback));
  } catch {
    return false;
  }
}

/**
 * Creates the team. Where the server refuses, nothing is left behind. Where its answer was lost, the profile stays: it
 * holds the only keys of a team that may exist, and `settled: false` says that it goes on asking.
 */
export async function createTeam(
  ports: Ports,
  input: CommandParsed<"team.create">,
): Promise<Result<FoundedTeam & { settled: boolean }>> {
  const strong = await checkPassphrase(input.passphrase, [input.name, input.person]);
  if (!strong.ok) return strong;
  const place = await readPlace(ports, input.server);
  if (!place.ok) return place;
  const keychain = await chooseKeychain(ports, input.keychain);
  if (!keychain.ok) return keychain;
  // Before anything is made: is this the server, and does it answer?
  const there = await challenge(ports.http, place.value);
  if (!there.ok) return there;
  const made = await makeFounder(ports, input, place.value, keychain.value);
  if (!made.ok) return made;
  const posted = await postFounding(ports, made.value);
  if (posted.state !== "refused") return ok({ ...made.value, settled: posted.state === "taken" });
  await deleteProfile(ports, keychain.value, made.value);
  return { ok: false, failure: posted.failure };
}

async function makeFounder(
  ports: Ports,
  input: CommandParsed<"team.create">,
  place: Place,
  keychain: Parameters<typeof makeProfile>[1],
): Promise<Result<FoundedTeam>> {
  const profileId = newId<ProfileId>();
  const secrets = newSecrets(ports, profileId, input.passphrase);
  const user = newId<UserId>();
  const time = ports.clock.now() as EpochMs;
  const created = createTeamLog({ user, policy: firstPolicy, time }, secrets.keys);
  if (!created.ok) return created;
  const { team, device, entries, blobs } = created.value;
  const plan: Found = { kind: "found", setup: place.token, blobs, person: input.person, team: input.name };
  const profile: Profile = {
    profile: profileId,
    team,
    user,
    device,
    origin: place.origin,
    serverKeys: place.serverKeys,
    state: "waiting",
    teamName: input.name,
    person: input.person,
    deviceName: ports.shell.deviceName(),
    waitsFor: null,
    keychain: keychain.kind,
    builtIn: place.builtIn,
  };
  const stored = {
    profile,
    header: secrets.header,
    sealedMasterKey: secrets.sealedMasterKey,
    sealedIdentity: sealIdentity(secrets.keys.localStateKey, profile),
    sealedJoin: sealPlan(secrets.keys.localStateKey, profileId, plan),
  };
  const made = await makeProfile(ports, keychain, {
    stored,
    ...{ deviceSecret: secrets.deviceSecret, keys: secrets.keys },
    entries,
    blobs: blobs.map((bytes) => ({ hash: bundleHash(bytes), bytes })),
  });
  return made.ok ? ok({ ...made.value, secrets, plan }) : made;
}

/** Posts the first entries, once more where an answer was lost. Once they are taken the profile counts as joined. */
export async function postFounding(
  ports: Ports,
  {
    stored,
    db,
    plan,
    secrets,
  }: Pick<FoundedTeam, "stored" | "db" | "plan"> & { secrets: { keys: NewSecrets["keys"] } },
): Promise<Outcome> {
  const { profile } = stored;
  const { signKey, signPk } = secrets.keys;
  const founder = { kind: "founder" as const, user: profile.user, device: profile.device, signPk };
  const transport = createTransport(ports.http, profile, { identity: founder, signKey });
  const entries = readEntries(db);
  const posted = await settle({
    send: () => transport.call("append", { entries, blobs: plan.blobs, setup: plan.setup }),
    find: () => isInLog(ports, profile, { signKey, entries }),
    // A founder whose team is there already has no founder's session any more.
    doubts: ["session-binding"],
  });
  if (posted.state !== "taken") return posted;
  db.transaction(() => changeProfile({ db, profile, keys: secrets.keys }, { state: "joined" }));
  return posted;
}

/** As their own computer a founder reads the log only once their team is there: its last founding entry must be theirs. */
async function isInLog(
  ports: Ports,
  profile: Profile,
  { signKey, entries }: { signKey: NewSecrets["keys"]["signKey"]; entries: readonly Uint8Array[] },
): Promise<Result<boolean>> {
  const identity = { kind: "device" as const, user: profile.user, device: profile.device };
  const transport = createTransport(ports.http, profile, { identity, signKey });
  const page = await transport.call("log", { from: entries.length - 1 });
  if (!page.ok) return page.failure.code === "session-binding" ? ok(false) : page;
  const [last, own] = [page.value.entries[0], entries.at(-1)];
  return ok(last !== undefined && own !== undefined && bytesEqual(last, own));
}

/** The names of team and founder, inside the directory. Drafts until they are pushed, so they survive a crash. */
export async function nameTeam(
  { profile, log, records }: Nameable,
  plan: Pick<Found, "person" | "team">,
): Promise<Result<true>> {
  const { team, user } = profile;
  const directory = [...log.state().vaults.values()].find(({ kind }) => kind === "directory")?.vault as VaultId;
  // Ids of items have 16 bytes, a team's id has 32: its item stands under the first half.
  const teamItem = team.slice(0, 25).concat("0") as ItemId;
  const named = await putRecord(records, directory, teamItem, { kind: "team", name: plan.team });
  if (!named.ok) return named;
  const person = await putRecord(records, directory, user as string as ItemId, {
    kind: "person",
    invite: null,
    user,
    name: plan.person,
    emails: [],
  });
  return person.ok ? ok(true) : person;
}
