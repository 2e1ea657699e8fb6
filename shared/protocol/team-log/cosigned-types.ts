/** The types of entries under which a second signature is collected by letter, and such an act as it is signed [protocol: Cosignatures]. */
import { z } from "zod";
import { strict } from "../../encoding/fields.ts";
import { type EntryType, entryRule, type Payloads } from "./entry-types.ts";

/** What the policy may add to those that always need one, ascending as in its list. */
export const cosignedByPolicy = ["device-revoke", "user-remove", "user-role"] as const satisfies readonly EntryType[];
export type CosignedByPolicy = (typeof cosignedByPolicy)[number];

/** All of them. */
export const cosignedTypes = [...cosignedByPolicy, "policy"] as const satisfies readonly EntryType[];
export type CosignedType = (typeof cosignedTypes)[number];

/** An act that is signed twice: what its entry will say, wherever in the log it lands. */
export type CosignedActOf<Type extends CosignedType> = { type: Type; payload: Payloads[Type] };
export type CosignedAct = { [Type in CosignedType]: CosignedActOf<Type> }[CosignedType];

const actOfType = <Type extends CosignedType>(type: Type) =>
  strict({ type: z.literal(type), payload: entryRule(type).payload as z.ZodType<Payloads[Type]> });

/** As it stands in letters and in the file. */
export const cosignedAct = z.discriminatedUnion("type", [
  actOfType("device-revoke"),
  actOfType("user-remove"),
  actOfType("user-role"),
  actOfType("policy"),
]);

/** Whether a type is one of them. */
export function isCosignedType(type: string): type is CosignedType {
  return (cosignedTypes as readonly string[]).includes(type);
}
