/** What is told of one person. */
import type { Permission } from "./shapes.ts";

/**
 * What one person can open of shared vaults, by the verified log: also where the one who asks cannot, who learns no title then.
 * `by` and `at`: who signed what gave the present right and when, null where this computer's copy of that entry is damaged.
 */
export type MemberAccess = {
  vault: string;
  permission: Permission;
  end: number | null;
  via: "created" | "given" | "invite" | "group";
  /** Groups through which they may open it. */
  groups: string[];
  by: string | null;
  at: number | null;
  /** Who manages it, without the person themselves. */
  managers: string[];
};
