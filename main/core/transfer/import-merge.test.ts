/** A row of a table laid over the item that an earlier import made: nothing that a person holds becomes less. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { EpochMs, UserId } from "../../../shared/encoding/ids.ts";
import type { ColumnField } from "../../../shared/model/import-columns.ts";
import type { ItemBody } from "../../../shared/model/items.ts";
import { seedHere } from "../vaults/items/item-changes.ts";
import { fitItem } from "./fit-item.ts";
import { type ImportMerge, mergeImport } from "./import-merge.ts";
import { readLogins } from "./table/read-logins.ts";

beforeAll(cryptoReady);

const by = { user: "u" as UserId, at: 1 as EpochMs };
const text = (value: Uint8Array | null) => (value === null ? null : new TextDecoder().decode(value));
const seed = "JBSWY3DPEHPK3PXP";

type Cell = { name: string; field: ColumnField | null; cell: string };

/** The one item of a table with these columns. */
function itemOf(cells: readonly Cell[]): ItemBody {
  const line = (texts: string[]) => texts.map((cell) => `"${cell}"`).join(",");
  const table = `${line(cells.map(({ name }) => name))}\n${line(cells.map(({ cell }) => cell))}\n`;
  const columns = cells.map(({ field }) => field);
  const file = readLogins(new TextEncoder().encode(table), { hasHeader: true, columns });
  const fitted = file.ok && file.value.items[0] ? fitItem(file.value.items[0], "csv") : null;
  if (!fitted?.ok) throw new Error(JSON.stringify([file, table]));
  const { body } = fitted.value;
  if (body.secret.totp !== null) body.overview.secondFactor = seedHere(by);
  return body;
}

const always: Cell[] = [
  { name: "name", field: "title", cell: "X" },
  { name: "url", field: "url", cell: "https://x.test" },
  { name: "user", field: "username", cell: "ada" },
];
const choices: [name: string, fields: (ColumnField | null)[], cells: string[]][] = [
  ["password", ["password", null], ["", "one", "two"]],
  ["totp", ["totp", null, "hidden"], ["", seed, `otpauth://totp/x?secret=${seed}&digits=8`, "unreadable"]],
  ["notes", ["notes", null], ["", "a note", "another"]],
  ["tags", ["tags", null], ["", "a", "a,b", "c"]],
  ["also", ["url", null], ["", "https://y.test", "https://z.test"]],
  ["PIN", ["hidden", "text", null], ["", "1234", "9999"]],
  ["Hint", ["text", null], ["", "fish"]],
];
const cells = fc
  .tuple(
    ...choices.map(([name, fields, values]) =>
      fc.record({
        isThere: fc.boolean(),
        name: fc.constant(name),
        field: fc.constantFrom(...fields),
        cell: fc.constantFrom(...values),
      }),
    ),
  )
  .map((all) => [...always, ...all.filter(({ isThere }) => isThere)]);

const merge = (ours: ItemBody, theirs: ItemBody, rest: Partial<ImportMerge> = {}) =>
  mergeImport({ ours, theirs, ourPast: [ours], isWhole: false, theirTime: 0 as EpochMs, now: 2 as EpochMs, ...rest });

/** What an item holds, flat. */
function heldIn({ overview, secret }: ItemBody): Map<string, string> {
  const held = new Map<string, string>();
  const put = (name: string, value: string | null | undefined) => {
    if (value !== null && value !== undefined && value !== "") held.set(name, value);
  };
  put("title", overview.title);
  put("username", overview.username);
  for (const { url } of overview.urls) put(`url ${url}`, url);
  for (const tag of overview.tags) put(`tag ${tag}`, tag);
  put("password", text(secret.password));
  put("totp", secret.totp && `${text(secret.totp.secret)} ${secret.totp.digits}`);
  put("notes", secret.notes);
  for (const { name, value } of secret.fields) put(`field:${name}`, text(value));
  return held;
}

describe("a second import of a table", () => {
  it("takes nothing away, whatever columns the two have; what it replaces it names", () => {
    fc.assert(
      fc.property(cells, cells, (first, second) => {
        const [ours, theirs] = [itemOf(first), itemOf(second)];
        const merged = merge(ours, theirs);
        const [before, brought] = [heldIn(ours), heldIn(theirs)];
        const after = merged === null ? before : heldIn(merged.body);
        const replaced = (merged?.says ?? []).flatMap(({ code, params }) =>
          code === "values-replaced" ? (params as { names: string }).names.split("\n") : [],
        );
        for (const [name, value] of before) {
          expect([value, brought.get(name)]).toContain(after.get(name));
          if (after.get(name) !== value) expect(replaced).toContain(name);
        }
        for (const [name, value] of brought) if (!before.has(name)) expect(after.get(name)).toBe(value);
        expect((merged?.says ?? []).map(({ code }) => code)).not.toContain("values-removed");
        const { overview, secret } = merged?.body ?? ours;
        expect(overview.secondFactor?.state ?? null).toBe(secret.totp === null ? null : "totp-here");
      }),
      { numRuns: 500 },
    );
  });

  it("brings the same once: with it in our past there is nothing more to take", () => {
    fc.assert(
      fc.property(cells, cells, (first, second) => {
        const [ours, theirs] = [itemOf(first), itemOf(second)];
        const once = merge(ours, theirs)?.body ?? ours;
        expect(merge(once, theirs, { ourPast: [ours, once] })).toBeNull();
        expect(merge(once, ours, { ourPast: [ours, once] })).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it("says what becomes of each field", () => {
    const ours = itemOf([...always, { name: "pw", field: "password", cell: "one" }]);
    const theirs = itemOf([
      ...always,
      { name: "pw", field: "password", cell: "two" },
      { name: "PIN", field: "hidden", cell: "1234" },
    ]);
    expect(merge(ours, theirs)?.says).toEqual([
      { code: "values-added", params: { names: "field:PIN" } },
      { code: "values-replaced", params: { names: "password" } },
    ]);
    const edited = itemOf([...always, { name: "pw", field: "password", cell: "mine" }]);
    const aside = merge(edited, theirs, { ourPast: [ours, edited] });
    expect(aside?.says.at(-1)).toEqual({ code: "values-aside", params: { names: "password" } });
    expect(text(aside?.body.secret.password ?? null)).toBe("mine");
  });
});

describe("a changed entry of a file that says all there is", () => {
  it("takes away what was taken away there, by name; without its seed nothing is said of a second factor", () => {
    const ours = itemOf([...always, { name: "2fa", field: "totp", cell: seed }]);
    const merged = merge(ours, itemOf(always), { isWhole: true });
    expect(merged?.says).toEqual([{ code: "values-removed", params: { names: "totp" } }]);
    expect(merged?.body.overview.secondFactor).toBeNull();
    const again = merge(itemOf(always), ours, { isWhole: true });
    expect(again?.body.overview.secondFactor).toMatchObject({ state: "totp-here" });
  });
});
