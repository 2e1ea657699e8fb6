/**
 * Codes are right or refused, never wrong in silence: what the product makes of a link is compared with what two other programs
 * make of it, `oathtool` (GNU OATH Toolkit) and the parser of `@otplib/uri`, which the product does not use.
 */
import { execFileSync } from "node:child_process";
import { parse } from "@otplib/uri";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeAt } from "../main/core/secondfactor/code.ts";
import { parseOtpauth, parseTypedSeed } from "../shared/model/otpauth.ts";
import { needs } from "./kit/needs.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const defaults = { algorithm: "sha1", digits: 6, period: 30 };
type Meant = { secret: Uint8Array; algorithm: "sha1" | "sha256" | "sha512"; digits: number; period: number };

/** RFC 4648 over a row of bits, padded: another way than the product's. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const letters = (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, "0"), 2)]);
  return letters.join("").padEnd(Math.ceil(letters.length / 8) * 8, "=");
}

/** Whole bytes only: what is left over of the last letter counts nowhere. */
function bytesOf(letters: string): number[] {
  const bits = [...letters].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
}

/** The code at that second and the next one, by `oathtool`. */
function otherCodes({ secret, algorithm, digits, period }: Meant, atS: number): string[] {
  const options = [
    `--totp=${algorithm}`,
    `--digits=${digits}`,
    `--time-step-size=${period}s`,
    `--now=@${atS}`,
    "-w",
    "1",
  ];
  const told = execFileSync("oathtool", [...options, Buffer.from(secret).toString("hex")], { encoding: "utf8" });
  return told.trim().split("\n");
}

const meant: fc.Arbitrary<Meant> = fc.record({
  secret: fc.uint8Array({ minLength: 10, maxLength: 64 }),
  algorithm: fc.constantFrom("sha1", "sha256", "sha512"),
  digits: fc.integer({ min: 6, max: 8 }),
  period: fc.constantFrom(15, 30, 45, 60, 90, 3600),
});
const seconds = fc.integer({ min: 0, max: 4_000_000_000 });

/** Letters in any case. */
const anyCase = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((isUpper) =>
      [...text].map((letter, at) => (isUpper[at] === true ? letter.toUpperCase() : letter.toLowerCase())).join(""),
    );
/** A seed as people and vendors write it: grouped, in any case, padded or not, with what nobody sees between its letters. */
const spelledSeed = (secret: Uint8Array): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom("", " ", "-", "\u2011", "\u2013", "\u200b", "\u00ad"), fc.boolean(), fc.nat(7))
    .chain(([between, isPadded, size]) => {
      const letters = isPadded ? base32(secret) : base32(secret).replace(/=+$/, "");
      const groups = letters.match(new RegExp(`.{1,${size + 1}}`, "g")) ?? [];
      return anyCase(groups.join(between));
    });
const spelledAlgorithm = (name: Meant["algorithm"]): fc.Arbitrary<string> =>
  fc
    .constantFrom("SHA#", "sha#", "SHA-#", "HMAC-SHA#", "HmacSHA#", "HMAC-SHA-#", "hmac_sha#")
    .map((form) => form.replace("#", name.slice("sha".length)));

/** A link that means these parameters, as some program might write it. */
function spelledLink(one: Meant): fc.Arbitrary<string> {
  const pair = (names: string[], value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc
      .tuple(fc.constantFrom(...names).chain(anyCase), value)
      .map(([name, text]) => `${name}=${encodeURIComponent(text)}`);
  return fc
    .tuple(
      pair(["secret"], spelledSeed(one.secret)),
      pair(["algorithm", "algo"], spelledAlgorithm(one.algorithm)),
      pair(["digits"], fc.constant(`${one.digits}`)),
      pair(["period"], fc.constant(`${one.period}`)),
      pair(["issuer"], fc.constantFrom("Example", "M\u00fcnchen AG", "a:b")),
    )
    .chain((pairs) => fc.tuple(fc.shuffledSubarray(pairs, { minLength: pairs.length }), fc.constantFrom("&", "&amp;")))
    .map(([pairs, between]) => `otpauth://totp/Example:dana?${pairs.join(between)}`);
}

describe("a code link, however it is spelled", () => {
  needs("oathtool");

  it("gives the code of this moment and the next one that oathtool gives", () => {
    const cases = meant.chain((one) => fc.record({ one: fc.constant(one), link: spelledLink(one), atS: seconds }));
    fc.assert(
      fc.property(cases, ({ one, link, atS }) => {
        const read = parseOtpauth(link);
        if (!read.ok) throw new Error(`${link} is refused: ${read.failure.detail?.reason}`);
        const { code, next } = codeAt(read.value, atS * 1000);
        expect([code, next], link).toEqual(otherCodes(one, atS));
      }),
      { numRuns: 1000 },
    );
  });

  it("and so does a seed that was typed or pasted", () => {
    const cases = fc
      .uint8Array({ minLength: 10, maxLength: 64 })
      .chain((secret) => fc.record({ secret: fc.constant(secret), typed: spelledSeed(secret), atS: seconds }));
    fc.assert(
      fc.property(cases, ({ secret, typed, atS }) => {
        const read = parseTypedSeed(typed);
        if (!read.ok) throw new Error(`${typed} is refused: ${read.failure.detail?.reason}`);
        const { code, next } = codeAt(read.value, atS * 1000);
        expect([code, next], typed).toEqual(otherCodes({ secret, ...defaults, algorithm: "sha1" }, atS));
      }),
      { numRuns: 200 },
    );
  });
});

describe("a link that another parser reads too", () => {
  /** Values of which some are wrong, and one letter of the link changed, put in or taken out. */
  const mostly = (right: fc.Arbitrary<string>, ...wrong: string[]): fc.Arbitrary<string> =>
    fc.oneof({ weight: 8, arbitrary: right }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });
  const seeds = fc.uint8Array({ minLength: 1, maxLength: 40 }).map(base32);
  const values = {
    secret: mostly(seeds, "", "A", "JBSW!", "0189"),
    algorithm: mostly(fc.constantFrom("SHA1", "SHA256", "SHA512", "sha1"), "MD5", "SHA3-256", ""),
    digits: mostly(fc.constantFrom("6", "7", "8"), "5", "10", "6.0", "06", "x", ""),
    period: mostly(fc.constantFrom("30", "60", "45"), "0", "-30", "1e2", "030", "x", ""),
  };
  const links = fc
    .record(values, { requiredKeys: ["secret"] })
    .chain((given) =>
      fc.tuple(
        fc.constant(given),
        mostly(fc.constant("totp"), "hotp", "steam"),
        fc.option(
          fc.record({ at: fc.nat(120), cut: fc.nat(1), put: fc.constantFrom("", "A", "7", "&", "=", "%", "#", "+") }),
        ),
      ),
    )
    .map(([given, type, change]) => {
      const link = `otpauth://${type}/Example:dana?${new URLSearchParams(given as Record<string, string>).toString()}`;
      if (change === null) return link;
      return link.slice(0, change.at) + change.put + link.slice(change.at + change.cut);
    });
  /** Names of parameters that only we understand, as a change of one letter may make them: other forms, and what is no small letter. */
  const ownNames = /[?&](algo|alg|digit|interval|step|timestep|[^=&]*[^a-z=&][^=&]*)=/;
  const otherReading = (link: string) => {
    try {
      return parse(link);
    } catch {
      return null;
    }
  };

  it("is refused, or read the same", () => {
    let both = 0;
    fc.assert(
      fc.property(links, (link) => {
        const [read, other] = [parseOtpauth(link), otherReading(link)];
        if (other?.type === "hotp") expect(read.ok, link).toBe(false);
        if (!read.ok || other === null || ownNames.test(link)) return;
        both++;
        const { secret, algorithm, digits, period } = read.value;
        const { params } = other;
        // A plus is a space in a query, to us; it is none of the alphabet's letters.
        expect([...secret], link).toEqual(bytesOf(params.secret.toUpperCase().replace(/[=\s+-]/g, "")));
        expect({ algorithm: algorithm.toLowerCase(), digits, period }, link).toEqual({
          algorithm: params.algorithm ?? defaults.algorithm,
          digits: params.digits ?? defaults.digits,
          period: params.period ?? defaults.period,
        });
      }),
      { numRuns: 3000 },
    );
    // Else nothing was compared.
    expect(both).toBeGreaterThan(500);
  });
});
