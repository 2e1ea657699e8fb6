/** A payment card. */
import type { z } from "zod";
import { strict, typedText } from "../../encoding/fields.ts";
import { limits } from "../../encoding/limits.ts";
import { type DetailRules, offersNone, value } from "./field-rule.ts";
import { nameText, secretBytes } from "./parts.ts";

const longestExpiry = 20;

const schema = strict({
  holder: nameText().nullable(),
  number: secretBytes().nullable(),
  expiry: typedText(longestExpiry).nullable(),
  code: secretBytes().nullable(),
  pin: secretBytes().nullable(),
});
type Detail = z.output<typeof schema>;

export const card = {
  schema,
  offers: offersNone,
  empty: (): Detail => ({ holder: null, number: null, expiry: null, code: null, pin: null }),
  fields: {
    holder: value({ holds: "text", secret: false, form: "line", longest: limits.nameChars }),
    number: value({ holds: "bytes", secret: true, form: "digits" }),
    expiry: value({ holds: "text", secret: false, form: "line", longest: longestExpiry }),
    code: value({ holds: "bytes", secret: true, form: "line" }),
    pin: value({ holds: "bytes", secret: true, form: "line" }),
  } satisfies DetailRules<Detail>,
};
