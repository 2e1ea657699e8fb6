/**
 * The joiner's side of being let in with more than `member` [protocol: Compared invites], while their profile waits. In memory but for
 * one thing: the head that the admin stated, which is kept once the admin's code was typed, before the admin is told so.
 */
import type { JoinComparison } from "../../../shared/contract/link-shapes.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import {
  type CompareAnswer,
  compareCommitment,
  makeCompared,
  makeCompareReveal,
  readCompareAnswer,
} from "../../../shared/protocol/join/compare.ts";
import type { Ports } from "../ports.ts";
import { putPlan } from "../store/profile-row.ts";
import type { Transport } from "../sync/transport.ts";
import { createTurns } from "../sync/turns.ts";
import { createFreshSide, type FreshSide, type Put, type Told } from "./fresh-side.ts";
import { inviteTransport } from "./join-team.ts";
import type { Waiter } from "./waiting.ts";
import { sealPlan, type WaitingPlan } from "./waiting-plan.ts";

type ComparePlan = Extract<WaitingPlan, { kind: "compare" }>;
type Joiner = Omit<Waiter, "plan"> & { plan: ComparePlan };
type Held = { joiner: Joiner; line: Transport; side: FreshSide<CompareAnswer>; last: Uint8Array | null };

export type JoinComparing = ReturnType<typeof createJoinComparing>;

/** None yet; one at a time. `waiter`: whose profile waits now. */
export function createJoinComparing(ports: Ports, waiter: () => Waiter | null, changed: () => void) {
  let held: Held | null = null;
  const turn = createTurns<"compare">();

  /** What is held, as long as its profile waits. */
  function current(): Held | null {
    if (held !== null && waiter()?.db !== held.joiner.db) held = null;
    return held;
  }
  const none = () => fail("not-found", { field: "link" }, "after-act");
  /** Ends what cannot go on: not what passes, nor a code while there are tries left, nor what began after it. */
  function ended<T>(of: Held, answer: Result<T>): Result<T> {
    if (answer.ok || answer.failure.retry === "later") return answer;
    const { code, detail } = answer.failure;
    const isTry = code === "sas" && (detail?.reason === "early" || (detail?.reason === "typed" && detail.number !== 0));
    if (!isTry && held === of) held = null;
    return answer;
  }

  return {
    /** `team.compare`: `not-found` where this profile waits for no comparison. */
    async begin(): Promise<Result<JoinComparison>> {
      const now = waiter();
      if (now === null || now.plan.kind !== "compare") return none();
      held = newHeld(ports, { ...now, plan: now.plan });
      return turn("compare", async () => (held === null ? none() : ended(held, await look(held))));
    },
    /** `team.compareState`. */
    state: () =>
      turn("compare", async (): Promise<Result<JoinComparison>> => {
        const now = current();
        return now === null ? none() : ended(now, await look(now));
      }),
    /** `team.compareCode`: `sas` where the admin shows another; the third time ends it. */
    code: (typed: string) =>
      turn("compare", async (): Promise<Result<JoinComparison>> => {
        const now = current();
        if (now === null) return none();
        const right = await now.side.code(typed);
        // Whose profile was let in, or given up, meanwhile writes nothing.
        if (current() !== now) return none();
        if (!right.ok) return ended(now, begunAnew(right));
        const taken = await sayTyped(now, right.value);
        changed();
        return ok(taken);
      }),
    cancel(): Result<Record<string, never>> {
      held = null;
      return ok({});
    },
  };
}

function newHeld(ports: Ports, joiner: Joiner): Held {
  const { plan, stored } = joiner;
  const { team, origin, serverKeys } = stored.profile;
  const line = inviteTransport(ports, stored.profile, plan);
  const shown = { join: plan.join, nonce: randomBytes(32) };
  const side = createFreshSide<CompareAnswer>({
    ...{ clock: ports.clock, label: "invite-code" as const },
    ...{ commitment: compareCommitment(shown), reveal: makeCompareReveal(shown) },
    say: (put) => say(line, put),
    read: async (bytes) => readCompareAnswer(bytes, { team, invite: plan.invite, origin, serverKeys }),
  });
  return { joiner, line, side, last: null };
}

async function say(line: Transport, put: Put): Promise<Result<Uint8Array[]>> {
  const said = await line.call("linkJoin", { put });
  if (said.ok) return ok(said.value.messages);
  // No admin has begun yet: they are waited for.
  const isFirst = put?.at === 0 && said.failure.code === "not-found";
  return isFirst ? ok([]) : said;
}

/** What the other side said; where it began anew meanwhile, this one has to as well. */
async function look({ side, line, last }: Held): Promise<Result<JoinComparison>> {
  const before = side.told();
  const looked = await side.look();
  if (!looked.ok) return begunAnew(looked);
  if (before !== null) {
    const { answer, reveal } = before.messages;
    const again = await say(line, last === null ? { at: 1, bytes: reveal } : { at: 2, bytes: last });
    if (!again.ok) return begunAnew(again);
    if (!isSame(again.value[0], answer)) return fail("sas", { reason: "again" }, "after-act");
  }
  return ok(shapeOf(side, last !== null));
}

const isSame = (one: Uint8Array | undefined, other: Uint8Array): boolean =>
  one !== undefined && one.length === other.length && one.every((byte, at) => byte === other[at]);

/** The slot is gone, or holds another beginning. */
function begunAnew(failed: Result<unknown>): Result<never> {
  if (failed.ok) throw new Error("not a failure");
  const { code, detail } = failed.failure;
  const isAnother = code === "not-found" || (code === "encoding" && detail?.reason === "link-message");
  return isAnother ? fail("sas", { reason: "again" }, "after-act") : { ok: false, failure: failed.failure };
}

async function sayTyped(held: Held, { answer, messages }: Told<CompareAnswer>): Promise<JoinComparison> {
  const { joiner, line, side } = held;
  keepHead(joiner, answer);
  held.last = makeCompared(messages, joiner.keys.signKey);
  // Where this does not arrive it is said again with each look.
  await say(line, { at: 2, bytes: held.last });
  return shapeOf(side, true);
}

/** Durable first, then in the plan that this profile waits with. */
function keepHead({ db, keys, stored, plan }: Joiner, { logSeq, logHead }: CompareAnswer): void {
  const compared = { logSeq, logHead };
  putPlan(db, sealPlan(keys.localStateKey, stored.profile.profile, { ...plan, compared }));
  plan.compared = compared;
}

function shapeOf(side: FreshSide<CompareAnswer>, isTyped: boolean): JoinComparison {
  const told = side.told();
  const state = told === null ? "waiting" : isTyped ? "typed" : "compare";
  return { state, code: told?.codes.fresh ?? null, tries: side.tries(), endsAt: side.until.now };
}
