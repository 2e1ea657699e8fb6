import { describe, expect, it } from "vitest";
import { itemFields } from "../model/item-fields.ts";
import { fieldName } from "./field-name.ts";

/** What History says in other words, or does not say. */
const uncounted = new Set(["history", "conflicts", "passwordChangedAt"]);

describe("field names", () => {
  it("are words for our own fields and the person's own name for custom ones", () => {
    const fields = [
      "password",
      "totp",
      "detail:pin",
      "code:0",
      "field:PIN",
      "field:code:1",
      "field:toString",
      "toString",
    ];
    expect(fields.map(fieldName)).toEqual([
      "Password",
      "One-time code",
      "PIN",
      "Code 1",
      "PIN",
      "code:1",
      "toString",
      "toString",
    ]);
  });

  it("are words for every field that a version can change", () => {
    const rules: [string, object][] = [...Object.entries(itemFields.overview), ...Object.entries(itemFields.secret)];
    const named = rules.filter(([field, rule]) => !("compute" in rule) && !uncounted.has(field));
    expect(named.map(([field]) => field).filter((field) => fieldName(field) === field)).toEqual([]);
  });
});
