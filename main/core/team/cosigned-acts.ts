/**
 * A change of the team's rules that another admin has to sign too [protocol: Cosignatures]: it waits, sealed and durable, asks by letter
 * whoever may sign, and goes by itself once one of them has. What somebody decided otherwise meanwhile stays with its reason until
 * its person takes it away. One waits at a time, because the rules are replaced as a whole.
 */
import { z } from "zod";
import type { QueuedAct } from "../../../shared/contract/acts.ts";
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { strict, timeField } from "../../../shared/encoding/fields.ts";
import type { EpochMs, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { type FailureCode, fail, isFailureCode, ok, type Result } from "../../../shared/failures.ts";
import { bodyOn } from "../../../shared/protocol/team-log/compose-plan.ts";
import { cosigners, isCosignature } from "../../../shared/protocol/team-log/cosign.ts";
import { policyPayload } from "../../../shared/protocol/team-log/entries/policy.ts";
import type { Entry } from "../../../shared/protocol/team-log/entry.ts";
import { isSamePolicy } from "../../../shared/protocol/team-log/state/policy.ts";
import { tryBody } from "../../../shared/protocol/team-log/verify.ts";
import type { BeforeActs } from "../activity/before-acts.ts";
import { contentsOf, countingOf, newestRequests } from "../letters/letter-contents.ts";
import type { Wanted } from "../letters/outgoing.ts";
import { ownInboxMark, readOwnInbox } from "../letters/own-inbox.ts";
import { sealedRecord } from "../local/sealed-record.ts";
import { act } from "../log/act.ts";
import { addSecurityEvent } from "../store/security-events.ts";
import { isTransportFailure } from "../sync/failure-kinds.ts";
import type { TeamArea } from "./team-area.ts";
import { changedRules, signersOf } from "./team-rules.ts";

const rowSchema = strict({
  payload: policyPayload,
  at: timeField(),
  /** Why it will not be done by itself; null: it waits. */
  problem: z.string().max(40).nullable(),
});
type Row = z.output<typeof rowSchema>;
type Payload = Row["payload"];
const recordSchema = strict({ form: z.literal(1), row: rowSchema.nullable() });

type Parts = TeamArea & {
  recorded: BeforeActs;
  /** Inside the transaction that changes what waits: an older file is then known by its count. */
  noted(): void;
  /** The file is older than it was: what waits in it may have been taken away since. */
  wasBehind: boolean;
};

export type CosignedActs = {
  /** What becomes of a command that needs a second signature; null: it needs none, and goes on. */
  hold(name: string, input: unknown): Promise<Result<Act> | null>;
  /** Asks who was not asked yet, and does what was signed, after a round. */
  run(): Promise<Result<true>>;
  list(): Promise<QueuedAct[]>;
  /** Lets it wait again where its person's second factor was asked for. */
  answered(): void;
  /** `not-found`: it is done, or never was; `busy`: it is being done. */
  cancel(id: string): Result<Record<string, never>>;
};

/** The acts of an unlocked profile. */
export function createCosignedActs(parts: Parts): CosignedActs {
  const book = openBook(parts);
  let running = false;
  let looked = "";
  const first = book.row();
  if (parts.wasBehind && first !== null && first.problem === null) book.write({ ...first, problem: "local-rollback" });

  return {
    async hold(name, input) {
      if (name !== "policy.set") return null;
      const { policy, base } = changedRules(parts, input as CommandParsed<"policy.set">);
      const state = parts.log.state();
      if (isSamePolicy(policy, state.policy) || signersOf(parts).length === 0) return null;
      if (base !== state.policySeq) return fail("stale-view", { reason: "rules" });
      if (running) return fail("busy");
      const { seq } = state.head;
      const row: Row = {
        payload: { id: newId<string>(), baseSeq: seq, policy },
        ...{ at: parts.ports.clock.now() as EpochMs, problem: null },
      };
      const asked = parts.letters.write([...withdrawals(parts), ...requests(parts, row.payload)], () =>
        book.write(row),
      );
      if (!asked.ok) return asked;
      parts.requestSync();
      return ok({ act: row.payload.id, state: "queued", waitsFor: ableOf(parts, row.payload) });
    },
    async run() {
      const row = book.row();
      // What its outcome depends on.
      const now = ownInboxMark(parts);
      if (row === null || row.problem !== null || running || looked === now) return ok(true);
      running = true;
      try {
        const ran = await settle(parts, book, row);
        if (ran.ok) looked = now;
        return ran;
      } finally {
        running = false;
      }
    },
    async list() {
      const row = book.row();
      return row === null ? [] : [shapeOf(parts, row, await answersTo(parts, row.payload))];
    },
    answered() {
      const row = book.row();
      if (row?.problem !== "step-up") return;
      looked = "";
      book.write({ ...row, problem: null });
    },
    cancel(id) {
      if (book.row()?.payload.id !== id) return fail("not-found", { field: "act" });
      if (running) return fail("busy");
      const taken = parts.letters.write(withdrawals(parts), () => book.write(null));
      if (!taken.ok) return taken;
      parts.requestSync();
      return ok({});
    },
  };
}

/** The sealed act; where it cannot be read, its person is told, until another takes its place. */
function openBook({ db, emit, noted, ...area }: Parts) {
  const record = sealedRecord({ db, ...area }, "cosigned-act", recordSchema);
  if (record.isDamaged()) {
    const code = "damaged-database";
    addSecurityEvent(db, { at: area.ports.clock.now(), code });
    emit("alert.raised", { code, reason: "acts" });
  }
  return {
    row: (): Row | null => record.read()?.row ?? null,
    write(row: Row | null): void {
      db.transaction(() => {
        record.write({ form: 1, row });
        noted();
      });
      emit("act.changed", {});
    },
  };
}
type Book = ReturnType<typeof openBook>;

function bodyOf({ log, profile, ports }: TeamArea, payload: Payload) {
  const { user, device } = profile;
  const time = ports.clock.now() as EpochMs;
  return bodyOn(log.state(), { type: "policy", payload, actor: { user, device }, time });
}

const ableOf = (area: TeamArea, payload: Payload): UserId[] => cosigners(area.log.state(), bodyOf(area, payload));

/** To everybody who may sign and was not asked; who has no inbox yet is asked once they have. */
function requests(area: TeamArea, payload: Payload): Wanted[] {
  const { personalVaults } = area.log.state();
  const asked = askedFor(area);
  return ableOf(area, payload).flatMap((user) => {
    const to = personalVaults.get(user);
    if (to === undefined || asked.get(to) === payload.id) return [];
    return [{ to, type: "cosign-request" as const, content: { act: { type: "policy" as const, payload } } }];
  });
}

/** By inbox: for which act this computer asks there now; null where it took that back. */
function askedFor({ letters }: TeamArea): Map<VaultId, string | null> {
  const byInbox = new Map<VaultId, Parameters<typeof newestRequests>[0][number][]>();
  for (const { letter } of letters.written())
    byInbox.set(letter.body.to, [...(byInbox.get(letter.body.to) ?? []), letter]);
  return new Map(
    [...byInbox].flatMap(([to, written]) =>
      newestRequests(written).map((one) => [to, one.content.act?.payload.id ?? null]),
    ),
  );
}

/** What was asked for before is not asked for any more. */
function withdrawals(area: TeamArea): Wanted[] {
  return [...askedFor(area)].flatMap(([to, id]) =>
    id === null ? [] : [{ to, type: "cosign-request" as const, content: { act: null } }],
  );
}

type Answers = { cosigs: Entry["cosigs"]; refusedBy: UserId[] };

/** What came from people who may sign it now, checked on this computer's own body. */
async function answersTo(area: TeamArea, payload: Payload): Promise<Answers> {
  const came = await readOwnInbox(area);
  const state = area.log.state();
  const body = bodyOf(area, payload);
  const able = new Set(cosigners(state, body));
  const answers = contentsOf(countingOf(came), "cosign-answer").flatMap(({ letter, content }) => {
    const { user, device } = letter.body.from;
    return content.id === payload.id && able.has(user) ? [{ user, device, sig: content.sig }] : [];
  });
  const signed = answers.flatMap(({ user, device, sig }) =>
    sig !== null && isCosignature(state, body, { device, sig }) ? [{ user, device, sig }] : [],
  );
  const refused = answers.filter(({ user, sig }) => sig === null && !signed.some((one) => one.user === user));
  const [first] = signed;
  return {
    cosigs: first === undefined ? [] : [{ device: first.device, sig: first.sig }],
    refusedBy: [...new Set(refused.map(({ user }) => user))],
  };
}

/** Ok also where it stays, with its reason; fails where the way to the server did. */
async function settle(parts: Parts, book: Book, row: Row): Promise<Result<true>> {
  const { payload } = row;
  const stays = (problem: FailureCode): Result<true> => {
    book.write({ ...row, problem });
    return ok(true);
  };
  const gone = (): Result<true> => {
    book.write(null);
    return ok(true);
  };
  const before = parts.log.state();
  // Done already, in a run whose answer was lost, or by somebody else.
  if (before.actsSeen.has(payload.id) || isSamePolicy(before.policy, payload.policy)) return gone();
  if (payload.baseSeq < before.policySeq) return stays("stale-view");
  const tried = tryBody(before, bodyOf(parts, payload));
  if (!tried.ok) return stays(tried.failure.code);
  const wanted = requests(parts, payload);
  if (wanted.length > 0) {
    const asked = parts.letters.write(wanted);
    if (!asked.ok) return stays(asked.failure.code);
    parts.requestSync();
  }
  const { cosigs } = await answersTo(parts, payload);
  if (cosigs.length === 0 && ableOf(parts, payload).length > 0) return ok(true);
  const done = await perform(parts, payload, cosigs);
  if (done.ok) return gone();
  const { code } = done.failure;
  if (isTransportFailure(done.failure)) return done;
  // Somebody came, left or decided while it was on its way: what the newest log says of it is asked with the next round.
  return code === "cosign" ? ok(true) : stays(code);
}

/** With its event before it [protocol: Activity]. */
function perform(parts: Parts, payload: Payload, cosigs: Entry["cosigs"]): Promise<Result<true>> {
  const writer = { ...parts, cosign: () => cosigs };
  return parts.recorded("policy.set", inputOf(payload), () => act(writer, { type: "policy", ...payload }));
}

function inputOf({ policy }: Payload): CommandParsed<"policy.set"> {
  const { newSessions, from } = policy.serverTotp;
  return { sessions: { asked: newSessions, from } };
}

/** As it is listed: for whom it waits, who refused, why it is not done. */
function shapeOf(area: TeamArea, { payload, at, problem }: Row, { refusedBy }: Answers): QueuedAct {
  const waitsFor = problem === null ? ableOf(area, payload).filter((user) => !refusedBy.includes(user)) : [];
  const { newSessions, from } = payload.policy.serverTotp;
  return {
    ...{ act: payload.id, state: "queued", waitsFor, command: "policy.set", at, users: [] },
    ...{ sessions: { asked: newSessions, from }, refusedBy },
    ...(problem === null ? {} : { problem: isFailureCode(problem) ? problem : "bug" }),
  };
}
