/**
 * The new computer's side of a recovery by two people [protocol: Recovery by two people]: its keys are made first, each holder is compared
 * with under a number that they read out, and what they give is held in memory until two shares make the sheet. Nothing is written
 * here before; a lock ends it. What one holder says is believed by nobody but for the codes, and checked once two have given.
 */
import type { CommandOutput, CommandParsed } from "../../../shared/contract/commands.ts";
import type { AskShape } from "../../../shared/contract/recovery-shapes.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { openShare } from "../../../shared/crypto/share-envelope.ts";
import type { ProfileId } from "../../../shared/encoding/ids.ts";
import { type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import { makeLinkReveal } from "../../../shared/protocol/join/link.ts";
import {
  type HelpAnswer,
  helpCommitment,
  helpExchange,
  makeHelpTyped,
  readHelpAnswer,
} from "../../../shared/protocol/recovery/help.ts";
import { type Combined, combineShares, type HeldShare, parseShare } from "../../../shared/protocol/recovery/shares.ts";
import type { Keychain, Ports } from "../ports.ts";
import { challenge, postOpen } from "../sync/handshake.ts";
import { createTurns } from "../sync/turns.ts";
import { createFreshSide, type FreshSide, type Put, type Told } from "./fresh-side.ts";
import { checkNewComputerInput } from "./new-computer.ts";
import { type NewSecrets, newSecrets } from "./profile-secrets.ts";
import { holdsHead, type Recovering, readLogAsSheet, storeRecovery } from "./recover.ts";
import type { ProfileHeld, SessionMachine } from "./session-state.ts";

type Given = HeldShare & { answer: HelpAnswer };
/** With one holder; `typed`: their code was: what they said, and what is said last. */
type Exchange = {
  slot: number;
  token: Uint8Array;
  side: FreshSide<HelpAnswer>;
  typed: (Told<HelpAnswer> & { last: Uint8Array }) | null;
};
type Held = {
  ports: Ports;
  origin: string;
  keychain: Keychain;
  profileId: ProfileId;
  secrets: NewSecrets;
  /** Null between two holders. */
  exchange: Exchange | null;
  given: Given[];
};
/** `endOther`: another way in which this computer was being brought ends. */
type Parts = { ports: Ports; machine: SessionMachine<ProfileHeld>; endOther(): void };

export type Asking = ReturnType<typeof createAsking>;

/** Nobody is asked yet; one computer at a time. */
export function createAsking({ ports, machine, endOther }: Parts) {
  const cell = createCell();

  async function begin(input: CommandParsed<"recovery.ask">): Promise<Result<AskShape>> {
    cell.drop();
    endOther();
    const begun = await checkNewComputerInput(ports, input);
    if (!begun.ok) return begun;
    const profileId = newId<ProfileId>();
    const secrets = newSecrets(ports, profileId, input.passphrase);
    const made: Held = { ports, ...begun.value, profileId, secrets, exchange: null, given: [] };
    const isHeld = cell.hold(made);
    const asked = await askHolder(made, input.slot);
    if (asked.ok) return isHeld() ? ok(shapeOf(made)) : none();
    if (isHeld()) cell.drop();
    return asked;
  }

  async function open(): Promise<Result<CommandOutput<"recovery.askOpen">>> {
    const taken = cell.take();
    if (taken === null) return none();
    const made = await recover(taken.of);
    if (!made.ok) {
      taken.putBack();
      return made;
    }
    const { stored, db, secrets, plan } = made.value;
    forget(taken.of);
    machine.wait({ stored, db, keys: secrets.keys, plan }).begin();
    const { team, user, device } = stored.profile;
    return ok({ team, user, device, deviceSheet: { text: secrets.sheet }, state: "waiting" as const });
  }

  const { turn, withHeld } = cell;
  return {
    /** `recovery.ask`. Failures: those of a new computer's input, `not-found` where nobody waits under this number, `offline`. */
    begin: (input: CommandParsed<"recovery.ask">) => machine.exclusive(() => turn("ask", () => begin(input))),
    /** `recovery.askState`: asks what the holder said, and takes their share. */
    state: () => withHeld(look),
    /** `recovery.askCode`: `sas` where the holder shows another; the third time ends it with this holder. */
    code: (typed: string) => withHeld((of) => takeCode(of, typed)),
    /** `recovery.askNext`: another holder. */
    next: (slot: string) => withHeld((of) => askHolder(of, slot)),
    /** `recovery.askOpen`. Failures: `commitment` where no two shares fit (`user`: whose is wrong), `not-found` (the sheet is not in force), `log-fork`, `offline`. */
    open: () => machine.exclusive(() => turn("ask", open)),
    end(): Result<Record<string, never>> {
      cell.drop();
      return ok({});
    },
  };
}

const none = () => fail("not-found", { field: "link" }, "after-act");

/** What is held, one act on it after the other. */
function createCell() {
  let held: Held | null = null;
  let ends = 0;
  const turn = createTurns<"ask">();
  const drop = (): void => {
    ends += 1;
    if (held !== null) wipe(held);
    held = null;
  };
  /** What cannot go on with this holder ends with them; what others gave stays. */
  function ended<T>(of: Held, answer: Result<T>): Result<T> {
    if (answer.ok || !endsExchange(answer.failure)) return answer;
    of.exchange = null;
    if (of.given.length === 0 && held === of) drop();
    return answer;
  }
  return {
    turn,
    drop,
    /** Answers whether it is still held. */
    hold(made: Held): () => boolean {
      held = made;
      return () => held === made;
    },
    /** Does this with what is held; what was dropped meanwhile is not gone on with. */
    withHeld: (work: (of: Held) => Promise<Result<true>>): Promise<Result<AskShape>> =>
      turn("ask", async () => {
        const of = held;
        if (of === null) return none();
        const done = ended(of, await work(of));
        if (!done.ok) return done;
        return held === of ? ok(shapeOf(of)) : none();
      }),
    /** While the profile is being written, whoever ends this wipes none of its keys; put back, they do. */
    take(): { of: Held; putBack(): void } | null {
      const [of, before] = [held, ends];
      held = null;
      const putBack = (made: Held): void => {
        if (ends === before) held = made;
        else wipe(made);
      };
      return of === null ? null : { of, putBack: () => putBack(of) };
    },
  };
}

/** Not what passes, nor a code while there are tries left, nor a question before there is an answer. */
function endsExchange({ code, retry, detail }: Failure): boolean {
  if (retry === "later" || code === "not-found") return false;
  return code !== "sas" || (detail?.reason === "typed" ? detail.number === 0 : detail?.reason !== "early");
}

function forget({ given }: Held): void {
  for (const { share } of given) for (const { half } of share.halves) half.fill(0);
}

function wipe(held: Held): void {
  forget(held);
  held.secrets.keys.wipe();
  held.secrets.deviceSecret.fill(0);
}

type Line = Pick<Held, "ports" | "origin"> & Pick<Exchange, "slot" | "token">;

async function say({ ports, origin, slot, token }: Line, put: Put): Promise<Result<Uint8Array[]>> {
  const said = await postOpen(ports.http, origin, "linkNew", { slot, token, put });
  return said.ok ? ok(said.value.messages) : said;
}

/** Says the first message to whoever reads out this number; the keys stay, the nonce is another one. */
async function askHolder(of: Held, slot: string): Promise<Result<true>> {
  const { signPk, kemPk } = of.secrets.keys;
  const revealed = { signPk, kemPk, nonce: randomBytes(32) };
  const line: Line = { ports: of.ports, origin: of.origin, slot: Number(slot), token: randomBytes(16) };
  const commitment = helpCommitment(revealed);
  const side = createFreshSide<HelpAnswer>({
    ...{ clock: of.ports.clock, label: "recovery-code", commitment, reveal: makeLinkReveal(revealed) },
    say: (put) => say(line, put),
    read: (bytes) => readAnswer(of, bytes),
  });
  const said = await say(line, { at: 0, bytes: commitment });
  if (!said.ok) return said;
  of.exchange = { slot: line.slot, token: line.token, side, typed: null };
  return ok(true);
}

/** About the server whose address was typed, with these keys, and the person whom the others help too. */
async function readAnswer({ ports, origin: typed, given }: Held, bytes: Uint8Array): Promise<Result<HelpAnswer>> {
  const answer = readHelpAnswer(bytes);
  if (!answer.ok) return answer;
  const { origin, serverKeys } = answer.value;
  if (origin !== typed) return fail("pin", { reason: "address" }, "after-act");
  const first = given[0]?.answer ?? answer.value;
  const isSame = (["team", "user", "serverKeys"] as const).every((field) => answer.value[field] === first[field]);
  if (!isSame) return fail("sas", { reason: "answer" }, "after-act");
  const there = await challenge(ports.http, { origin, serverKeys });
  return there.ok ? answer : there;
}

async function look(of: Held): Promise<Result<true>> {
  const { exchange } = of;
  if (exchange === null) return ok(true);
  const looked = await exchange.side.look();
  const { typed } = exchange;
  if (!looked.ok || typed === null) return looked;
  // Said again with each look, where it did not arrive.
  const said = await say({ ...of, ...exchange }, { at: 2, bytes: typed.last });
  if (!said.ok) return said;
  const [, sealed] = said.value;
  return sealed === undefined ? ok(true) : takeShare(of, typed, sealed);
}

async function takeCode(of: Held, typed: string): Promise<Result<true>> {
  const { exchange } = of;
  if (exchange === null) return fail("sas", { reason: "early" }, "after-act");
  const right = await exchange.side.code(typed);
  if (!right.ok) return right;
  exchange.typed = { ...right.value, last: makeHelpTyped(right.value.messages, of.secrets.keys.signKey) };
  return look(of);
}

/** Opened for this exchange alone; a person gives one share, the last. */
function takeShare(of: Held, { answer, messages }: Told<HelpAnswer>, sealed: Uint8Array): Result<true> {
  const { team, sheet, holder } = answer;
  const opened = openShare(of.secrets.keys.kemKey, { team, sheet, holder, exchange: helpExchange(messages) }, sealed);
  const share = opened.ok ? parseShare(opened.value, holder) : opened;
  if (!share.ok) return share;
  of.given = [...of.given.filter((one) => one.holder !== holder), { holder, share: share.value, answer }];
  of.exchange = null;
  return ok(true);
}

function combine({ given }: Held): Result<Combined> {
  const answer = given[0]?.answer;
  if (answer === undefined) return fail("commitment", { reason: "early" }, "after-act");
  return combineShares({ team: answer.team, user: answer.user }, given);
}

/** The log has to hold where both who gave the seed stand, and the sheet in force. */
async function recover(of: Held): Promise<Result<Recovering>> {
  const { ports, keychain, profileId, secrets, origin, given } = of;
  const combined = combine(of);
  if (!combined.ok) return combined;
  const { team, user, serverKeys, teamName, person } = (given[0] as Given).answer;
  const sheet = { team, user, seed: combined.value.seed };
  const server = { origin, serverKeys };
  const log = await readLogAsSheet(ports, server, sheet);
  if (!log.ok) return log;
  const { state } = log.value;
  for (const { answer } of given.filter(({ holder }) => combined.value.by.includes(holder))) {
    const held = holdsHead(state, { seq: answer.logSeq, hash: answer.logHead });
    if (!held.ok) return held;
  }
  return storeRecovery(ports, keychain, { profileId, secrets, server, sheet, names: { teamName, person } });
}

function shapeOf(of: Held): AskShape {
  const { exchange, given } = of;
  const told = exchange?.side.told() ?? null;
  const state = exchange === null ? "given" : told === null ? "waiting" : exchange.typed === null ? "compare" : "typed";
  const combined = combine(of);
  if (combined.ok) combined.value.seed.fill(0);
  const { teamName = "", person = "", holderName = "" } = told?.answer ?? given.at(-1)?.answer ?? {};
  return {
    ...{ state, code: told?.codes.fresh ?? null, teamName, person, holderName },
    ...{ tries: exchange?.side.tries() ?? 0, endsAt: exchange?.side.until.now ?? 0 },
    ...{ given: given.length, isEnough: combined.ok, wrong: wrongOf(of, combined) },
  };
}

/** As they called themselves. */
function wrongOf({ given }: Held, combined: Result<Combined>): string | null {
  const user = combined.ok ? undefined : combined.failure.detail?.user;
  return given.find(({ holder }) => holder === user)?.answer.holderName ?? null;
}
