/**
 * The new computer's side of being brought by another one of the same person [protocol: New device]. Its keys are made first and
 * held in memory; nothing is written here before the code that the old computer shows was typed.
 */

import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { AcceptShape } from "../../../shared/contract/link-shapes.ts";
import { deviceIdOf } from "../../../shared/crypto/device-keys.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { type Clock, type Deadline, deadlineIn, leftUntil } from "../../../shared/deadline.ts";
import type { EpochMs, ProfileId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import { makeCertificate } from "../../../shared/protocol/join/join.ts";
import {
  isCodeTyped,
  type LinkAnswer,
  linkCodes,
  linkCommitment,
  makeLinkReveal,
  readLinkAnswer,
} from "../../../shared/protocol/join/link.ts";
import { hashAt } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import type { Keychain, Ports } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { challenge, postOpen } from "../sync/handshake.ts";
import { sealIdentity } from "./identity-seal.ts";
import { isIn, readLogAsDevice, takeLog } from "./join-team.ts";
import { checkNewComputerInput } from "./new-computer.ts";
import { type MadeProfile, makeProfile } from "./profile-making.ts";
import { type NewSecrets, newSecrets } from "./profile-secrets.ts";
import { sealPlan, type WaitingPlan } from "./waiting-plan.ts";

type LinkPlan = Extract<WaitingPlan, { kind: "link" }>;
export type Linked = MadeProfile & { secrets: NewSecrets; plan: LinkPlan };
type Put = { at: number; bytes: Uint8Array } | null;

export type Accepting = ReturnType<typeof beginAccept> extends Promise<Result<infer Value>> ? Value : never;

type Held = {
  ports: Ports;
  origin: string;
  slot: number;
  token: Uint8Array;
  profileId: ProfileId;
  secrets: NewSecrets;
  keychain: Keychain;
  commitment: Uint8Array;
  reveal: Uint8Array;
  until: Deadline;
  tries: number;
  /** The old computer's answer, held from then on, whatever the server says later. */
  told: { answer: LinkAnswer; codes: { old: string; fresh: string } } | null;
};

/**
 * Makes the keys and says the first message. Failures: `passphrase-weak` and those of choosing a keychain, `pin` for an address
 * that is none, `not-found` where no computer waits under this number, `offline`.
 */
export async function beginAccept(ports: Ports, input: CommandParsed<"device.accept">) {
  const begun = await checkNewComputerInput(ports, input);
  if (!begun.ok) return begun;
  const { origin, keychain } = begun.value;
  const profileId = newId<ProfileId>();
  const secrets = newSecrets(ports, profileId, input.passphrase);
  const { signPk, kemPk } = secrets.keys;
  const revealed = { signPk, kemPk, nonce: randomBytes(32) };
  const held: Held = {
    ...{ ports, origin, profileId, secrets, keychain },
    ...{ slot: Number(input.slot), token: randomBytes(16), tries: limits.linkTries, told: null },
    ...{ commitment: linkCommitment(revealed), reveal: makeLinkReveal(revealed) },
    until: deadlineIn(ports.clock, limits.linkLifeMs),
  };
  const said = await say(held, { at: 0, bytes: held.commitment });
  if (said.ok) return ok(accepting(held));
  wipe(held);
  return said;
}

function accepting(held: Held) {
  return {
    shape: () => shapeOf(held),
    /** Asks what the old computer said. `sas`, `encoding`, `pin`: nothing may go on; the caller ends it. */
    state: async (): Promise<Result<AcceptShape>> => {
      const looked = await look(held);
      return looked.ok ? ok(shapeOf(held)) : looked;
    },
    /** The code that the old computer shows. `sas` where it is another, with the tries that are left. */
    code: async (typed: string): Promise<Result<Linked>> => {
      const looked = await look(held);
      if (!looked.ok) return looked;
      const { told } = held;
      if (told === null) return fail("sas", { reason: "early" }, "after-act");
      if (isCodeTyped(typed, told.codes.old)) return enrol(held, told);
      held.tries -= 1;
      return fail("sas", { reason: "typed", number: held.tries }, "after-act");
    },
    /** Lets go of keys that nobody will use. */
    drop: () => wipe(held),
  };
}

/** Whether a failure of it is its end: not one that passes, nor a code while there are tries left. */
export function endsAccept({ code, retry, detail }: Failure): boolean {
  if (retry === "later") return false;
  return code !== "sas" || (detail?.reason === "typed" ? detail.number === 0 : detail?.reason !== "early");
}

function wipe({ secrets }: Held): void {
  secrets.keys.wipe();
  secrets.deviceSecret.fill(0);
}

function shapeOf({ told, tries, until }: Held): AcceptShape {
  const state = told === null ? "waiting" : "compare";
  return { state, code: told?.codes.fresh ?? null, teamName: told?.answer.teamName ?? "", tries, endsAt: until.now };
}

async function say(
  { ports, origin, slot, token }: Pick<Held, "ports" | "origin" | "slot" | "token">,
  put: Put,
): Promise<Result<Uint8Array[]>> {
  const said = await postOpen(ports.http, origin, "linkNew", { slot, token, put });
  return said.ok ? ok(said.value.messages) : said;
}

async function look(held: Held): Promise<Result<true>> {
  const { ports, commitment, reveal } = held;
  if (leftUntil(ports.clock, held.until) <= 0) return fail("sas", { reason: "ended" }, "after-act");
  if (held.told !== null) return ok(true);
  const said = await say(held, { at: 0, bytes: commitment });
  if (!said.ok) return said;
  const [bytes] = said.value;
  if (bytes === undefined) return ok(true);
  const answer = readLinkAnswer(bytes);
  if (!answer.ok) return answer;
  const { origin, serverKeys } = answer.value;
  if (origin !== held.origin) return fail("pin", { reason: "address" }, "after-act");
  const there = await challenge(ports.http, { origin, serverKeys });
  if (!there.ok) return there;
  const revealed = await say(held, { at: 1, bytes: reveal });
  if (!revealed.ok) return revealed;
  held.told = { answer: answer.value, codes: linkCodes({ commitment, answer: bytes, reveal }) };
  return ok(true);
}

/** Durable here first: once the old computer has the certificate, the log may name these keys. */
async function enrol(held: Held, { answer, codes }: NonNullable<Held["told"]>): Promise<Result<Linked>> {
  const { ports, profileId, secrets, keychain, slot, token } = held;
  const { team, user, genesis, logSeq, logHead } = answer;
  const { keys } = secrets;
  const certificate = makeCertificate(keys, { team, user });
  const plan: LinkPlan = {
    ...{ kind: "link" as const, code: codes.fresh, slot, token, certificate, genesis, logSeq, logHead },
    end: held.until.now as EpochMs,
  };
  const profile: Profile = {
    ...{ profile: profileId, team, user, origin: answer.origin, serverKeys: answer.serverKeys },
    device: deviceIdOf({ team, user, signPk: keys.signPk, kemPk: keys.kemPk }),
    ...{ state: "waiting" as const, teamName: answer.teamName, person: answer.person, waitsFor: null },
    ...{ deviceName: ports.shell.deviceName(), keychain: keychain.kind, builtIn: false },
  };
  const stored = {
    profile,
    ...{ header: secrets.header, sealedMasterKey: secrets.sealedMasterKey },
    sealedIdentity: sealIdentity(keys.localStateKey, profile),
    sealedJoin: sealPlan(keys.localStateKey, profileId, plan),
  };
  const made = await makeProfile(ports, keychain, {
    ...{ stored, deviceSecret: secrets.deviceSecret, keys, entries: [], blobs: [] },
  });
  if (!made.ok) return made;
  // Where this does not arrive it is said again with each look.
  await say(held, { at: 2, bytes: certificate });
  return ok({ ...made.value, secrets, plan });
}

/**
 * When the time of a link is over, by two clocks from now on. A plan that ends later than a link that began now was made by a clock that
 * has been set back since: how much of its time is left is not known, and nobody is given more.
 */
export function endOfLink(clock: Clock, { end }: Pick<LinkPlan, "end">): Deadline {
  const left = end - clock.now();
  return deadlineIn(clock, left > limits.linkLifeMs ? 0 : left);
}

/**
 * Looks whether the log holds this computer by now, on the log that the old one named: `genesis`, `log-rollback` and `log-fork`
 * otherwise. `sas` once the time of the link is over and it was not brought in.
 */
export async function lookForLink(
  ports: Ports,
  { stored, db, plan }: Pick<Linked, "stored" | "db" | "plan">,
  keys: NewSecrets["keys"],
  until: Deadline,
): Promise<Result<"waiting" | "joined">> {
  const { profile } = stored;
  const whole = await readLogAsDevice(ports, profile, keys);
  if (!whole.ok) return whole;
  if (whole.value !== null) {
    const { state } = whole.value;
    if (hashAt(state.hashes, 0) !== plan.genesis) return fail("genesis", { reason: "other-log" });
    if (state.head.seq < plan.logSeq) return fail("log-rollback", { number: state.head.seq });
    if (hashAt(state.hashes, plan.logSeq) !== plan.logHead) return fail("log-fork", { number: plan.logSeq });
    if (!isIn(whole.value, profile)) return ok("waiting");
    takeLog({ db, profile, keys }, whole.value);
    return ok("joined");
  }
  if (leftUntil(ports.clock, until) <= 0) return fail("sas", { reason: "ended" }, "after-act");
  const { origin } = profile;
  const { slot, token, certificate } = plan;
  const said = await say({ ports, origin, slot, token }, { at: 2, bytes: certificate });
  // A slot that is gone says nothing about whether the log will name this computer.
  return said.ok || said.failure.code === "not-found" ? ok("waiting") : said;
}
