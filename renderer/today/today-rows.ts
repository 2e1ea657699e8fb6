/** Every kind of row of Today, one table: the section in which it stands, and what it is made of. */
import { useJoinRows, useNameRows } from "./approve-rows.tsx";
import { useExceptionRows, useFactorRows } from "./factor-rows.tsx";
import { useHandRows } from "./hand-rows.tsx";
import { useRegisterRows } from "./register-rows.tsx";
import { useAdminRows, useComputerRows, useManagerRows } from "./safer-rows.tsx";
import { useItemRows } from "./settle-rows.tsx";
import { type TodayContext, type TodayRow, type TodayVerb, todayVerbs } from "./today-row.ts";

export type TodayGroup = { verb: TodayVerb; rows: TodayRow[] };

/** What waits for this person, by section; sections without a row are left out. */
export function useToday(context: TodayContext): TodayGroup[] {
  // In the order in which they stand.
  const kinds = {
    hand: [useHandRows(context)],
    approve: [useJoinRows(context), useNameRows(context), useExceptionRows(context)],
    settle: [useItemRows(context), useFactorRows(context), useRegisterRows(context)],
    safer: [useComputerRows(context), useAdminRows(context), useManagerRows(context)],
  } satisfies Record<TodayVerb, TodayRow[][]>;
  return todayVerbs.flatMap((verb) => {
    const rows = kinds[verb].flat();
    return rows.length === 0 ? [] : [{ verb, rows }];
  });
}

/** How many rows there are. */
export function countOf(groups: readonly TodayGroup[]): number {
  return groups.reduce((sum, { rows }) => sum + rows.length, 0);
}
