/**
 * Recovery codes of another item, each used once. Codes are found by themselves: two people who mark two of them do not
 * meet, and a conflict about one code shows that one only.
 */
import { z } from "zod";
import { bytesMax, idField, strict, timeField } from "../../encoding/fields.ts";
import type { ItemId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { bytesKey, entries, type FieldRule, value } from "./field-rule.ts";

const code = strict({ value: bytesMax(limits.recoveryCodeBytes), usedAt: timeField().nullable() });
type Code = z.output<typeof code>;
const schema = strict({ login: idField<ItemId>().nullable(), codes: z.array(code).max(limits.recoveryCodesPerItem) });
type Detail = z.output<typeof schema>;

export const recoveryCodes = {
  schema,
  empty: (): Detail => ({ login: null, codes: [] }),
  fields: {
    login: value({ holds: "id", secret: false }),
    codes: entries({
      rule: "by-key",
      secret: true,
      most: limits.recoveryCodesPerItem,
      keyOf: (one: Code) => bytesKey(one.value),
      pathOf: () => "codes",
      textOf: (one: Code) => one.value,
    }),
  } satisfies Record<keyof Detail, FieldRule>,
};
