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
import { type LinkAnswer, linkCommitment, makeLinkReveal, readLinkAnswer } from "../../../shared/protocol/join/link.ts";
import { hashAt } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import type { Keychain, Ports } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { challenge, postOpen } from "../sync/handshake.ts";
import { createFreshSide, type FreshSide, type Put, type Told } from "./fresh-side.ts";
import { sealIdentity } from "./identity-seal.ts";
import { isIn, readLogAsDevice, takeLog } from "./join-team.ts";
import { checkNewComputerInput } from "./new-computer.ts";
import { type MadeProfile, makeProfile } from "./profile-making.ts";
import { type NewSecrets, newSecrets } from "./profile-secrets.ts";
import { sealPlan, type WaitingPlan } from "./waiting-plan.ts";

type LinkPlan = Extract<WaitingPlan, { kind: "link" }>;
export type Linked = MadeProfile & { secrets: NewSecrets; plan: LinkPlan };

export type Accepting = ReturnType<typeof beginAccept> extends Promise<Result<infer Value>> ? Value : never;

type Line = { ports: Ports; origin: string; slot: number; token: Uint8Array };
type Held = Line & { profileId: ProfileId; secrets: NewSecrets; keychain: Keychain; side: FreshSide<LinkAnswer> };

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
  const line: Line = { ports, origin, slot: Number(input.slot), token: randomBytes(16) };
  const commitment = linkCommitment(revealed);
  const side = createFreshSide({
    ...{ clock: ports.clock, label: "link-code" as const, commitment, reveal: makeLinkReveal(revealed) },
    say: (put) => say(line, put),
    read: (bytes) => readAnswer(line, bytes),
  });
  const held: Held = { ...line, profileId, secrets, keychain, side };
  const said = await say(line, { at: 0, bytes: commitment });
  if (said.ok) return ok(accepting(held));
  wipe(held);
  return said;
}

function accepting(held: Held) {
  return {
    shape: () => shapeOf(held),
    /** Asks what the old computer said. `sas`, `encoding`, `pin`: nothing may go on; the caller ends it. */
    state: async (): Promise<Result<AcceptShape>> => {
      const looked = await held.side.look();
      return looked.ok ? ok(shapeOf(held)) : looked;
    },
    /** The code that the old computer shows. `sas` where it is another, with the tries that are left. */
    code: async (typed: string): Promise<Result<Linked>> => {
      const right = await held.side.code(typed);
      return right.ok ? enrol(held, right.value) : right;
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

function shapeOf({ side }: Held): AcceptShape {
  const told = side.told();
  const state = told === null ? "waiting" : "compare";
  const { codes, answer } = told ?? {};
  return {
    ...{ state, code: codes?.fresh ?? null, teamName: answer?.teamName ?? "" },
    ...{ tries: side.tries(), endsAt: side.until.now },
  };
}

async function say({ ports, origin, slot, token }: Line, put: Put): Promise<Result<Uint8Array[]>> {
  const said = await postOpen(ports.http, origin, "linkNew", { slot, token, put });
  return said.ok ? ok(said.value.messages) : said;
}

/** The server that the old computer names has to be the one whose address was typed, with these keys. */
async function readAnswer({ ports, origin: typed }: Line, bytes: Uint8Array): Promise<Result<LinkAnswer>> {
  const answer = readLinkAnswer(bytes);
  if (!answer.ok) return answer;
  const { origin, serverKeys } = answer.value;
  if (origin !== typed) return fail("pin", { reason: "address" }, "after-act");
  const there = await challenge(ports.http, { origin, serverKeys });
  return there.ok ? answer : there;
}

/** Durable here first: once the old computer has the certificate, the log may name these keys. */
async function enrol(held: Held, { answer, codes }: Told<LinkAnswer>): Promise<Result<Linked>> {
  const { ports, profileId, secrets, keychain, slot, token } = held;
  const { team, user, genesis, logSeq, logHead } = answer;
  const { keys } = secrets;
  const certificate = makeCertificate(keys, { team, user });
  const plan: LinkPlan = {
    ...{ kind: "link" as const, code: codes.fresh, slot, token, certificate, genesis, logSeq, logHead },
    end: held.side.until.now as EpochMs,
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
