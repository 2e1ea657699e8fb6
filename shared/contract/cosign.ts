/** Second signatures that others ask of this person for what they do [protocol: Cosignatures]. */
import { z } from "zod";
import { command, open } from "./command.ts";
import { letterHash, type Nothing, nothing } from "./fields.ts";
import type { TeamRules } from "./policy.ts";

type Rules = Pick<TeamRules, "secondFactor" | "sessions">;

/** A change of the team's rules that somebody wants; `before` and `after` as this computer works them out. */
export type CosignRequest = {
  request: string;
  user: string;
  at: number;
  before: Rules;
  after: Rules;
  /** `lapsed`: the rules changed since it was asked. `newer`: it changes what this version does not show, and is not signed by it. */
  state: "open" | "lapsed" | "newer";
};

export const cosignCommands = {
  "cosign.list": command<CosignRequest[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["letters.changed", "sync.changed", "member.changed"],
  }),
  /** By the letter that was shown, which holds what is signed. */
  "cosign.sign": command<Nothing>()({
    input: z.strictObject({ request: letterHash }),
    in: open,
    steps: ["here:letters_out"],
  }),
  "cosign.refuse": command<Nothing>()({
    input: z.strictObject({ request: letterHash }),
    in: open,
    steps: ["here:letters_out"],
  }),
};
