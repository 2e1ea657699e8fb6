/**
 * Posts whose answer can be lost. A post was taken, was refused by name, or was *perhaps taken*: its connection broke, its
 * answer was unreadable, or the server saw its counter before [protocol: Lost answers]. That is one state with one way out of it,
 * for entries, commits, join messages and what lies beside them: fetch what the server holds, look whether the post stands
 * in it by its own signed bytes, else post again.
 */
import { codeRule, type Failure, type FailureCode, ok, type Result } from "../../../shared/failures.ts";

export type Post = {
  send(): Promise<Result<unknown>>;
  /** Fetches what the server holds by now; whether this post stands in it. */
  find(): Promise<Result<boolean>>;
  /** Refusals of which this kind of post is not sure either: they stand once it was looked for. */
  doubts?: readonly FailureCode[];
};

export type Outcome =
  /** `found`: the answer was lost; what was fetched holds it. */
  | { state: "taken"; how: "answered" | "found" }
  | { state: "refused"; failure: Failure }
  /** Nobody could be asked, or it does not arrive: the same post may be sent again at any time. */
  | { state: "perhaps"; failure: Failure };

const sendsMost = 3;

/** Sends a post and finds out what became of it. A refusal that follows an open end is one of doubt: it may be of the repeat alone. */
export async function settle(post: Post): Promise<Outcome> {
  let wasOpen = false;
  for (let sends = 1; ; sends++) {
    const sent = await post.send();
    if (sent.ok) return { state: "taken", how: "answered" };
    const { failure } = sent;
    const isOpen = codeRule(failure.code).mayBeTaken === true;
    wasOpen ||= isOpen;
    if (!wasOpen && post.doubts?.includes(failure.code) !== true) return { state: "refused", failure };
    const found = await post.find();
    if (!found.ok) return { state: "perhaps", failure: found.failure };
    if (found.value) return { state: "taken", how: "found" };
    if (!isOpen) return { state: "refused", failure };
    if (sends >= sendsMost) return { state: "perhaps", failure };
  }
}

/** For callers to whom only a taken post is a success. */
export function asResult(outcome: Outcome): Result<true> {
  return outcome.state === "taken" ? ok(true) : { ok: false, failure: outcome.failure };
}
