import { describe, expect, it } from "vitest";
import { fieldName } from "./field-name.ts";

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
});
