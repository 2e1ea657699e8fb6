/** Every kind of item, one row each: what its detail holds, and how that is merged [model: Items]. */
import type { z } from "zod";
import { apiKey } from "./api-key.ts";
import { card } from "./card.ts";
import type { DetailRules, Offers } from "./field-rule.ts";
import { login, plain } from "./plain.ts";
import { recoveryCodes } from "./recovery-codes.ts";
import { sshKey } from "./ssh-key.ts";

/** What one kind of item has of its own. */
export type KindRule = {
  schema: z.ZodType;
  empty(): object;
  fields: DetailRules;
  offers: Offers;
};

export type OfferedField = keyof Offers;

export const kindRules = {
  login,
  "api-key": apiKey,
  note: plain,
  "ssh-key": sshKey,
  card,
  document: plain,
  "recovery-codes": recoveryCodes,
} satisfies Record<string, KindRule>;

export type ItemKind = keyof typeof kindRules;
/** All kinds, in the order in which they are offered. */
export const itemKinds = Object.keys(kindRules) as [ItemKind, ...ItemKind[]];
/** What some kind has of its own, by name. */
export type DetailField = { [Kind in ItemKind]: keyof (typeof kindRules)[Kind]["fields"] }[ItemKind];
export const detailFields = [...new Set(itemKinds.flatMap((kind) => Object.keys(kindRules[kind].fields)))] as [
  DetailField,
  ...DetailField[],
];
/** What the secret of each kind has of its own. */
export type Details = { [Kind in ItemKind]: z.output<(typeof kindRules)[Kind]["schema"]> };
