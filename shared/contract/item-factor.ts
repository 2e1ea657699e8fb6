/** The second factor of a login: how it stands, and what people say of it. */
import { z } from "zod";
import type { ItemId, UserId } from "../encoding/ids.ts";
import type { SecondFactor } from "../model/item-parts.ts";
import type { StandingFound } from "../model/second-factor/state.ts";
import { command, edit, open } from "./command.ts";
import { id, type Nothing, time } from "./fields.ts";

/**
 * What the catalogue read of the tool behind a website, by the day `asOf`. Null where nobody read it: unknown, never "not offered".
 * `isConditional`: the source says that it is out of the ordinary, such as on some plans only.
 */
export type SiteFacts = {
  name: string;
  offered: "stronger" | "nothing-stronger" | "unknown";
  methods: readonly string[] | null;
  hasPasskeys: boolean | null;
  isConditional: boolean;
  documentation: string | null;
  asOf: string | null;
};

/**
 * `stated`: what the item says, whoever signed it: only `standing` says what it counts for. `version`: what an act names as `base`.
 * `canSay`: a person may state it here; `canSign`: an exemption waits for this person. `approvers`: who could sign one.
 */
export type FactorShape = StandingFound & {
  version: number;
  stated: SecondFactor | null;
  canSay: boolean;
  canSign: boolean;
  approvers: UserId[];
  about: SiteFacts | null;
};

/** What people can state without more; `totp-here` is found and never said. */
export const saidStates = ["totp-elsewhere", "passkey-or-hardware-key", "sms-only", "not-offered", "unknown"] as const;

const item = id<ItemId>();
const base = z.number().int().nonnegative().optional();
const reason = z
  .string()
  .max(1000)
  .refine((text) => text.trim() !== "" && text.isWellFormed());

export const itemFactorCommands = {
  "item.secondFactor": command<FactorShape>()({
    input: z.strictObject({ item }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "items.changed"],
  }),
  /**
   * In one's own name. `exempt` asks its approver, who signs it with `exempt-signed`, from when it counts, or says why not with
   * `exempt-declined`: then nobody knows how the login stands.
   */
  "item.setSecondFactor": command<Nothing>()({
    input: z.union([
      z.strictObject({ item, base, state: z.enum(saidStates) }),
      z.strictObject({ item, base, state: z.literal("exempt"), until: time, reason, approver: id<UserId>() }),
      z.strictObject({ item, base: z.number().int().nonnegative(), state: z.literal("exempt-signed") }),
      z.strictObject({ item, base: z.number().int().nonnegative(), state: z.literal("exempt-declined"), reason }),
    ]),
    in: open,
    steps: edit,
  }),
};
