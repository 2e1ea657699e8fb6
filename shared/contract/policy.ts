/** The team's rules, which stand in its log. */
import { z } from "zod";
import { command, entry, open } from "./command.ts";
import { nothing, time } from "./fields.ts";
import type { Act } from "./shapes.ts";

export type TeamRules = {
  /** Every session with the server answers the second factor; `from`: null for at once. */
  sessions: { asked: boolean; from: number | null };
  /** Who would have to sign a change of the rules by this person too; nobody: it needs no second signature. */
  signers: string[];
  /** Of which entry of the log these are: what `policy.set` is given back. */
  base: number;
};

export const policyCommands = {
  "policy.get": command<TeamRules>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["sync.changed", "member.changed"],
  }),
  /** As an admin with a second factor. `base`: that of the rules that the person was shown; by default of the newest that are known here. */
  "policy.set": command<Act>()({
    input: z.strictObject({
      sessions: z.strictObject({ asked: z.boolean(), from: time.nullable().optional() }),
      base: z.number().int().nonnegative().optional(),
    }),
    in: open,
    steps: entry,
  }),
};
