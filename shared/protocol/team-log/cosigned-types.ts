/** The types of entries under which a second signature is collected by letter, and such an act as it is signed [protocol: Cosignatures]. */
import { z } from "zod";
import { strict } from "../../encoding/fields.ts";
import { type EntryType, entryRule, type Payloads } from "./entry-types.ts";

const actOf = <Type extends EntryType>(type: Type) =>
  strict({ type: z.literal(type), payload: entryRule(type).payload as z.ZodType<Payloads[Type]> });

const acts = {
  "device-revoke": actOf("device-revoke"),
  policy: actOf("policy"),
  "user-remove": actOf("user-remove"),
  "user-role": actOf("user-role"),
};

/** All of them. */
export type CosignedType = keyof typeof acts;
export const cosignedTypes = Object.keys(acts) as CosignedType[];

/** What the policy may add to those that always need one, ascending as in its list. */
export type CosignedByPolicy = Exclude<CosignedType, "policy">;
export const cosignedByPolicy = cosignedTypes
  .filter((type): type is CosignedByPolicy => entryRule(type).cosigned.when === "by-policy")
  .sort();

/** An act that is signed twice: what its entry will say, wherever in the log it lands. */
export type CosignedAct = { [Type in CosignedType]: { type: Type; payload: Payloads[Type] } }[CosignedType];

/** As it stands in letters and in the file. */
export const cosignedAct: z.ZodType<CosignedAct> = z.discriminatedUnion(
  "type",
  Object.values(acts) as [(typeof acts)[CosignedType]],
);
