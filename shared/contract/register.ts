/** The register of shared logins: why people share a login, and who answers for it. It is changed by `item.save`. */
import { z } from "zod";
import type { VaultId } from "../encoding/ids.ts";
import { registerFilters } from "../model/register.ts";
import { command, open } from "./command.ts";
import { id, time } from "./fields.ts";
import type { RegisterPage, RegisterTrend } from "./register-shapes.ts";

const rowsMost = 500;

const asked = {
  /** In titles and reasons. */
  text: z.string().max(1000).optional(),
  only: z.enum(registerFilters).optional(),
  vault: id<VaultId>().optional(),
};

export const registerCommands = {
  "register.list": command<RegisterPage>()({
    input: z.strictObject({
      ...asked,
      offset: z.number().int().nonnegative().max(100_000).optional(),
      /** 0: the numbers alone. */
      limit: z.number().int().nonnegative().max(rowsMost).optional(),
    }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed", "member.changed"],
  }),
  /** How many shared logins there were at each of these times. */
  "register.trend": command<RegisterTrend>()({
    input: z.strictObject({ marks: z.array(time).min(1).max(60) }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed"],
  }),
  /** What is listed, as a table for a spreadsheet. It names people and titles in the clear. */
  "register.export": command<{ name: string; place: "chosen" | "downloads"; logins: number; absent: number }>()({
    input: z.strictObject(asked),
    in: open,
    steps: [],
  }),
};
