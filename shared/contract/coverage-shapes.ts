/** How many accounts have their second factor settled, as the page gets it. */
import type { SecondFactor } from "../model/item-parts.ts";
import type { Standing, StandingReason } from "../model/second-factor/state.ts";

/**
 * How many accounts stand how. `uncounted`: logins of which nothing is known. `isComplete` false: not even their number is; `share` is
 * then null, as it is where there is nothing.
 */
export type CountShape = Record<Standing, number> & { uncounted: number; isComplete: boolean; share: number | null };

/** A count of one tool, vault, group or person; `name` null: it cannot be opened here, or is not there any more. */
export type CountedPart = CountShape & { id: string; name: string | null };

/** At the end of a quarter, or now. */
export type TrendPoint = CountShape & { at: number };

export type CoverageShape = {
  at: number;
  all: CountShape;
  /** By quarter, the last one now. Quarters before the first account are left out. */
  trend: TrendPoint[];
  tools: CountedPart[];
  /** Shared logins. */
  vaults: CountedPart[];
  /** Individual accounts of the people who are in them now. */
  groups: CountedPart[];
  people: CountedPart[];
  /** Something is still being read, and counts as unknown until then. */
  isReading: boolean;
  /** Shared vaults that this person cannot open, and of which nothing was filed. */
  hidden: number;
  /** Letters with facts that others wrote and that did not come. */
  missing: number;
  /** Logins of which something else was filed than this person finds in them. */
  differs: number;
};

export type CoverageRow = {
  id: string;
  item: string | null;
  vault: string | null;
  vaultName: string | null;
  user: string | null;
  /** Null: a login that this person cannot open. */
  title: string | null;
  username: string | null;
  tool: string | null;
  toolName: string | null;
  standing: Standing;
  reason: StandingReason;
  until: number | null;
  state: SecondFactor["state"] | null;
  by: string | null;
  saidAt: number | null;
  /** As an editor's app filed it; null: as this person finds it. */
  filedBy: string | null;
  /** Something else was filed. */
  differs: boolean;
};

export type CoveragePage = { total: number; rows: CoverageRow[]; counts: Record<Standing, number> };
