/** The team's rules, which stand in its log. */
import { z } from "zod";
import type { GateRule } from "../model/second-factor/gate.ts";
import { command, entry, open } from "./command.ts";
import { nothing, time } from "./fields.ts";
import { gateRule } from "./gate.ts";
import type { Act } from "./shapes.ts";

const cosignedActs = {
  "device-revoke": "device-revoke",
  "user-remove": "user-remove",
  "user-role": "user-role",
} as const;
/** An act that the rules may ask a second signature for. */
export type CosignedActName = keyof typeof cosignedActs;

export type TeamRules = {
  /** Every session with the server answers the second factor; `from`: null for at once. */
  sessions: { asked: boolean; from: number | null };
  /** What is asked of a login before more people can open it. */
  secondFactor: GateRule;
  /** Acts that need a second signature, besides a change of the rules. */
  cosigned: CosignedActName[];
  /** Whether there are two people of whom one could sign second for the other: where there are none, none is asked for. */
  canCosign: boolean;
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
  /** As an admin with a second factor; a rule that is not named stays. `base`: that of the rules that the person was shown; by default of the newest that are known here. */
  "policy.set": command<Act>()({
    input: z.strictObject({
      sessions: z.strictObject({ asked: z.boolean(), from: time.nullable().optional() }).optional(),
      secondFactor: gateRule.optional(),
      cosigned: z.array(z.enum(cosignedActs)).max(Object.keys(cosignedActs).length).optional(),
      base: z.number().int().nonnegative().optional(),
    }),
    in: open,
    steps: entry,
  }),
};
