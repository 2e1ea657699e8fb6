/** Exports of other apps, made by another program (`e2e/fixtures/codes`): every code of each, and every way in which one is refused. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../../../shared/crypto/ready.ts";
import { seedText } from "../../../../../shared/model/otpauth.ts";
import type { MigratedCode } from "../../../../../shared/model/otpauth-migration.ts";
import { must } from "../../../../../shared/testing/team.ts";
import { readCodesFile } from "./read-codes-file.ts";

beforeAll(cryptoReady);

const passphrase = "fixture-päss";
const file = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../../../e2e/fixtures/codes/${name}`, import.meta.url)));
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const jsonOf = (name: string) => JSON.parse(new TextDecoder().decode(file(name)));
const told = ({ issuer, account, totp, refused }: MigratedCode) =>
  totp === null
    ? [issuer, account, refused]
    : [issuer, account, seedText(totp), totp.algorithm, totp.digits, totp.period];

const timed = [
  ["GitHub", "dana@nordlicht.example", "JBSWY3DPEHPK3PXP", "SHA1", 6, 30],
  ["Mailchimp", "newsletter", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "SHA256", 8, 60],
  ["Hetzner & Söhne", "dänä: root", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU", "SHA512", 6, 30],
];
const counted = ["VPN", "counter", "hotp"];
const steam = ["Steam", "gamer", "steam"];
const byHand = ["Typed", null, "JBSWY3DPEHPK3PXT", "SHA1", 6, 30];
const yandex = ["Yandex", "me", "vendor"];
const holds = {
  aegis: [...timed, counted, steam, yandex],
  twoFas: [...timed, counted, steam, byHand],
  stratum: [...timed, counted, steam, ["Mobile", "me", "vendor"], yandex],
  andOtp: [...timed, counted, steam, [null, "old", "JBSWY3DPEHPK3PXW", "SHA1", 6, 30]],
};
const plain: [name: string, codes: unknown[]][] = [
  ["aegis-plain.json", holds.aegis],
  ["2fas-plain.2fas", holds.twoFas],
  ["stratum-plain.json", holds.stratum],
  ["andotp-plain.json", holds.andOtp],
];
const sealed: [name: string, codes: unknown[]][] = [
  ["aegis-encrypted.json", holds.aegis],
  ["2fas-encrypted.2fas", holds.twoFas],
  ["stratum-encrypted.stratum", holds.stratum],
  ["authenticator-pro-legacy.authpro", holds.stratum],
  ["andotp-encrypted.json.aes", holds.andOtp],
];

describe("an export", () => {
  it.each([...plain, ...sealed])("%s gives every code of it", async (name, codes) => {
    expect(must(await readCodesFile(file(name), passphrase)).map(told)).toEqual(codes);
  });

  it.each(plain)("%s is read behind a byte order mark, with other words for ends of lines", async (name, codes) => {
    const text = `\uFEFF\r\n${new TextDecoder().decode(file(name)).replaceAll("\n", "\r\n")}`;
    expect(must(await readCodesFile(new TextEncoder().encode(text), null)).map(told)).toEqual(codes);
  });

  it.each(sealed)("%s asks for a passphrase, and opens with no other", async (name) => {
    for (const none of [null, ""])
      expect(await readCodesFile(file(name), none)).toMatchObject({
        failure: { code: "import", retry: "after-act", detail: { reason: "codes-asked" } },
      });
    for (const other of ["fixture-pass", `${passphrase} `])
      expect(await readCodesFile(file(name), other)).toMatchObject({
        failure: { code: "import", retry: "after-act", detail: { reason: "codes-passphrase" } },
      });
  });
});

/** Sealed text that is changed at one place: it must not open to anything else. */
const changedText = (name: string): Uint8Array => {
  if (name === "aegis-encrypted.json") {
    const changed = jsonOf(name);
    return bytesOf({ ...changed, db: `AAAA${changed.db.slice(4)}` });
  }
  if (name === "2fas-encrypted.2fas") {
    const changed = jsonOf(name);
    return bytesOf({ ...changed, servicesEncrypted: `AAAA${changed.servicesEncrypted.slice(4)}` });
  }
  const bytes = file(name);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes;
};

describe("an encrypted export", () => {
  it.each(sealed.filter(([name]) => name !== "authenticator-pro-legacy.authpro"))(
    "%s of which one byte was changed does not open",
    async (name) => {
      const read = await readCodesFile(changedText(name), passphrase);
      expect(read).toMatchObject({ failure: { code: "import" } });
    },
  );

  it.each(sealed)("%s that was cut at any place is refused by name", async (name) => {
    const whole = file(name);
    // Not those that would have to be derived: one of them is above.
    for (const length of [0, 1, 4, 15, 16, 27, 28, 35, 43, 51, 52, 60])
      expect(await readCodesFile(whole.subarray(0, length), null)).toMatchObject({ failure: { code: "import" } });
  });
});

const aegis = () => jsonOf("aegis-encrypted.json");
const aegisOf = (change: (slot: Record<string, unknown>) => void) => {
  const made = aegis();
  for (const slot of made.header.slots) if (slot.type === 1) change(slot);
  return bytesOf(made);
};
const andOtpOf = (rounds: number): Uint8Array => {
  const made = file("andotp-encrypted.json.aes");
  new DataView(made.buffer).setUint32(0, rounds);
  return made;
};
const entries = (count: number) => Array.from({ length: count }, () => ({ secret: "JBSWY3DPEHPK3PXP", label: "a" }));
const depth = (levels: number) => new TextEncoder().encode(`${"[".repeat(levels)}${"]".repeat(levels)}`);

const refused: [name: string, bytes: () => Uint8Array, failure: object][] = [
  ["memory of scrypt", () => aegisOf((slot) => Object.assign(slot, { n: 2 ** 20 })), { field: "scrypt" }],
  ["work of scrypt", () => aegisOf((slot) => Object.assign(slot, { p: 64 })), { field: "scrypt" }],
  ["work of many slots", () => bytesOf(manySlots(20)), { field: "scrypt" }],
  [
    "scrypt of no power of two",
    () => aegisOf((slot) => Object.assign(slot, { n: 32_767 })),
    { reason: "codes-damaged" },
  ],
  ["scrypt of nothing", () => aegisOf((slot) => Object.assign(slot, { p: 0 })), { reason: "codes-damaged" }],
  ["scrypt of a fraction", () => aegisOf((slot) => Object.assign(slot, { r: 0.5 })), { reason: "codes-damaged" }],
  ["a salt that is none", () => aegisOf((slot) => Object.assign(slot, { salt: "zz" })), { reason: "codes-damaged" }],
  ["a slot of hundreds", () => bytesOf(manySlots(33)), { reason: "codes-damaged" }],
  ["a newer vault", () => bytesOf({ ...aegis(), version: 2 }), { reason: "codes-newer" }],
  ["newer contents", () => bytesOf(plainAegis({ version: 4, entries: [] })), { reason: "codes-newer" }],
  ["contents that are none", () => bytesOf(plainAegis([])), { reason: "codes-damaged" }],
  ["a newer backup", () => bytesOf({ ...jsonOf("2fas-plain.2fas"), schemaVersion: 5 }), { reason: "codes-newer" }],
  ["a backup of two parts", () => bytesOf(twoFas("AAAA:AAAA")), { reason: "codes-damaged" }],
  [
    "a backup of a long salt",
    () => bytesOf(twoFas(`AAAA:${"AAAA".repeat(400)}:${nonce}`)),
    { reason: "codes-damaged" },
  ],
  ["a backup of a short nonce", () => bytesOf(twoFas("AAAA:AAAA:AAAA")), { reason: "codes-damaged" }],
  ["rounds without end", () => andOtpOf(5_000_000), { field: "rounds" }],
  ["bytes of nothing known", () => andOtpOf(2 ** 31), { reason: "codes-unknown" }],
  ["a brace that never closes", () => new TextEncoder().encode('{"version":1,'), { reason: "codes-damaged" }],
  ["letters that are no UTF-8", () => Uint8Array.of(0x7b, 0xff, 0x7d), { reason: "codes-damaged" }],
  ["another JSON", () => bytesOf({ items: [] }), { reason: "codes-unknown" }],
  ["an empty list", () => bytesOf([]), { reason: "codes-unknown" }],
  ["depth", () => depth(33), { field: "depth" }],
  ["depth without end", () => depth(200_000), { field: "depth" }],
  ["values without end", () => new TextEncoder().encode(`[${"0,".repeat(200_001)}0]`), { field: "values" }],
  ["codes without end", () => bytesOf(entries(2001)), { field: "found" }],
  ["bytes without end", () => new Uint8Array(16 * 1024 * 1024 + 1), { field: "bytes" }],
];
const nonce = "AAAAAAAAAAAAAAAA";
const twoFas = (servicesEncrypted: string) => ({ ...jsonOf("2fas-encrypted.2fas"), servicesEncrypted });
const plainAegis = (db: unknown) => ({ version: 1, header: { slots: null, params: null }, db });
const manySlots = (count: number) => {
  const made = aegis();
  const ours = made.header.slots.at(-1);
  return { ...made, header: { ...made.header, slots: Array.from({ length: count }, () => ours) } };
};

describe("a hostile export", () => {
  it.each(refused)("with %s is refused by name, before it costs anything", async (_name, bytes, detail) => {
    const begun = performance.now();
    const read = await readCodesFile(bytes(), "x");
    expect(read).toMatchObject({ failure: { code: "reason" in detail ? "import" : "limit", detail } });
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it("changes no prototype, and takes no value of one", async () => {
    const text = '[{"__proto__":{"type":"HOTP"},"constructor":{},"secret":"JBSWY3DPEHPK3PXP","label":"a"}]';
    const [code] = must(await readCodesFile(new TextEncoder().encode(text), null));
    expect(code).toMatchObject({ account: "a", refused: null });
    expect(({} as { type?: string }).type).toBeUndefined();
  });

  it("keeps no other code from being read by one that is none", async () => {
    const odd = [null, 7, "x", {}, { secret: 1, label: "b" }, { secret: "not base32!", label: "c" }];
    const codes = must(await readCodesFile(bytesOf([...entries(1), ...odd]), null));
    expect(codes.map(({ refused: why }) => why)).toEqual([null, ...Array(5).fill("unreadable"), "secret"]);
  });

  it.each([
    ["digits", { digits: 99 }, "digits"],
    ["a fraction of digits", { digits: 6.5 }, "digits"],
    ["period", { period: 1e9 }, "period"],
    ["no period", { period: 0 }, "period"],
    ["algorithm", { algorithm: "MD5" }, "algorithm"],
    ["a long secret", { secret: "A".repeat(4096) }, "length"],
    ["another kind", { type: "MOTP" }, "vendor"],
    ["an issuer of Steam", { issuer: "Steam" }, "steam"],
  ])("with %s that is none of ours says so of that code", async (_name, change, reason) => {
    const [code] = must(await readCodesFile(bytesOf([{ ...entries(1)[0], ...change }]), null));
    expect(code).toMatchObject({ totp: null, refused: reason });
  });
});
