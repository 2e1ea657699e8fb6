/** The register of shared logins as it is answered. */
import type { RegisterFilter, RegisterGap } from "../model/register.ts";
import type { SharedLogin } from "./shapes.ts";

export type RegisterRow = {
  item: string;
  vault: string;
  title: string;
  shared: SharedLogin | null;
  /** What is missing or past. */
  gaps: RegisterGap[];
};

export type RegisterPage = {
  /** Of those that were asked for. */
  total: number;
  rows: RegisterRow[];
  /** Of all logins in the shared vaults that this person may open. */
  counts: Record<RegisterFilter | "complete", number>;
  vaults: { vault: string; logins: number; complete: number }[];
  /** Items of these vaults that this computer does not have: whether they are logins, and what they say, is not known. */
  absent: number;
};

/**
 * `counts`: of the vaults that this person may open now, one for each time that was asked for. `unknown`: deleted items of which nobody
 * can say any more, or not here, whether they were logins; they are in no count.
 */
export type RegisterTrend = { counts: number[]; unknown: number };
