/** Codes as KeePass plugins write them: read as they were meant, or kept as fields with a remark, never read as something else. */
import { describe, expect, it } from "vitest";
import { isSeedField, readCode } from "./codes.ts";

const secret = new Uint8Array(Buffer.from("48656c6c6f21deadbeef", "hex"));
const usual = { secret, algorithm: "SHA1", digits: 6, period: 30 };
const other = { secret, algorithm: "SHA256", digits: 8, period: 60 };

describe("the field of KeeOtp", () => {
  it.each([
    ["a key alone", "key=JBSWY3DPEHPK3PXP", usual],
    ["names in any case", "Key=JBSWY3DPEHPK3PXP&Size=8&STEP=60&otphashmode=Sha256", other],
    ["ampersands of a page's source", "key=JBSWY3DPEHPK3PXP&amp;size=8&amp;step=60&amp;otpHashMode=SHA-256", other],
    ["a key in hex", "key=48656c6c6f21deadbeef&encoding=Hex", usual],
    ["a key in base64", "key=SGVsbG8h3q2%2B7w%3D%3D&encoding=Base64", usual],
    ["a key as text", "key=Hello&encoding=UTF8", { ...usual, secret: new Uint8Array(Buffer.from("Hello")) }],
    ["names as links have them", "key=JBSWY3DPEHPK3PXP&digits=8&period=60&algorithm=SHA256", other],
    ["base32 by name", "key=JBSWY3DPEHPK3PXP&encoding=Base32", usual],
  ])("is read with %s", (_what, otp, totp) => {
    expect(readCode(new Map([["otp", otp]]))).toMatchObject({ totp, used: ["otp"], remarks: [] });
  });

  it.each([
    ["an encoding that is not known", "key=JBSWY3DPEHPK3PXP&encoding=base58", "code-unreadable"],
    ["a key that lost letters", "key=JBSWY3DPEHP", "code-unreadable"],
    ["digits by two names", "key=JBSWY3DPEHPK3PXP&size=8&digits=6", "code-unreadable"],
    ["a name that may be one of the algorithm", "key=JBSWY3DPEHPK3PXP&hashing=Sha256", "code-unreadable"],
    ["codes by a counter", "key=JBSWY3DPEHPK3PXP&type=Hotp", "code-counter"],
    ["Steam's codes", "key=JBSWY3DPEHPK3PXP&type=steam", "code-steam"],
    ["a link of Steam's", "otpauth://totp/Steam:dana?secret=JBSWY3DPEHPK3PXP", "code-steam"],
    ["a link for codes by a counter", "otpauth://hotp/dana?secret=JBSWY3DPEHPK3PXP&counter=1", "code-counter"],
  ])("stays a field, with a remark, with %s", (_what, otp, remark) => {
    const { totp, used, remarks } = readCode(new Map([["otp", otp]]));
    expect([totp, used, remarks.map(({ code }) => code)]).toEqual([null, [], [remark]]);
  });
});

describe("a seed of KeePass itself", () => {
  it("is not read where something else of its name may say how its codes are made", () => {
    const fields = new Map([
      ["TimeOtp-Secret-Base32", "JBSWY3DPEHPK3PXP"],
      ["TimeOtp-Interval-Seconds", "60"],
    ]);
    expect(readCode(fields)).toMatchObject({ totp: null, remarks: [{ code: "code-unreadable" }] });
  });

  it.each(["HMAC-SHA-256", "HMAC-SHA256", "HmacSha256", "SHA256"])("is read with the algorithm %s", (algorithm) => {
    const fields = new Map([
      ["TimeOtp-Secret-Base32", "JBSWY3DPEHPK3PXP"],
      ["TimeOtp-Length", "8"],
      ["TimeOtp-Period", "60"],
      ["TimeOtp-Algorithm", algorithm],
    ]);
    expect(readCode(fields)).toMatchObject({ totp: other, remarks: [] });
  });
});

describe("a name that is written otherwise", () => {
  it.each<[string, Record<string, string>]>([
    ["OTP", { OTP: "key=JBSWY3DPEHPK3PXP" }],
    ["TOTP alone", { TOTP: "JBSWY3DPEHPK3PXP" }],
    ["otpauth", { otpauth: "otpauth://totp/Acme:dana?secret=JBSWY3DPEHPK3PXP" }],
    ["totp seed", { "totp seed": "JBSWY3DPEHPK3PXP", "Totp settings": "30;6" }],
    ["TIMEOTP-", { "TIMEOTP-SECRET-BASE32": "JBSWY3DPEHPK3PXP", "timeotp-length": "6" }],
    ["two, with the same text", { OTP: "JBSWY3DPEHPK3PXP", otp: "JBSWY3DPEHPK3PXP " }],
  ])("is understood: %s", (_what, fields) => {
    const { totp, remarks } = readCode(new Map(Object.entries(fields)));
    expect([totp, remarks]).toMatchObject([usual, []]);
  });

  it("is no way around a refusal, and hides a seed that stays a field", () => {
    expect(readCode(new Map([["OTP", "otpauth://totp/Steam:dana?secret=JBSWY3DPEHPK3PXP"]]))).toMatchObject({
      ...{ totp: null, remarks: [{ code: "code-steam" }] },
    });
    const twice = new Map([
      ["otp", "JBSWY3DPEHPK3PXP"],
      ["OTP", "key=JBSWY3DPEHPK3PXP&size=8"],
    ]);
    expect(readCode(twice)).toMatchObject({ totp: null, used: [], remarks: [{ code: "code-unreadable" }] });
    expect(["OTP", "totp", "OtpAuth", "TOTP SEED", "hmacotp-secret-hex"].map((name) => isSeedField(name, ""))).toEqual(
      Array(5).fill(true),
    );
    expect(["TOTP Settings", "otp2", "Password"].map((name) => isSeedField(name, ""))).toEqual([false, false, false]);
  });
});

describe("an entry that says it in two ways", () => {
  const steamLink = "otpauth://totp/Steam:dana?secret=JBSWY3DPEHPK3PXP";
  const plainLink = "otpauth://totp/Acme:dana?secret=JBSWY3DPEHPK3PXP";
  it.each<[string, Record<string, string>, string]>([
    ["Steam's link and the bare seed", { otp: steamLink, "TOTP Seed": "JBSWY3DPEHPK3PXP" }, "code-steam"],
    [
      "Steam's settings and KeePass's own",
      { "TOTP Seed": "JBSWY3DPEHPK3PXP", "TOTP Settings": "30;S", "TimeOtp-Secret-Base32": "JBSWY3DPEHPK3PXP" },
      "code-steam",
    ],
    [
      "a counter and the bare seed",
      { otp: "key=JBSWY3DPEHPK3PXP&type=hotp", "TOTP Seed": "JBSWY3DPEHPK3PXP" },
      "code-counter",
    ],
    [
      "words that are not known and the bare seed",
      { otp: "key=JBSWY3DPEHPK3PXP&hashing=Sha256", "TOTP Seed": "JBSWY3DPEHPK3PXP" },
      "code-unreadable",
    ],
    ["other digits beside its link", { "TOTP Seed": plainLink, "TOTP Settings": "30;8" }, "code-unreadable"],
    ["another period beside its link", { "TOTP Seed": plainLink, "TOTP Settings": "60" }, "code-unreadable"],
  ])("has no code with %s", (_what, fields, remark) => {
    const { totp, used, remarks } = readCode(new Map(Object.entries(fields)));
    expect([totp, used, remarks.map(({ code }) => code)]).toEqual([null, [], [remark]]);
  });

  it.each<[string, Record<string, string>]>([
    ["the same settings beside its link", { "TOTP Seed": plainLink, "TOTP Settings": "30;6" }],
    ["an empty field and the seed", { otp: " ", "TOTP Seed": "JBSWY3DPEHPK3PXP" }],
  ])("has one with %s", (_what, fields) => {
    expect(readCode(new Map(Object.entries(fields))).totp).toMatchObject({ digits: 6, period: 30 });
  });
});

it.each(["Backup", "PIN"])("a link is hidden in a field %s too, and another text is not", (name) => {
  const hidden = [" otpauth://totp/x?secret=JBSWY3DPEHPK3PXP", "word"].map((text) => isSeedField(name, text));
  expect(hidden).toEqual([true, false]);
});
