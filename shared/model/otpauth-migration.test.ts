/** Exports of Google Authenticator: what they hold, and that nothing broken or hostile is read as a seed. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkOfPayload, migrationLink } from "../../e2e/kit/migration-link.ts";
import { isMigration, parseMigration } from "./otpauth-migration.ts";

const secret = new TextEncoder().encode("12345678901234567890");
const one = { secret, name: "GitHub:ada", issuer: "GitHub" };

describe("an export", () => {
  it("gives issuer, account, seed and parameters of each code, and its place among the parts", () => {
    const link = migrationLink([one, { ...one, name: "x", issuer: "", algorithm: 3, digits: 2 }], {
      id: 5,
      size: 2,
      index: 1,
    });
    expect(isMigration(link)).toBe(true);
    const read = parseMigration(link);
    expect(read).toMatchObject({
      value: {
        ...{ id: 5, size: 2, index: 1 },
        codes: [
          { issuer: "GitHub", account: "ada", totp: { secret, algorithm: "SHA1", digits: 6, period: 30 } },
          { issuer: null, account: "x", totp: { algorithm: "SHA512", digits: 8 } },
        ],
      },
    });
  });

  it("reads the issuer from the label where none is said", () => {
    const link = migrationLink([{ ...one, name: "null:ada", issuer: "" }]);
    expect(parseMigration(link)).toMatchObject({ value: { codes: [{ issuer: "null", account: "ada" }] } });
  });

  it("reads what is not said as the app that wrote it does", () => {
    const link = migrationLink([{ ...one, algorithm: 0, digits: 0, type: 0 }]);
    expect(parseMigration(link)).toMatchObject({ value: { codes: [{ totp: { algorithm: "SHA1", digits: 6 } }] } });
  });

  it.each([
    ["a counter", { type: 1 }, "hotp"],
    ["an unknown type", { type: 3 }, "vendor"],
    ["MD5", { algorithm: 4 }, "algorithm"],
    ["an unknown number of digits", { digits: 3 }, "digits"],
    ["no secret", { secret: new Uint8Array() }, "secret"],
    ["a secret that is too long", { secret: new Uint8Array(1025) }, "secret"],
    ["Steam by its issuer", { issuer: "Steam" }, "steam"],
    ["Steam by its name", { name: "Steam:me", issuer: "" }, "steam"],
  ])("names %s instead of taking it", (_name, change, refused) => {
    expect(parseMigration(migrationLink([{ ...one, ...change }]))).toMatchObject({
      value: { codes: [{ totp: null, refused }] },
    });
  });

  it.each([
    ["more parts than any", migrationLink([one], { id: 1, size: 101, index: 0 })],
    ["a part behind the last", migrationLink([one], { id: 1, size: 2, index: 2 })],
    ["no codes", migrationLink([])],
    ["a length beyond the end", linkOfPayload(Uint8Array.of(10, 255, 255, 255, 255, 15))],
    ["a number without an end", linkOfPayload(new Uint8Array(64).fill(255))],
    ["a wire type of none", linkOfPayload(Uint8Array.of(11, 1))],
    ["no base64", "otpauth-migration://offline?data=%C3%A4"],
    ["no data", "otpauth-migration://offline"],
  ])("is broken with %s", (_name, link) => {
    expect(parseMigration(link)).toMatchObject({ failure: { code: "otp-uri", detail: { reason: "migration" } } });
  });

  it("never throws on any bytes, and never gives a seed that its bytes do not hold", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (payload) => {
        const read = parseMigration(linkOfPayload(payload));
        if (!read.ok) return;
        for (const { totp } of read.value.codes)
          if (totp !== null) expect(Buffer.from(payload).includes(Buffer.from(totp.secret))).toBe(true);
      }),
    );
  });

  it("too long is refused before it is read", () => {
    expect(parseMigration(`otpauth-migration://offline?data=${"A".repeat(70_000)}`)).toMatchObject({
      failure: { detail: { reason: "length" } },
    });
  });
});
