/** What counts as one plain e-mail address, and that a mail to it is only that. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { isEmailAddress } from "./text.ts";

it.each([
  "ada@tray.example",
  "ada.lovelace+invites@mail.tray.example",
  "ivo.o'neil@tray.example",
  "jörg@müller.example",
  `${"a".repeat(64)}@x.yz`,
])("%s is one", (text) => expect(isEmailAddress(text)).toBe(true));

it.each([
  "",
  "ada",
  "ada@",
  "@tray.example",
  "ada@tray",
  "ada@tray.",
  "ada@.example",
  "ada@tray..example",
  "ada@-tray.example",
  ".ada@tray.example",
  "ada..b@tray.example",
  "ada lovelace@tray.example",
  "ada@tray.example, bob@tray.example",
  "Ada <ada@tray.example>",
  "ada@tray.example?bcc=eve@evil.example",
  "ada@tray.example\nBcc: eve@evil.example",
  `${"a".repeat(65)}@x.yz`,
  `ada@${"x".repeat(60)}.${"y".repeat(60)}.${"z".repeat(60)}.${"u".repeat(60)}.example.${"v".repeat(20)}`,
])("%s is none", (text) => expect(isEmailAddress(text)).toBe(false));

it("holds nothing that ends an address or begins a header, whatever is typed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.domain(), (local, host) => {
      const text = `${local}@${host}`;
      if (isEmailAddress(text)) expect(text).not.toMatch(/[\s,;<>"]/u);
    }),
  );
});
