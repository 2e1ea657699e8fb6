/**
 * The new computer's side of a recovery [protocol: Recovery]: keys are made here, the sheet opens the recovery, and once it is confirmed
 * brings this computer with the keys that it was sent. Through restarts, for days if need be; what was stopped is not begun again by itself.
 */
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import { deviceIdOf } from "../../../shared/crypto/device-keys.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { serverKeysHash } from "../../../shared/crypto/session-keys.ts";
import type { ProfileId } from "../../../shared/encoding/ids.ts";
import { type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import { makeCertificate } from "../../../shared/protocol/join/join.ts";
import type { Intent } from "../../../shared/protocol/team-log/compose-intents.ts";
import { parseEntry } from "../../../shared/protocol/team-log/entry.ts";
import { hashAt } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import { isConfirmed } from "../../../shared/protocol/team-log/state/recovery.ts";
import type { Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import {
  type RecoverySheet,
  readRecoverySheet,
  recoverySheetKeys,
} from "../../../shared/protocol/transfer-code/recovery-sheet.ts";
import { bytesEqual } from "../../../shared/text.ts";
import type { Keychain, Ports } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { postOpen, type Server } from "../sync/handshake.ts";
import { createTransport, type Transport } from "../sync/transport.ts";
import { sealIdentity } from "./identity-seal.ts";
import { isIn, readLogAsDevice, readWholeLog, takeLog, type WholeLog } from "./join-team.ts";
import { checkNewComputerInput } from "./new-computer.ts";
import { planAsSheet } from "./paper-writer.ts";
import { type MadeProfile, makeProfile } from "./profile-making.ts";
import { type NewSecrets, newSecrets } from "./profile-secrets.ts";
import { sealPlan, type WaitingPlan } from "./waiting-plan.ts";

type RecoverPlan = Extract<WaitingPlan, { kind: "recover" }>;
export type Recovering = MadeProfile & { secrets: NewSecrets; plan: RecoverPlan };

/**
 * Makes the profile that waits. Failures: `invalid-input` for what is no sheet, `not-found` where this server has no such sheet in force,
 * `passphrase-weak`, `pin` for an address that is none, those of choosing a keychain, `offline`.
 */
export async function beginRecovery(ports: Ports, input: CommandParsed<"recovery.open">): Promise<Result<Recovering>> {
  const sheet = readRecoverySheet(input.sheet);
  if (!sheet.ok) return sheet;
  const begun = await checkNewComputerInput(ports, input);
  if (!begun.ok) return begun;
  const { origin, keychain } = begun.value;
  const server = await meetServer(ports, origin);
  if (!server.ok) return server;
  const log = await readLogAsSheet(ports, server.value, sheet.value);
  if (!log.ok) return log;
  const profileId = newId<ProfileId>();
  const secrets = newSecrets(ports, profileId, input.passphrase);
  // The sheet does not say what the team is called: until it is in, the server stands for it.
  const names = { teamName: new URL(server.value.origin).host, person: "" };
  return storeRecovery(ports, keychain, { profileId, secrets, server: server.value, sheet: sheet.value, names });
}

/** The whole log, as this sheet is given it: `not-found` where this server has no such sheet in force. */
export async function readLogAsSheet(ports: Ports, server: Server, sheet: RecoverySheet): Promise<Result<WholeLog>> {
  const paper = recoverySheetKeys(sheet);
  const log = await readWholeLog(asSheet(ports, server, sheet, paper), sheet.team);
  paper.keys.wipe();
  if (log.ok || !isUnknown(log.failure)) return log;
  return fail("not-found", { field: "sheet" }, "after-act");
}

type Storing = {
  profileId: ProfileId;
  secrets: NewSecrets;
  server: Server;
  sheet: RecoverySheet;
  names: Pick<Profile, "teamName" | "person">;
};

/** Makes the profile that opens the recovery with this sheet, and waits. */
export async function storeRecovery(ports: Ports, keychain: Keychain, storing: Storing): Promise<Result<Recovering>> {
  const { profileId, secrets, server, names } = storing;
  const { team, user, seed } = storing.sheet;
  const { keys, deviceSecret, header, sealedMasterKey } = secrets;
  const plan: RecoverPlan = { kind: "recover", seed, certificate: makeCertificate(keys, { team, user }) };
  const profile: Profile = {
    ...{ profile: profileId, team, user, ...server },
    device: deviceIdOf({ team, user, signPk: keys.signPk, kemPk: keys.kemPk }),
    ...{ state: "waiting" as const, ...names, waitsFor: null },
    ...{ deviceName: ports.shell.deviceName(), keychain: keychain.kind, builtIn: false },
  };
  const stored = {
    ...{ profile, header, sealedMasterKey },
    sealedIdentity: sealIdentity(keys.localStateKey, profile),
    sealedJoin: sealPlan(keys.localStateKey, profileId, plan),
  };
  const made = await makeProfile(ports, keychain, { stored, deviceSecret, keys, entries: [], blobs: [] });
  return made.ok ? ok({ ...made.value, secrets, plan }) : made;
}

/** The sheet says which team it is and not which server: whoever answers under the address is pinned from then on. */
async function meetServer(ports: Ports, origin: string): Promise<Result<Server>> {
  const answer = await postOpen(ports.http, origin, "challenge", { suite: 1 });
  return answer.ok ? ok({ origin, serverKeys: serverKeysHash(answer.value) }) : answer;
}

type Paper = ReturnType<typeof recoverySheetKeys>;

function asSheet(
  ports: Ports,
  server: Server,
  { team, user }: Pick<RecoverySheet, "team" | "user">,
  paper: Paper,
): Transport {
  const identity = { kind: "paper" as const, user, device: paper.device };
  return createTransport(ports.http, { ...server, team }, { identity, signKey: paper.keys.signKey });
}

/** Nobody there knows this sheet, or it is not in force any more. */
function isUnknown({ code }: Failure): boolean {
  return code === "session-binding" || code === "role";
}

type Own = Pick<Recovering, "stored" | "db" | "plan"> & { keys: NewSecrets["keys"] };

/** What a waiting profile asks again and again; it holds the log that it has read, so that each look asks only for what is new. */
export function recoverySteps(
  ports: Ports,
  { stored, db, plan, keys }: Own,
): () => Promise<Result<"waiting" | "joined">> {
  const { profile } = stored;
  const own = { db, profile, keys };
  const sheet: RecoverySheet = { team: profile.team, user: profile.user, seed: plan.seed };
  const paper = recoverySheetKeys(sheet);
  const transport = asSheet(ports, profile, sheet, paper);
  const opening = findsOpening(plan.certificate);
  let log: WholeLog | null = null;

  /** The sheet is over: it brought this computer, or was revoked. */
  async function enter(): Promise<Result<"waiting" | "joined">> {
    const read = await readLogAsDevice(ports, profile, keys);
    if (!read.ok) return read;
    if (read.value === null || !isIn(read.value, profile)) return fail("role", { reason: "sheet" }, "after-act");
    const held = log === null ? ok(true as const) : holdsHead(read.value.state, log.state.head);
    if (!held.ok) return held;
    takeLog(own, read.value);
    paper.keys.wipe();
    return ok("joined");
  }

  async function post(at: WholeLog, intent: Intent): Promise<Result<true>> {
    const made = await planAsSheet({ ports, transport, paper, user: profile.user }, at.state, intent);
    if (!made.ok) return made;
    if (made.value.entries.length === 0) return ok(true);
    const posted = await transport.call("append", { ...made.value, setup: null });
    // Somebody else's entry was faster, or the answer was lost: the next look finds out.
    return posted.ok || posted.failure.code === "log-gap" ? ok(true) : posted;
  }

  return async () => {
    const read = await readWholeLog(transport, profile.team, log);
    if (!read.ok) return read.failure.code === "role" ? enter() : read;
    log = read.value;
    const { state } = log;
    const open = [...state.recoveries.values()].find(({ device }) => device === profile.device);
    if (open === undefined) {
      if (opening.isIn(log)) return fail("role", { reason: "recovery" }, "after-act");
      const posted = await post(log, { type: "recovery-open", certificate: plan.certificate });
      return posted.ok ? ok("waiting") : posted;
    }
    if (!isConfirmed(state, open)) return ok("waiting");
    const used = await post(log, { type: "recovery-use", open: open.open });
    return used.ok ? enter() : used;
  };
}

/** The log that this computer reads for itself is the one that the sheet read. */
export function holdsHead({ hashes }: Pick<TeamState, "hashes">, seen: Head): Result<true> {
  return hashAt(hashes, seen.seq) === seen.hash ? ok(true) : fail("log-fork", { number: seen.seq });
}

/** Whether a log holds the opening for this certificate, live or over; each entry is read once. */
function findsOpening(certificate: Uint8Array) {
  let readTo = 0;
  let isFound = false;
  return {
    isIn({ entries }: WholeLog): boolean {
      for (; readTo < entries.length && !isFound; readTo++) {
        const entry = parseEntry((entries[readTo] as WholeLog["entries"][number]).bytes);
        const body = entry.ok ? entry.value.body : null;
        isFound = body?.type === "recovery-open" && bytesEqual(body.payload.certificate, certificate);
      }
      return isFound;
    },
  };
}
