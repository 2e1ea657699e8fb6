/** A key of an interface, and the secret that belongs to it. */
import type { z } from "zod";
import { strict } from "../../encoding/fields.ts";
import { type DetailRules, offersNone, value } from "./field-rule.ts";
import { secretBytes } from "./parts.ts";

const schema = strict({ key: secretBytes().nullable(), secret: secretBytes().nullable() });
type Detail = z.output<typeof schema>;

export const apiKey = {
  schema,
  offers: { ...offersNone, username: true, urls: true },
  empty: (): Detail => ({ key: null, secret: null }),
  fields: {
    key: value({ holds: "bytes", secret: true, form: "line" }),
    secret: value({ holds: "bytes", secret: true, form: "line" }),
  } satisfies DetailRules<Detail>,
};
