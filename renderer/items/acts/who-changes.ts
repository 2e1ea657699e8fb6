/** Who can open an item before and after it moves, from the two vaults' lists of access. */
import type { AccessShape, VaultShape } from "../../../shared/contract/shapes.ts";

export type Changes = {
  gain: AccessShape[];
  lose: AccessShape[];
  /** Those who can open it before and after, the one who asks among them. */
  keep: AccessShape[];
};

const idOf = ({ user, group }: AccessShape): string => user ?? group ?? "";

/** From several vaults: gains whoever could not open all of them, loses whoever could open one of them. */
export function whoChanges(from: readonly VaultShape[], to: Pick<VaultShape, "access">): Changes {
  const before = from.map(({ access }) => new Set(access.map(idOf)));
  const after = new Set(to.access.map(idOf));
  const had = new Map(from.flatMap(({ access }) => access.map((one) => [idOf(one), one])));
  const isKept = (one: AccessShape): boolean => before.every((ids) => ids.has(idOf(one)));
  return {
    gain: to.access.filter((one) => !isKept(one)),
    lose: [...had.values()].filter((one) => !after.has(idOf(one))),
    keep: to.access.filter(isKept),
  };
}
