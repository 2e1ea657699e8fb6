/** The stage between a command's checks and its handler: the event is durable before anything is done or shown [protocol: Activity]. */
import type { CommandName } from "../../../shared/contract/commands.ts";
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import type { Result } from "../../../shared/failures.ts";
import type { EventDraft } from "../../../shared/protocol/activity/event.ts";
import type { Ports } from "../ports.ts";
import type { Activity } from "./activity.ts";
import { commandEvents, type Made } from "./command-events.ts";
import { onceInAWhile } from "./once-in-a-while.ts";

/** Runs an act with its event before it, and one behind it where it fails. */
export type BeforeActs = <T>(name: string, input: unknown, act: () => Promise<Result<T>>) => Promise<Result<T>>;

type Parts = {
  activity: Pick<Activity, "record" | "failed">;
  vaultOf(item: ItemId): VaultId | null;
  clock: Pick<Ports["clock"], "steady">;
};

/** Of an opened profile. What the store refuses is thrown before the act: without a trace nothing is shown. */
export function createBeforeActs({ activity, vaultOf, clock }: Parts): BeforeActs {
  const shown = onceInAWhile(clock);
  const refused = onceInAWhile(clock);
  const recordMany = (draft: EventDraft, { as, given }: NonNullable<Made["shownMany"]>, answer: unknown): void => {
    const due = given(answer).filter((item) => shown.isDue(as(item)));
    for (const vault of new Set(due.map(vaultOf))) {
      const items = due.filter((item) => vaultOf(item) === vault);
      activity.record({ ...draft, vault, items, count: items.length });
      for (const item of items) shown.told(as(item));
    }
  };
  return async (name, input, act) => {
    const makes = Object.hasOwn(commandEvents, name) ? commandEvents[name as CommandName] : null;
    const made = makes === null ? null : (makes as (given: unknown) => Made)(input);
    if (made === null) return act();
    const { shownAs, shownMany, ...draft } = made;
    if (shownMany !== undefined) return afterwards(act, (answer) => recordMany(draft, shownMany, answer));
    if (shownAs !== undefined && !shown.isDue(shownAs)) return act();
    const [item] = draft.items;
    const record = (): number =>
      activity.record({ ...draft, vault: draft.vault ?? (item === undefined ? null : vaultOf(item)) });
    // A page asks again and again for what it was refused: told once, until it is given out, and before it is.
    if (shownAs !== undefined && !refused.isDue(shownAs)) {
      const again = await act();
      if (again.ok) {
        record();
        shown.told(shownAs);
      }
      return again;
    }
    const seq = record();
    let answer: Awaited<ReturnType<typeof act>>;
    try {
      answer = await act();
    } catch (error) {
      activity.failed(seq, null);
      throw error;
    }
    if (!answer.ok) activity.failed(seq, answer.failure.code);
    if (shownAs !== undefined) (answer.ok ? shown : refused).told(shownAs);
    return answer;
  };
}

/** What an act gives out is told before it leaves; of one that fails there is nothing to tell. */
async function afterwards<T>(act: () => Promise<Result<T>>, tell: (value: T) => void): Promise<Result<T>> {
  const answer = await act();
  if (answer.ok) tell(answer.value);
  return answer;
}
