/** The team's rules, which stand in its log. */
import { z } from "zod";
import type { GateRule } from "../model/second-factor/gate.ts";
import { command, entry, open } from "./command.ts";
import { nothing, time } from "./fields.ts";
import { gateRule } from "./gate.ts";
import type { Act } from "./shapes.ts";

export type TeamRules = {
  /** Every session with the server answers the second factor; `from`: null for at once. */
  sessions: { asked: boolean; from: number | null };
  /** What is asked of a login before more people can open it. */
  secondFactor: GateRule;
  /** Who would have to sign a change of the rules by this person too; nobody: it needs no second signature. */
  signers: string[];
};

/** What a change of the rules is about. */
export type RuleChange = Pick<TeamRules, "sessions"> | Pick<TeamRules, "secondFactor">;

export const policyCommands = {
  "policy.get": command<TeamRules>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["sync.changed", "member.changed"],
  }),
  /** As an admin with a second factor. */
  "policy.set": command<Act>()({
    input: z.union([
      z.strictObject({ sessions: z.strictObject({ asked: z.boolean(), from: time.nullable().optional() }) }),
      z.strictObject({ secondFactor: gateRule }),
    ]),
    in: open,
    steps: entry,
  }),
};
