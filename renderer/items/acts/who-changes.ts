/** Who can open an item before and after it moves, from the two vaults' readers. */
import type { ReaderShape, VaultShape } from "../../../shared/contract/shapes.ts";

export type Changes = {
  gain: ReaderShape[];
  lose: ReaderShape[];
  /** Those who can open it before and after, the one who asks among them. */
  keep: ReaderShape[];
};

const idOf = ({ user }: ReaderShape): string => user;

/** From several vaults: gains whoever could not open all of them, loses whoever could open one of them. */
export function whoChanges(from: readonly VaultShape[], to: Pick<VaultShape, "readers">): Changes {
  const before = from.map(({ readers }) => new Set(readers.map(idOf)));
  const after = new Set(to.readers.map(idOf));
  const had = new Map(from.flatMap(({ readers }) => readers.map((one) => [idOf(one), one])));
  const isKept = (one: ReaderShape): boolean => before.every((ids) => ids.has(idOf(one)));
  return {
    gain: to.readers.filter((one) => !isKept(one)),
    lose: [...had.values()].filter((one) => !after.has(idOf(one))),
    keep: to.readers.filter(isKept),
  };
}
