import { expect, test } from "vitest";
import { limits } from "../../../shared/encoding/limits.ts";
import { importRemark } from "../../../shared/model/import-remarks.ts";
import { encodeBody } from "../vaults/items/item-bytes.ts";
import { fitItem } from "./fit-item.ts";
import type { ImportedItem } from "./imported/imported-item.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined) => new TextDecoder().decode(value);
const plain: ImportedItem = {
  sourceId: "abc",
  group: "Root",
  kind: "login",
  title: "One",
  username: "ada",
  urls: ["https://a.test"],
  tags: ["t"],
  expires: null,
  modifiedAt: null,
  password: bytes("pw"),
  passwordChangedAt: 5,
  totp: null,
  notes: null,
  fields: [],
  files: [],
  history: [],
  remarks: [],
};
const fitted = (change: Partial<ImportedItem>) => {
  const result = fitItem({ ...plain, ...change }, "kdbx");
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  expect(encodeBody(result.value.body).ok).toBe(true);
  return result.value;
};
const field = (item: ReturnType<typeof fitted>, name: string) =>
  item.body.secret.fields.find((one) => one.name === name)?.value;

test("what fits is taken as it is, without a remark", () => {
  const { body, remarks } = fitted({});
  expect(remarks).toEqual([]);
  expect(body.overview).toMatchObject({ title: "One", username: "ada", sources: [{ format: "kdbx", id: "abc" }] });
  expect(body.secret.passwordChangedAt).toBe(5);
});

test("long title, user name and note are cut between characters and kept whole in fields", () => {
  const title = "𝒯".repeat(150);
  const item = fitted({ title, username: "u".repeat(1001), notes: "n".repeat(70_000) });
  expect(item.body.overview.title).toBe("𝒯".repeat(100));
  expect(text(field(item, "Title"))).toBe(title);
  expect(text(field(item, "Username"))).toHaveLength(1001);
  const parts = item.body.secret.fields.filter(({ name }) => name.startsWith("Notes"));
  expect(parts.map(({ value }) => text(value)).join("")).toBe("n".repeat(70_000));
  expect(item.remarks).toEqual([
    importRemark("title-moved", { field: "Title" }),
    importRemark("username-moved", { field: "Username" }),
    importRemark("notes-moved", { field: "Notes" }),
  ]);
});

test("more fields than fit are kept together in one", () => {
  const fields = Array.from({ length: 120 }, (_, at) => ({
    name: `Field ${at}`,
    type: "text" as const,
    value: bytes(`value ${at}`),
  }));
  const item = fitted({ fields });
  expect(item.body.secret.fields.length).toBeLessThanOrEqual(limits.fieldsPerItem);
  const rest = text(field(item, "Further fields"));
  for (let at = 46; at < 120; at++) expect(rest).toContain(`Field ${at}: value ${at}\n`);
  expect(item.body.secret.fields.at(-1)?.type).toBe("hidden");
  expect(item.remarks).toContainEqual(importRemark("fields-joined", { count: 74, field: "Further fields" }));
});

test("names: empty, too long, repeated, hostile", () => {
  const value = bytes("v");
  const names = ["", "", "N".repeat(300), `${"N".repeat(300)}2`, "__proto__", "constructor"];
  const item = fitted({ fields: names.map((name) => ({ name, type: "text" as const, value })) });
  const got = item.body.secret.fields.map(({ name }) => name);
  expect(new Set(got).size).toBe(6);
  expect(got.every((name) => name.length <= limits.nameChars && name !== "")).toBe(true);
  expect(got).toContain("__proto__");
});

test("an overview that is too large gives up websites, then tags, to fields", () => {
  const urls = Array.from({ length: 20 }, (_, at) => `https://${"x".repeat(1900)}.test/${at}`);
  const item = fitted({ urls, tags: Array.from({ length: 100 }, (_, at) => `${"é".repeat(90)}${at}`) });
  const all = text(field(item, "All websites"));
  for (const url of urls) expect(all).toContain(url);
  expect(item.body.overview.urls).toEqual([]);
});

test("history gives way to present values, oldest first, and it is said", () => {
  const history = Array.from({ length: 30 }, (_, at) => ({
    field: "notes",
    value: bytes(`${at}`.repeat(20_000)),
    at: 1000 - at,
  }));
  const item = fitted({ history });
  const kept = item.body.secret.history;
  expect(kept.length).toBeGreaterThan(0);
  expect(kept[0]?.at).toBe(1000);
  expect(item.remarks).toContainEqual(importRemark("older-values-left", { count: 30 - kept.length }));
});

test("present values that fit nowhere cost themselves and not the item, and each is named", () => {
  const fields = Array.from({ length: 8 }, (_, at) => ({
    name: `f${at}`,
    type: "hidden" as const,
    value: bytes("x".repeat(60_000)),
  }));
  const item = fitted({ fields });
  const kept = item.body.secret.fields.map(({ name }) => name);
  expect([text(item.body.secret.password as Uint8Array), item.body.overview.username]).toEqual(["pw", "ada"]);
  expect(kept).toEqual(["f0", "f1", "f2", "f3"]);
  expect(item.body.secret.fields.every(({ value }) => value.length === 60_000)).toBe(true);
  expect(item.remarks).toEqual(["f7", "f6", "f5", "f4"].map((field) => importRemark("value-left", { field })));
});

test("a note of a megabyte keeps its beginning, and what was cut is named once", () => {
  const item = fitted({ notes: "né".repeat(400_000) });
  const parts = item.body.secret.fields.map(({ value }) => text(value));
  // Its end is cut, and nothing before it.
  expect("né".repeat(400_000).startsWith(parts.join(""))).toBe(true);
  expect(parts.join("").length).toBeGreaterThan(90_000);
  expect(item.remarks).toEqual(
    ["notes-moved", "value-cut"].map((code) => importRemark(code as "notes-moved", { field: "Notes" })),
  );
});
