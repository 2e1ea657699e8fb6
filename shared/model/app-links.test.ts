/** Only a whole link is one, and nothing else that somebody may put behind the scheme. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkAmong, readAppLink } from "./app-links.ts";

const id = "0123456789abcdefghjkmnpq00";
const item = `latchkey://item/${id}`;
const join = `latchkey://join/abcd-${"0".repeat(40)}`;

describe("a link that the system hands over", () => {
  it.each([
    [item, { kind: "item", address: item }],
    [item.toUpperCase(), { kind: "item", address: item }],
    [join, { kind: "join", address: join }],
  ])("%s is taken", (text, link) => {
    expect(readAppLink(text)).toEqual(link);
  });

  it.each([
    "",
    id,
    `latchkey:${id}`,
    `latchkey:/item/${id}`,
    `latchkey://item/${id}/`,
    `latchkey://item/${id}?act=reveal`,
    `latchkey://item/${id}#x`,
    `latchkey://item/%30${id.slice(1)}`,
    `latchkey://user@item/${id}`,
    `latchkey://item:80/${id}`,
    `latchkey://item/../join/${id}`,
    ` ${item}`,
    `${item}\n`,
    `${item} --inspect`,
    `latchkey://item/${id.slice(1)}`,
    `latchkey://item/${id}0`,
    `latchkey://enrol/${id}`,
    `latchkey://join/`,
    `latchkey://join/abc?x`,
    `latchkey://join/ab cd`,
    `latchkey://join/${"a".repeat(5000)}`,
    `latch\u212aey://item/${id}`,
    `latchkey://item/\u212a${id.slice(1)}`,
    `latchkey://item/\u0131${id.slice(1)}`,
    `latchkey:\\\\item\\${id}`,
    `latchkey://\u0456tem/${id}`,
    `latchkey://dana:pw@item/${id}`,
    `latchkey://%69tem/${id}`,
    `latchkey://item/\u200b${id}`,
    `latchkey://item/${id}\0`,
    `latchkey://item/${id}" --inspect`,
    `latchkey://item/${id.slice(0, -1)}1`,
    `https://item/${id}`,
    `javascript:alert(1)//latchkey://item/${id}`,
    `--data=latchkey://item/${id}`,
  ])("%j is none", (text) => {
    expect(readAppLink(text)).toBeNull();
  });

  it("is found among the switches of a system, the last one", () => {
    expect(linkAmong(["--allow-file-access-from-files", item, join, "--data", "/tmp"])?.kind).toBe("join");
    expect(linkAmong(["--data", "/tmp", `--x=${item}`])).toBeNull();
    expect(linkAmong([])).toBeNull();
  });

  it("holds nothing but letters, digits, hyphens and its beginning, whatever comes", () => {
    const near = fc.oneof(fc.string(), fc.string({ unit: "binary" })).map((text) => `latchkey://join/${text}`);
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (text) => {
        const link = readAppLink(text);
        if (link !== null) expect(link.address).toMatch(/^latchkey:\/\/(item|join)\/[0-9a-zA-Z-]+$/i);
      }),
    );
  });
});
