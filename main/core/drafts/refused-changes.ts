/**
 * Finds the change for which a server refuses a commit, since its answer does not name it: what was refused is halved until one
 * change is left, which stays with its reason, and everything else goes out without it [protocol: Merge].
 */
import type { ItemId } from "../../../shared/encoding/ids.ts";
import { codeRule, type Failure, fail } from "../../../shared/failures.ts";
import type { Draft } from "./draft-book.ts";

/** A commit of 512 takes ten refusals to find one change in; whoever is refused so often in a row gives up until the next sync. */
const refusalsMost = 24;

/** Items whose change a server refused: each is sent alone from then on, after all others, until it is taken. */
export type RefusedItems = Set<ItemId>;

export type Narrowing = {
  /** Which of these go into the next commit, and how many items at most. */
  next(waiting: Draft[]): { waiting: Draft[]; most: number };
  taken(): void;
  /** The server refused a commit of these items: `again`, with fewer; or which one stays, and why; or null, all of them do. */
  refused(items: readonly ItemId[], failure: Failure): "again" | { item: ItemId; failure: Failure } | null;
};

/** For one push. */
export function createNarrowing(alone: RefusedItems): Narrowing {
  let most = Number.POSITIVE_INFINITY;
  let refusals = 0;
  return {
    next(waiting) {
      const others = waiting.filter(({ item }) => !alone.has(item));
      return others.length > 0 ? { waiting: others, most } : { waiting, most: 1 };
    },
    taken() {
      refusals = 0;
      most *= 2;
    },
    refused(items, failure) {
      const [item, another] = items;
      if (item === undefined || !isOfOneChange(failure) || ++refusals > refusalsMost) return null;
      if (another === undefined) {
        alone.add(item);
        most *= 2;
        return { item, failure: named(failure) };
      }
      most = Math.ceil(items.length / 2);
      return "again";
    },
  };
}

/** What is tried again by itself was refused for another reason: a lost race, a full disk, a pause. */
function isOfOneChange({ code, retry }: Failure): boolean {
  return codeRule(code).ofOneChange === true && retry !== "later";
}

/** A file that the server lacks, or has another in its place, has a name of its own: its person can do something about it. */
function named(failure: Failure): Failure {
  const isOfFile = failure.code === "manifest" && failure.detail?.reason?.startsWith("blob-") === true;
  return isOfFile ? fail("file-missing", failure.detail).failure : failure;
}
