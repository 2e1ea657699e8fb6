import { describe, expect, it } from "vitest";
import type { Totp } from "./item-parts.ts";
import { type parseOtpauth, parseTypedSeed, seedText } from "./otpauth.ts";

const seed = "JBSWY3DPEHPK3PXP";

const typedReason = (typed: string): string => said(parseTypedSeed(typed));

const said = (read: ReturnType<typeof parseOtpauth>): string =>
  read.ok ? "ok" : `${read.failure.code} ${read.failure.detail?.reason}`;

describe("a typed seed", () => {
  const forms = [
    ...[seed, "jbsw y3dp ehpk 3pxp", "JBSW-Y3DP-EHPK-3PXP", `${seed}======`, `\n${seed}\r\n`],
    ...[
      "JBSW\u2013Y3DP\u2014EHPK\u22123PXP",
      "\ufeffJBSWY3DP\u200bEHPK\u00ad3PXP\u2060",
      "JBSW\u00a0Y3DP\u202fEHPK 3PXP",
    ],
  ];
  it.each([...forms, "jbswy3dpehpk3pxp"])("is base32 in any case, in groups, with padding: %j", (form) => {
    const value = {
      ...{ secret: new Uint8Array(Buffer.from("48656c6c6f21deadbeef", "hex")), algorithm: "SHA1" },
      ...{ digits: 6, period: 30, issuer: null, account: null },
    };
    expect(parseTypedSeed(form)).toEqual({ ok: true, value });
  });

  const refused: [string, string][] = [
    ...["", "   ", "123456", "not base32!", "====", "\u00df\u00df", "A", "A".repeat(1 << 20)].map(
      (typed): [string, string] => ["secret", typed],
    ),
    ["steam", "steam://JBSWY3DPEHPK3PXP"],
    ["scheme", "otpauth-migration://offline?data=x"],
    ["hotp", `otpauth://hotp/a?secret=${seed}`],
  ];
  it.each(refused.map(([reason, typed]) => [reason, shown(typed), typed] as const))(
    "that is none is refused for its %s, however long: %s",
    (reason, _shown, typed) => {
      expect(typedReason(typed)).toBe(`otp-uri ${reason}`);
    },
  );

  // Ends that almost match made one expression walk the text once for every letter: minutes for a megabyte.
  it.each(["=", " ", "-"])("that ends in a megabyte of “%s” and another letter is refused at once", (letter) => {
    const start = performance.now();
    expect(typedReason(`${letter.repeat(1 << 20)}!`)).toBe("otp-uri secret");
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it.each([
    [1, "ok"],
    [20, "ok"],
    [1024, "ok"],
    [1025, "otp-uri secret"],
  ])("of %i bytes: %s", (length, expected) => {
    expect(typedReason(seedText({ secret: new Uint8Array(length).fill(7) } as Totp))).toBe(expected);
  });
});

/** The start of a text, for the name of a test. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
