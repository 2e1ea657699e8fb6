/** Whether two people hold the same keys of each other: the number that they read, and that it was compared. */
import { z } from "zod";
import type { UserId } from "../encoding/ids.ts";
import { command, entry, open } from "./command.ts";
import { id } from "./fields.ts";
import type { Act } from "./shapes.ts";

export type SafetyShape = {
  user: string;
  /** 60 digits. */
  number: string;
  /** What the one who asks compared: nothing, this number, or another one, which is a stop until they compare this one. */
  state: "none" | "same" | "changed";
  /** When they did; null: never. */
  at: number | null;
  /** Everybody else in the team who compared this number. */
  by: string[];
};

export const safetyCommands = {
  "member.safety": command<SafetyShape>()({
    input: z.strictObject({ user: id<UserId>() }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["member.changed", "vault.changed"],
  }),
  /** That this number was compared with its person: the digits that were shown, so that nothing else is confirmed. */
  "member.verify": command<Act>()({
    input: z.strictObject({ user: id<UserId>(), number: z.string().regex(/^\d{60}$/) }),
    in: open,
    steps: entry,
  }),
};
