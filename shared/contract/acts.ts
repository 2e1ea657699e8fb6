/** Acts that become log entries and wait, for the network or for other people [protocol: Freshness]. */
import { z } from "zod";
import { command, open } from "./command.ts";
import { type Nothing, nothing } from "./fields.ts";
import type { Act } from "./shapes.ts";

export const actCommands = {
  "act.list": command<Act[]>()({ input: nothing, in: open, steps: [], quiet: true }),
  "act.cancel": command<Nothing>()({ input: z.strictObject({ act: z.string().max(60) }), in: open, steps: [] }),
};
