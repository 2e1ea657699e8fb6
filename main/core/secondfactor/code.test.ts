import { describe, expect, test } from "vitest";
import type { Totp } from "../../../shared/model/item-parts.ts";
import { parseOtpauth } from "../../../shared/model/otpauth.ts";
import { codeAt } from "./code.ts";

/** RFC 6238, appendix B: ASCII digits repeated to 20, 32 and 64 bytes. */
const seed = (length: number) => new TextEncoder().encode("1234567890".repeat(7).slice(0, length));
const totp = (algorithm: Totp["algorithm"], secret: Uint8Array, digits = 8, period = 30): Totp => ({
  secret,
  algorithm,
  digits,
  period,
  issuer: null,
  account: null,
});
const vectors: [number, string, string, string][] = [
  [59, "94287082", "46119246", "90693936"],
  [1111111109, "07081804", "68084774", "25091201"],
  [1111111111, "14050471", "67062674", "99943326"],
  [1234567890, "89005924", "91819424", "93441116"],
  [2000000000, "69279037", "90698825", "38618901"],
  [20000000000, "65353130", "77737706", "47863826"],
];

describe("RFC 6238", () => {
  test.each(vectors)("at %d s", (seconds, sha1, sha256, sha512) => {
    for (const digits of [6, 7, 8]) {
      const last = (code: string) => code.slice(-digits);
      expect(codeAt(totp("SHA1", seed(20), digits), seconds * 1000).code).toBe(last(sha1));
      expect(codeAt(totp("SHA256", seed(32), digits), seconds * 1000).code).toBe(last(sha256));
      expect(codeAt(totp("SHA512", seed(64), digits), seconds * 1000).code).toBe(last(sha512));
    }
  });

  test("the next code is the one that comes, at the moment that was said", () => {
    for (const period of [1, 15, 30, 45, 60, 86_400]) {
      const at = totp("SHA1", seed(20), 6, period);
      const now = codeAt(at, 1_700_000_012_345);
      expect(now.periodMs).toBe(period * 1000);
      expect(codeAt(at, now.endsAt - 1).code).toBe(now.code);
      expect(codeAt(at, now.endsAt).code).toBe(now.next);
      expect(now.endsAt - 1_700_000_012_345).toBeLessThanOrEqual(period * 1000);
    }
  });

  test("seeds as short as vendors give them", () => {
    const link = parseOtpauth("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP");
    if (!link.ok) throw new Error("the link is sound");
    expect(codeAt(link.value, 0).code).toBe("282760");
    expect(codeAt(totp("SHA1", Uint8Array.of(1), 6), 0).code).toMatch(/^\d{6}$/);
  });
});
