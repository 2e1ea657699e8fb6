/** The register of shared logins: why people share a login, and who answers for it. It is changed by `item.save`. */
import { z } from "zod";
import type { VaultId } from "../encoding/ids.ts";
import { registerFilters } from "../model/register.ts";
import { command, open } from "./command.ts";
import { id } from "./fields.ts";
import type { RegisterPage } from "./register-shapes.ts";

const rowsMost = 500;

export const registerCommands = {
  "register.list": command<RegisterPage>()({
    input: z.strictObject({
      /** In titles and reasons. */
      text: z.string().max(1000).optional(),
      only: z.enum(registerFilters).optional(),
      vault: id<VaultId>().optional(),
      offset: z.number().int().nonnegative().max(100_000).optional(),
      /** 0: the numbers alone. */
      limit: z.number().int().nonnegative().max(rowsMost).optional(),
    }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed", "member.changed"],
  }),
};
