/** What is sealed fits what readers take. */
import { describe, expect, it } from "vitest";
import { emptyItem } from "../../../../shared/model/items.ts";
import { encodeBody } from "./item-bytes.ts";

describe("the bytes of an item", () => {
  it("are not made of a list that is longer than readers take, however short its entries are", () => {
    const item = emptyItem("login");
    const tagged = (count: number) => ({
      ...item,
      overview: { ...item.overview, tags: Array.from({ length: count }, (_, at) => `t${at}`) },
    });
    expect(encodeBody(tagged(3)).ok).toBe(true);
    expect(encodeBody(tagged(1000))).toMatchObject({
      ok: false,
      failure: { code: "limit", retry: "after-act", detail: { field: "tags", number: 1000 } },
    });
  });
});
