/** A key pair for SSH, as text. */
import type { z } from "zod";
import { strict, typedText } from "../../encoding/fields.ts";
import { limits } from "../../encoding/limits.ts";
import { type DetailRules, offersNone, value } from "./field-rule.ts";
import { secretBytes } from "./parts.ts";

const schema = strict({ private: secretBytes().nullable(), public: typedText(limits.fieldBytes).nullable() });
type Detail = z.output<typeof schema>;

export const sshKey = {
  schema,
  offers: { ...offersNone, username: true, password: true, urls: true },
  empty: (): Detail => ({ private: null, public: null }),
  fields: {
    private: value({ holds: "bytes", secret: true, form: "lines" }),
    public: value({ holds: "text", secret: false, form: "lines", longest: limits.fieldBytes }),
  } satisfies DetailRules<Detail>,
};
