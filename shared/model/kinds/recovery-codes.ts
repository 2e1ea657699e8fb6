/**
 * Recovery codes of another item, each used once. Codes are found by themselves: two people who mark two of them do not
 * meet, and of two who mark one of them the first counts, so that nobody is ever asked to choose.
 */
import { z } from "zod";
import { bytesMax, idField, strict, timeField } from "../../encoding/fields.ts";
import type { EpochMs, ItemId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { bytesKey, type DetailRules, entries, offersNone, value } from "./field-rule.ts";

const code = strict({ value: bytesMax(limits.recoveryCodeBytes), usedAt: timeField().nullable() });
type Code = z.output<typeof code>;
const schema = strict({ login: idField<ItemId>().nullable(), codes: z.array(code).max(limits.recoveryCodesPerItem) });
type Detail = z.output<typeof schema>;

/** One code that two people marked was used when the first of them says; one that either took away is gone. */
function usedOnce(current: Code | undefined, wanted: Code | undefined): Code | undefined {
  if (current === undefined || wanted === undefined) return undefined;
  const times = [current.usedAt, wanted.usedAt].filter((time) => time !== null);
  return { value: wanted.value, usedAt: times.length === 0 ? null : (Math.min(...times) as EpochMs) };
}

export const recoveryCodes = {
  schema,
  offers: offersNone,
  empty: (): Detail => ({ login: null, codes: [] }),
  fields: {
    login: value({ holds: "id", secret: false, form: "login" }),
    codes: entries({
      rule: "by-key",
      secret: true,
      form: "codes",
      most: limits.recoveryCodesPerItem,
      keyOf: (one: Code) => bytesKey(one.value),
      pathOf: () => "codes",
      meet: usedOnce,
      textOf: (one: Code) => one.value,
    }),
  } satisfies DetailRules<Detail>,
};
