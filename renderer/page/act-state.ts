/** What an act waits for, in words, wherever it is shown. */
import type { QueuedAct } from "../../shared/contract/acts.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { clock } from "../../shared/copy/dates.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { ruleOf } from "./rule-state.ts";

/** What somebody in an act is called. */
export const nameOf = (members: MemberShape[]) => (user: string) =>
  members.find((member) => member.user === user)?.name || words.acts.somebody;

/** For whom it waits, or why it is not done. */
export function stateOf(act: QueuedAct, members: MemberShape[]): string {
  const { problem, waitsFor, at } = act;
  if (problem === undefined && ruleOf(act) !== null) return signatureOf(act, members);
  if (problem === undefined) return words.acts.since(waitsFor.map(nameOf(members)), clock(at));
  if (problem === "stale-view") return words.acts.stopped.changed;
  if (problem === "local-rollback") return words.acts.stopped.restored;
  // Keys of whoever would gain: those of this computer stop more than an act.
  const detail = problem === "key-changed" ? { reason: "person" } : {};
  return words.acts.stopped.refused(sentence({ code: problem, detail }));
}

/** Who may sign it, and who would not. */
function signatureOf({ waitsFor, refusedBy = [], at }: QueuedAct, members: MemberShape[]): string {
  const name = nameOf(members);
  const waits = waitsFor.length === 0 ? words.rules.nobodyLeft : words.rules.waits(waitsFor.map(name), clock(at));
  return refusedBy.length === 0 ? waits : `${words.rules.refusedBy(refusedBy.map(name).join(", "))}. ${waits}`;
}
