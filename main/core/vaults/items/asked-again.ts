/**
 * Items whose person wants the passphrase asked for again: their secrets are shown and copied only for a minute after it was typed,
 * by whichever of the two clocks ends first. Held here, so that a page that does not ask gets nothing.
 */

import { type Clock, type Deadline, deadlineIn, leftUntil } from "../../../../shared/deadline.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { overviewFields } from "../../../../shared/model/item-fields.ts";
import { cutOnce } from "../../../../shared/model/item-values.ts";

const openMs = 60_000;

export type AskedAgain = {
  /** The passphrase was typed just now for this item, or for what was kept of an editor. */
  typed(item: string): void;
  isOpen(item: string): boolean;
};

/** None is open at first. */
export function createAskedAgain(clock: Clock): AskedAgain {
  const open = new Map<string, Deadline>();
  return {
    typed: (item) => void open.set(item, deadlineIn(clock, openMs)),
    isOpen(item) {
      const deadline = open.get(item);
      if (deadline === undefined) return false;
      const isOpen = leftUntil(clock, deadline) > 0;
      if (!isOpen) open.delete(item);
      return isOpen;
    },
  };
}

/** What the list shows is no secret, one website of it and a link neither. */
function isOpenName(name: string): boolean {
  return Object.hasOwn(overviewFields, name) || name === "url" || name === "link";
}

/** `ask-again` where this field of the item is a secret for which the passphrase has to be typed first. */
export function maySee(
  asked: AskedAgain,
  { item, field, askAgain }: { item: string; field: string; askAgain: boolean },
): Result<true> {
  const isSecret = field === "askAgain" || !isOpenName(cutOnce(field)[0]);
  if (!askAgain || !isSecret || asked.isOpen(item)) return ok(true);
  return fail("ask-again", { field: "item" }, "after-act");
}
