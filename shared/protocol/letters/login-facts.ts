/**
 * What an editor's app says of the logins of a shared vault to whoever counts and cannot open it [model: Letters]: how the second factor
 * stands and whether the register is complete. No title, no username, no website.
 */
import { z } from "zod";
import { idField, strict, timeField, uintField } from "../../encoding/fields.ts";
import type { ItemId, UserId, VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { secondFactor } from "../../model/item-parts.ts";

const { state, how } = secondFactor.shape;

/** One login. `by`, `at` and `how` are those of the statement, `null` where it holds a seed or nothing was said. */
export const loginFact = strict({
  item: idField<ItemId>(),
  tool: idField().nullable(),
  state,
  how: how.nullable(),
  by: idField<UserId>().nullable(),
  approver: idField<UserId>().nullable(),
  at: timeField().nullable(),
  until: timeField().nullable(),
  /** The tool by which people sign in. */
  through: idField().nullable(),
  isComplete: z.boolean(),
  reviewAt: timeField().nullable(),
  end: timeField().nullable(),
});
export type LoginFact = z.output<typeof loginFact>;

/** Those of one vault that changed. `logins`: how many there are; `gone`: what is none of them any more. */
export const loginFacts = strict({
  vault: idField<VaultId>(),
  logins: uintField(),
  facts: z.array(loginFact).max(limits.factsPerLetter),
  gone: z.array(idField<ItemId>()).max(limits.factsPerLetter),
});
export type LoginFacts = z.output<typeof loginFacts>;
