/** Every way in which a code comes into an item, over one table of schemes: right, or refused by name, and then nothing is lost. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { EpochMs, UserId } from "../../../shared/encoding/ids.ts";
import { emptyItem } from "../../../shared/model/items.ts";
import { applyChanges } from "../vaults/items/item-changes.ts";
import { readCode } from "./keepass/codes.ts";
import { readLogins } from "./table/read-logins.ts";

beforeAll(cryptoReady);

const seed = "JBSWY3DPEHPK3PXP";
type Read = "read" | "code-steam" | "code-counter" | "code-vendor" | "code-unreadable";

const reasons: Record<string, Read> = { steam: "code-steam", hotp: "code-counter", vendor: "code-vendor" };

/** Typed or pasted into the editor. */
function typed(text: string): Read {
  const by = { user: "u" as UserId, at: 1 as EpochMs };
  const changed = applyChanges(emptyItem("login"), { totp: text }, by);
  if (changed.ok) return changed.value.secret.totp === null ? "code-unreadable" : "read";
  expect(changed.failure.code).toBe("otp-uri");
  return reasons[changed.failure.detail?.reason ?? ""] ?? "code-unreadable";
}

/** A field of a KeePass file: refused, it is used up by nothing and stays a field. */
function field(name: string, text: string): Read {
  const { totp, used, remarks } = readCode(new Map([[name, text]]));
  if (totp !== null) return "read";
  expect(used).toEqual([]);
  return remarks[0]?.code as Read;
}

/** A column of a table: refused, the cell stays a hidden field, whole. */
function column(text: string): Read {
  const cell = `"${text.replaceAll('"', '""')}"`;
  const file = readLogins(new TextEncoder().encode(`name,password,totp\nX,pw,${cell}\n`), {});
  const item = file.ok ? file.value.items[0] : undefined;
  if (item === undefined) throw new Error(JSON.stringify(file));
  if (item.totp !== null) return "read";
  expect(item.fields.map(({ type, value }) => [type, new TextDecoder().decode(value)])).toEqual([["hidden", text]]);
  return item.remarks[0]?.code as Read;
}

const ways: Record<string, (text: string) => Read> = {
  "typed into the editor": typed,
  "in KeePass's field otp": (text) => field("otp", text),
  "in KeePass's field TOTP Seed": (text) => field("TOTP Seed", text),
  "in a column of a table": column,
};

const links: [text: string, read: Read][] = [
  [seed, "read"],
  [`otpauth://totp/Example:dana?secret=${seed}`, "read"],
  [`otpauth://totp/Example:steam?secret=${seed}&issuer=Example`, "read"],
  [`steam://${seed}`, "code-steam"],
  [`Steam://${seed}`, "code-steam"],
  [`otpauth://steam/dana?secret=${seed}`, "code-steam"],
  [`otpauth://totp/Steam:dana?secret=${seed}`, "code-steam"],
  [`otpauth://totp/Steam:dana?secret=${seed}&issuer=Valve`, "code-steam"],
  [`otpauth://totp/dana?secret=${seed}&issuer=STEAM`, "code-steam"],
  [`otpauth://totp/dana?secret=${seed}&encoder=steam`, "code-steam"],
  [`otpauth://totp/dana?secret=${seed}&type=steam`, "code-steam"],
  [`otpauth://hotp/dana?secret=${seed}&counter=0`, "code-counter"],
  [`otpauth://totp/dana?secret=${seed}&type=hotp`, "code-counter"],
  [`otpauth://yaotp/dana?secret=${seed}&pin_length=4`, "code-vendor"],
  [`otpauth://motp/dana?secret=${seed}`, "code-vendor"],
  [`otpauth://totp/dana?secret=${seed}&type=yandex`, "code-vendor"],
  [`otpauth://totp/dana?secret=${seed}&encoder=other`, "code-vendor"],
  [`motp://dana?secret=${seed}`, "code-vendor"],
  ["otpauth-migration://offline?data=CjEKCkhlbGxvIQ", "code-unreadable"],
  [`https://x.test/?secret=${seed}`, "code-unreadable"],
];

describe.each(Object.keys(ways))("a code %s", (way) => {
  it.each(links)("%s: %s", (text, read) => {
    expect(ways[way]?.(text)).toBe(read);
  });
});

describe.each([
  ["a KeePass file", (text: string) => field("otp", text)],
  ["a table", column],
])("a query of KeeOtp in %s", (_, way) => {
  const kinds: [query: string, read: Read][] = [
    ["type=totp", "read"],
    ["type=Totp&encoder=default", "read"],
    ["type=hotp&counter=1", "code-counter"],
    ["type=Steam", "code-steam"],
    ["encoder=steam", "code-steam"],
    ["encoder=Steam&type=totp", "code-steam"],
    ["type=motp", "code-vendor"],
    ["type=yaotp&pin=1234", "code-vendor"],
    ["type=yandex", "code-vendor"],
    ["encoder=other", "code-vendor"],
    ["type=steam&type=totp", "code-unreadable"],
    ["Type=totp&type=steam", "code-steam"],
    ["encoding=base58", "code-unreadable"],
  ];
  it.each(kinds)("with %s: %s", (query, read) => {
    expect(way(`key=${seed}&${query}`)).toBe(read);
    expect(way(`${query}&key=${seed}`)).toBe(read);
  });
});
