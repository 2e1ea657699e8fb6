/** Records merge by the rows of their fields: each edit of another field holds, a late one of the same gives way. */
import { expect, it } from "vitest";
import { zeroHash } from "../encoding/fields.ts";
import type { DeviceId, EpochMs, ItemId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { base32Text } from "../text.ts";
import { mergeRecord } from "./records/record-merge.ts";
import { encodeRecord, parseRecord, type RecordBody, recordRules } from "./records/records.ts";

const preferences = (more: Partial<RecordBody<"preferences">>): RecordBody<"preferences"> => ({
  ...{ kind: "preferences", favourites: [], lastUse: [], deviceNames: [] },
  ...more,
});
const id = (from: number) => base32Text(new Uint8Array(16).fill(from));
const [one, two, three] = ["one", "two", "three"] as ItemId[] as [ItemId, ItemId, ItemId];

it.each(Object.entries(recordRules))(
  "the kind %s has a row for each field of its body",
  (_kind, { schema, fields }) => {
    expect([...Object.keys(fields), "kind"].sort()).toEqual(Object.keys(schema.shape).sort());
  },
);

it("favourites and last uses of two computers are both kept", () => {
  const base = preferences({ favourites: [one, two] });
  const current = preferences({ favourites: [one, two, three], lastUse: [{ item: one, at: 1 as EpochMs }] });
  const wanted = preferences({ favourites: [two], lastUse: [{ item: two, at: 2 as EpochMs }] });
  expect(mergeRecord({ base, current, wanted })).toEqual(
    preferences({
      favourites: [two, three],
      lastUse: [
        { item: one, at: 1 as EpochMs },
        { item: two, at: 2 as EpochMs },
      ],
    }),
  );
});

it("a name that both changed stays as the chain has it; a record of another kind is left alone", () => {
  const [base, current, wanted] = ["base", "chain", "late"].map((name) => ({ kind: "group" as const, name }));
  expect(mergeRecord({ base, current, wanted } as never)).toEqual(current);
  const named = [{ device: "d" as DeviceId, name: "Laptop" }];
  const other = preferences({ deviceNames: named });
  expect(mergeRecord({ base: other, current: other, wanted: { kind: "team", name: "x" } })).toEqual(other);
});

const tool = (more: Partial<RecordBody<"tool">>): RecordBody<"tool"> => ({
  ...{ kind: "tool", name: "GitHub", domains: [], owner: null, deputy: null, dataClass: null, signInBy: null },
  ...{ roles: [], payer: null, reviewCadence: null, notes: null, state: "shown", mergedInto: null },
  ...more,
});

it("domains and roles of a tool that two people added at once are all there, as many as fit", () => {
  const role = (name: string) => ({ name, privileged: false });
  const many = (from: string) => Array.from({ length: limits.domainsPerTool }, (_, at) => `${from}${at}.example`);
  const merge = (current: Partial<RecordBody<"tool">>, wanted: Partial<RecordBody<"tool">>) =>
    mergeRecord({ base: tool({}), current: tool(current), wanted: tool(wanted) });
  expect(
    merge({ domains: ["a.example"], roles: [role("Admin")] }, { domains: ["b.example"], roles: [role("Owner")] }),
  ).toEqual(tool({ domains: ["a.example", "b.example"], roles: [role("Admin"), role("Owner")] }));
  const full = merge({ domains: many("a") }, { domains: many("b") });
  expect(full).toEqual(tool({ domains: many("a") }));
  expect(parseRecord(encodeRecord(full))).toEqual({ ok: true, value: full });
});

it("the largest tool fits into its overview", () => {
  const text = (chars: number) => "\u20ac".repeat(chars);
  const largest = tool({
    ...{ name: text(limits.nameChars), payer: text(limits.nameChars), notes: text(limits.toolNotesChars) },
    domains: Array.from({ length: limits.domainsPerTool }, (_, at) => `${"a".repeat(limits.domainChars - 3)}.a${at}`),
    roles: Array.from({ length: limits.rolesPerTool }, (_, at) => ({
      ...{ name: `${text(limits.roleChars - 2)}${String(at).padStart(2, "0")}`, privileged: true },
    })),
  });
  expect(parseRecord(encodeRecord(largest)).ok).toBe(true);
});

const account = (more: object): object => ({
  ...{ kind: "account", tool: id(1), item: null, user: id(2), signInName: null, role: null, secondFactor: null },
  ...{ stated: null, removed: false },
  ...more,
});
const stated = { by: id(3), letter: zeroHash, logSeq: 1, chain: id(4), counter: 1, time: 1 };
it.each([
  ["an account of nobody", account({ user: null })],
  ["an account that is a person's own and shared", account({ item: id(5) })],
  ["an account that somebody else stated", account({ stated })],
  ["a tool with a domain twice", tool({ domains: ["a.example", "a.example"] })],
  ["a tool with a domain in capitals", tool({ domains: ["A.example"] })],
  ["a tool with a domain without a dot", tool({ domains: ["localhost"] })],
  ["a tool with an address", tool({ domains: ["https://a.example"] })],
  ["a tool without a name", tool({ name: "" })],
  ["a tool with another field", { ...tool({}), url: "x" }],
])("%s is no record", (_what, record) => {
  expect(() => encodeRecord(record as RecordBody)).toThrow();
});
it.each([
  ["own", {}],
  ["shared", { user: null, item: id(5) }],
  ["stated", { stated: { ...stated, by: id(2) } }],
])("an account that is %s is one", (_what, more) => {
  expect(parseRecord(encodeRecord(account(more) as RecordBody)).ok).toBe(true);
});
