/** A payment card. */
import type { z } from "zod";
import { strict, typedText } from "../../encoding/fields.ts";
import { type FieldRule, value } from "./field-rule.ts";
import { nameText, secretBytes } from "./parts.ts";

const schema = strict({
  holder: nameText().nullable(),
  number: secretBytes().nullable(),
  expiry: typedText(20).nullable(),
  code: secretBytes().nullable(),
  pin: secretBytes().nullable(),
});
type Detail = z.output<typeof schema>;

export const card = {
  schema,
  empty: (): Detail => ({ holder: null, number: null, expiry: null, code: null, pin: null }),
  fields: {
    holder: value({ holds: "text", secret: false }),
    number: value({ holds: "bytes", secret: true }),
    expiry: value({ holds: "text", secret: false }),
    code: value({ holds: "bytes", secret: true }),
    pin: value({ holds: "bytes", secret: true }),
  } satisfies Record<keyof Detail, FieldRule>,
};
