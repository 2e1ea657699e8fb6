/** Second signatures that others ask of this person for what they do [protocol: Cosignatures]. */
import { z } from "zod";
import { command, open } from "./command.ts";
import { letterHash, type Nothing, nothing } from "./fields.ts";
import type { TeamRules } from "./policy.ts";
import type { Role } from "./shapes.ts";

type Rules = Pick<TeamRules, "sessions" | "secondFactor" | "cosigned">;
type Term = { role: Role; end: number | null };
/** Shared vaults in which a right falls, and who becomes the manager of a vault or group that has none any more. */
type Loss = { vaults: string[]; heirs: { vault?: string; group?: string; user: string }[] };

/** What an act would change, as this computer works it out from what would be signed; `user`: whom it is about. */
export type CosignChange =
  | { type: "policy"; before: Rules; after: Rules }
  | ({ type: "user-role"; user: string; before: Term; after: Term } & Loss)
  | ({ type: "user-remove"; user: string } & Loss)
  | ({ type: "device-revoke"; device: string; user: string; kind: "computer" | "paper"; number: number } & Loss);

/** An act that `user` wants. */
export type CosignRequest = {
  request: string;
  user: string;
  at: number;
  change: CosignChange;
  /** `lapsed`: what it was decided on changed since, or it was asked too long ago. `newer`: it changes what this version does not show, and is not signed by it. */
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
