/** Acts that give somebody more, and wait until others confirmed what this computer knows of the team [protocol: Freshness]. */
import { z } from "zod";
import { command, event, open } from "./command.ts";
import { type Nothing, nothing } from "./fields.ts";
import type { QueuedAct } from "./shapes.ts";

export const actCommands = {
  "act.list": command<QueuedAct[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["act.changed", "member.changed", "sync.changed"],
  }),
  "act.cancel": command<Nothing>()({
    input: z.strictObject({ act: z.string().max(60) }),
    in: open,
    steps: ["here:settings"],
  }),
};

export const actEvents = { "act.changed": event<Nothing>() };
