/** The register of shared logins: why people share a login, and who answers for it. It is changed by `item.save`. */
import { z } from "zod";
import type { VaultId } from "../encoding/ids.ts";
import type { RegisterGap } from "../model/register.ts";
import { command, open } from "./command.ts";
import { id } from "./fields.ts";
import type { SharedLogin } from "./shapes.ts";

/** `missing`: not complete; `past`: its review or end is over; `soon`: one of both comes within 30 days; `ends`: it has an end. */
export const registerFilters = ["all", "missing", "past", "soon", "ends"] as const;
export type RegisterFilter = (typeof registerFilters)[number];

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

const rowsMost = 500;

export const registerCommands = {
  "register.list": command<RegisterPage>()({
    input: z.strictObject({
      /** In titles and reasons. */
      text: z.string().max(1000).optional(),
      only: z.enum(registerFilters).optional(),
      vault: id<VaultId>().optional(),
      offset: z.number().int().nonnegative().max(100_000).optional(),
      limit: z.number().int().positive().max(rowsMost).optional(),
    }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed", "member.changed"],
  }),
};
