/** Recovery codes, counted: of which login, how many, and how many are left. */
import type { ItemId } from "../../../../shared/encoding/ids.ts";

/** `state`: of which version, under which drafts. */
export type CountedCodes = { state: string; login: ItemId | null; codes: number; left: number };
export type CodesOfLogins = { counted: Map<ItemId, CountedCodes>; isCounting: boolean };

/** Nothing is counted yet. */
export const noCodes = (): CodesOfLogins => ({ counted: new Map(), isCounting: false });
