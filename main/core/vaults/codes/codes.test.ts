/** Codes of a team: listed and shown many at once, read from what people show, compared, and taken into logins. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linkOfPayload, migrationLink } from "../../../../e2e/kit/migration-link.ts";
import { blank, pngOf, qrOf } from "../../../../e2e/kit/qr-picture.ts";
import type { CommandInput } from "../../../../shared/contract/commands.ts";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../../shared/failures.ts";
import { must } from "../../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";
import { createReadings } from "./readings.ts";

afterAll(cleanUp);

const exported = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../../e2e/fixtures/codes/${name}`, import.meta.url)));
const seed = "JBSWY3DPEHPK3PXP";
const bytes = (fill: number) => new Uint8Array(20).fill(fill);
const github = `otpauth://totp/GitHub:ada?secret=${seed}&issuer=GitHub`;

let ada: Person;
const save = async (changes: CommandInput<"item.save">["changes"]) =>
  must(await ada.items.handlers["item.save"]({ vault: ada.vault, changes } as never)).item as ItemId;
const read = (input: CommandInput<"code.read">) => ada.items.handlers["code.read"](input as never);
const of = (reading: string, at: number) => ({ reading, at });

beforeAll(() => {
  ada = testTeam({ ada: "manage" }).people.ada as Person;
});

describe("codes that are there", () => {
  it("are listed without those that have none, shown together, and refused one by one", async () => {
    const [one, closed] = [
      await save({ title: "Zoom", totp: seed }),
      await save({ title: "Bank", totp: seed, askAgain: true }),
    ];
    await save({ title: "Plain", password: "x" });
    const { codes } = must(await ada.items.handlers["code.list"]());
    expect(codes.map(({ title, askAgain }) => [title, askAgain])).toEqual([
      ["Bank", true],
      ["Zoom", false],
    ]);
    const shown = must(await ada.items.handlers["code.show"]({ items: [one, closed, "0".repeat(26) as ItemId, one] }));
    const single = must(await ada.items.handlers["item.code"]({ item: one }));
    expect(shown.codes).toEqual([{ item: one, ...single }]);
    expect(shown.refused).toEqual([
      { item: closed, code: "ask-again" },
      { item: "0".repeat(26), code: "not-found" },
    ]);
    expect(JSON.stringify([codes, shown])).not.toContain(seed);
  });
});

describe("what is read while its profile is closed", () => {
  it("is not kept", async () => {
    const { unlocked } = ada;
    const { promise, resolve } = Promise.withResolvers<Result<string[]>>();
    const readCodes = () => promise;
    const ports = { ...unlocked.ports, pictures: { readCodes } };
    const readings = createReadings({ unlocked: { ...unlocked, ports } } as never);
    const reading = readings.read({ picture: new Uint8Array([1]) } as never);
    readings.dispose();
    resolve(ok([github]));
    expect(await reading).toMatchObject({ failure: { code: "locked" } });
  });
});

describe("what is read", () => {
  it("is proposed for the login of its issuer and account, and taken as an ordinary change", async () => {
    const other = await save({ title: "GitHub", username: "bob" });
    const item = await save({ title: "Work", username: "ada", urls: ["https://github.com/login"] });
    const { reading, found } = must(await read({ text: github }));
    expect(found).toMatchObject([{ issuer: "GitHub", account: "ada", refused: null, isProposed: true }]);
    expect(found[0]?.places.map((place) => place.item)).toEqual([item, other]);
    const { code } = must(await ada.items.handlers["code.of"](of(reading, 0)));
    const typed = `${code.slice(0, 3)} ${code.slice(3)}`;
    expect(must(await ada.items.handlers["code.check"]({ ...of(reading, 0), typed }))).toEqual({ isSame: true });
    const wrong = code === "000000" ? "000001" : "000000";
    const take = (typedCode: string) =>
      ada.items.handlers["code.take"]({ ...of(reading, 0), into: { item }, typed: typedCode });
    expect(await take(wrong)).toMatchObject({ failure: { code: "otp-uri", detail: { reason: "other-code" } } });
    expect(must(await take(code)).item).toBe(item);
    expect(must(await ada.items.handlers["item.code"]({ item })).code).toBe(code);
    // Once: what went is not there to be taken again, nor shown.
    expect(await take(code)).toMatchObject({ failure: { code: "not-found" } });
    expect(await ada.items.handlers["code.of"](of(reading, 0))).toMatchObject({ failure: { code: "not-found" } });
  });

  it("never replaces the code of a login that has one", async () => {
    const item = await save({ title: "Held", totp: seed });
    const { reading } = must(await read({ text: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" }));
    const taken = await ada.items.handlers["code.take"]({ ...of(reading, 0), into: { item } });
    expect(taken).toMatchObject({ failure: { code: "otp-uri", detail: { reason: "held" } } });
  });

  it("becomes a new login with its account", async () => {
    const { reading } = must(await read({ text: "otpauth://totp/Typo3:admin?secret=GEZDGNBVGY3TQOJQ" }));
    const into = { vault: ada.vault, title: "Typo3" };
    const { item } = must(await ada.items.handlers["code.take"]({ ...of(reading, 0), into }));
    expect(must(await ada.items.handlers["item.get"]({ item: item as ItemId }))).toMatchObject({
      ...{ title: "Typo3", username: "admin", hasTotp: true, kind: "login" },
    });
  });

  it("comes in parts in any order, with the missing one named, the same seed once, and what is refused by its reason", async () => {
    const part = (index: number) => ({ id: 9, size: 3, index });
    const codes = (fill: number) => [{ secret: bytes(fill), name: `me${fill}`, issuer: "A" }];
    const third = migrationLink([...codes(3), { secret: bytes(9), name: "me", issuer: "Steam" }], part(2));
    const first = must(await read({ picture: pngOf(qrOf(third)) }));
    expect(first.exports).toEqual([{ size: 3, read: [{ index: 2, codes: 2 }] }]);
    expect(first.found.map(({ refused }) => refused)).toEqual([null, "steam"]);
    const { reading } = first;
    must(await read({ reading, text: migrationLink(codes(1), part(0)) }));
    const again = must(await read({ reading, text: third }));
    expect(again.found).toHaveLength(3);
    const counter = { secret: bytes(4), name: "c", issuer: "B", type: 1 };
    const whole = must(await read({ reading, text: migrationLink([counter], part(1)) }));
    expect(whole.exports[0]?.read.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(whole.found.at(-1)?.refused).toBe("hotp");
    expect(await read({ reading, text: migrationLink(codes(5), { id: 9, size: 4, index: 3 }) })).toMatchObject({
      failure: { code: "otp-uri", detail: { reason: "parts" } },
    });
  });

  it("is forgotten by another reading, by word and by time, and its seeds never leave", async () => {
    const first = must(await read({ text: github }));
    const second = must(await read({ text: github }));
    expect(await ada.items.handlers["code.of"](of(first.reading, 0))).toMatchObject({ failure: { code: "not-found" } });
    must(await ada.items.handlers["code.forget"]({ reading: second.reading }));
    expect(await ada.items.handlers["code.of"](of(second.reading, 0))).toMatchObject({
      failure: { code: "not-found" },
    });
    const third = must(await read({ text: github }));
    expect(JSON.stringify([first, second, third])).not.toContain(seed);
    ada.now += 15 * 60_000 + 1;
    expect(await ada.items.handlers["code.of"](of(third.reading, 0))).toMatchObject({ failure: { code: "not-found" } });
  });

  it("comes as a file: a picture, links, or an encrypted export, whose logins with a code are shown and keep it", async () => {
    const held = await save({ title: "Mailchimp", username: "newsletter", totp: seed });
    const free = await save({ title: "Hetzner & Söhne", username: "x" });
    const file = exported("aegis-encrypted.json");
    const asked = await read({ file });
    expect(asked).toMatchObject({ failure: { code: "import", detail: { reason: "codes-asked" } } });
    const { reading, found } = must(await read({ file, passphrase: "fixture-päss" }));
    expect(found.map(({ issuer, refused }) => [issuer, refused])).toEqual([
      ...[
        ["GitHub", null],
        ["Mailchimp", null],
        ["Hetzner & Söhne", null],
      ],
      ...[
        ["VPN", "hotp"],
        ["Steam", "steam"],
        ["Yandex", "vendor"],
      ],
    ]);
    expect(found[1]).toMatchObject({ places: [], isProposed: false, held: [{ item: held, title: "Mailchimp" }] });
    expect(found[2]).toMatchObject({ places: [{ item: free }], isProposed: true, held: [] });
    must(await ada.items.handlers["code.take"]({ ...of(reading, 2), into: { item: free } }));
    expect(must(await ada.items.handlers["item.get"]({ item: free }))).toMatchObject({ hasTotp: true });
    expect(must(await read({ file: pngOf(qrOf(github)) })).found).toMatchObject([{ issuer: "GitHub" }]);
    const links = new TextEncoder().encode(` ${github}\notpauth://totp/Zoom:a?secret=${seed}\n`);
    expect(must(await read({ file: links })).found.map(({ issuer }) => issuer)).toEqual(["GitHub", "Zoom"]);
    const long = new TextEncoder().encode(`${github}&image=${"x".repeat(3000)}\n`.repeat(25));
    expect(await read({ file: long })).toMatchObject({ failure: { code: "limit", detail: { field: "text" } } });
  });

  it("is bounded: so many lines at once, and so many seeds in all", async () => {
    const link = (at: number) => `otpauth://totp/a${at}?secret=${seed}`;
    const links = (from: number, count: number) => Array.from({ length: count }, (_, at) => link(from + at)).join("\n");
    expect(await read({ text: links(0, 201) })).toMatchObject({
      failure: { code: "limit", detail: { field: "text" } },
    });
    const { reading } = must(await read({ text: links(0, 200) }));
    must(await read({ reading, text: links(200, 200) }));
    expect(await read({ reading, text: links(400, 101) })).toMatchObject({
      failure: { code: "limit", detail: { field: "found" } },
    });
    // What was read before stays.
    expect(must(await read({ reading, text: links(400, 100) })).found).toHaveLength(500);
  });

  it.each([
    ["a Steam link", { text: `otpauth://totp/Steam:me?secret=${seed}` }, "steam"],
    ["a counter", { text: `otpauth://hotp/a?secret=${seed}&counter=1` }, "hotp"],
    ["an empty export", { text: "otpauth-migration://offline?data=" }, "migration"],
    ["an export that is cut", { text: linkOfPayload(Uint8Array.of(10, 200, 1, 1)) }, "migration"],
    ["a picture of something else", { picture: pngOf(qrOf("https://example.com")) }, "other"],
    ["a picture without any", { picture: pngOf(blank(300, 200, 200)) }, "picture"],
    ["a seed alone in a picture", { picture: pngOf(qrOf(seed)) }, "other"],
  ])("is refused by name where it is %s", async (_name, input, reason) => {
    expect(await read(input)).toMatchObject({ failure: { code: "otp-uri", detail: { reason } } });
  });
});
