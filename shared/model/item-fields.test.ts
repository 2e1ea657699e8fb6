/**
 * Every field of every kind of item: a change of it is seen, merged and nothing of it is lost, whatever the field is
 * [protocol: Merge]. A new field does not compile here until it says which values it can have.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../crypto/ready.ts";
import { encode } from "../encoding/canonical.ts";
import type { DeviceId, EpochMs, Hash, ItemId, UserId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { base32Text, hexText, utf8Bytes, utf8Text } from "../text.ts";
import { conflictId } from "./conflict-id.ts";
import { fitSources, itemFields, movedFrom, overviewFields, secretFields, withFlags } from "./item-fields.ts";
import type { Conflict } from "./item-parts.ts";
import { fieldValue, wipeSecret } from "./item-values.ts";
import { emptyItem, encodeOverview, encodeSecret, type ItemBody, type ItemSecret, type Overview } from "./items.ts";
import type { FieldRules } from "./kinds/field-rule.ts";
import { type Details, type ItemKind, itemKinds, kindRules } from "./kinds/kinds.ts";
import { changedFields, type Late, mergeItem } from "./merge.ts";

beforeAll(cryptoReady);

const id = <Id extends string>(from: number): Id => base32Text(new Uint8Array(16).fill(from)) as Id;
const lateBy = (who: number): Late => ({
  user: id<UserId>(who),
  device: base32Text(new Uint8Array(32).fill(who)) as DeviceId,
  at: (1000 + who) as EpochMs,
  version: 3,
});
const bob = lateBy(2);

const text = fc.constantFrom("one", "two", "three", "");
const bytes = text.map(utf8Bytes);
const time = fc.nat(4).map((ms) => ms as EpochMs);
const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of);
const listOf = <Value>(of: fc.Arbitrary<Value>, key: (value: Value) => unknown) =>
  fc.uniqueArray(of, { maxLength: 3, selector: key });
const anyId = fc.nat(3).map((from) => id<never>(from));

type TypedOverview = Exclude<keyof Overview, "kind" | "hasTotp" | "hasNotes" | "conflictCount" | "attachmentCount">;
const ofOverview: { [Field in TypedOverview]: fc.Arbitrary<Overview[Field]> } = {
  title: text,
  username: maybe(text),
  tags: listOf(text, (word) => word),
  urls: fc.array(fc.record({ url: text, match: fc.constantFrom("domain", "never") }), { maxLength: 2 }),
  tool: maybe(anyId),
  secondFactor: maybe(
    fc.record({
      ...{ state: fc.constantFrom("exempt", "unknown"), by: anyId, at: time, how: fc.constant("person") },
      ...{ until: maybe(time), reason: maybe(text), approver: fc.constant(null), tool: maybe(anyId) },
    }),
  ) as fc.Arbitrary<Overview["secondFactor"]>,
  sharedLogin: maybe(
    fc.record({
      ...{ reason: text, owner: anyId, deputy: fc.constant(null), alias: maybe(text) },
      ...{ reviewAt: maybe(time), end: fc.constant(null) },
    }),
  ),
  expires: maybe(time),
  askAgain: fc.boolean(),
  sources: listOf(fc.record({ format: fc.constantFrom("kdbx", "csv"), id: text }), (one) => one.format + one.id),
};
type TypedSecret = Exclude<keyof ItemSecret, "passwordChangedAt" | "detail">;
const ofSecret: { [Field in TypedSecret]: fc.Arbitrary<ItemSecret[Field]> } = {
  password: maybe(bytes),
  totp: maybe(
    fc.record({
      ...{ secret: bytes, algorithm: fc.constant("SHA1"), digits: fc.constant(6), period: fc.constant(30) },
      ...{ issuer: maybe(text), account: fc.constant(null) },
    }),
  ) as fc.Arbitrary<ItemSecret["totp"]>,
  notes: maybe(text),
  fields: listOf(
    fc.record({
      name: fc.constantFrom("PIN", "__proto__", "b"),
      type: fc.constantFrom("text", "hidden"),
      value: bytes,
    }),
    ({ name }) => name,
  ) as fc.Arbitrary<ItemSecret["fields"]>,
  attachments: listOf(
    fc.record({
      ...{ blob: anyId, name: text, size: fc.nat(9) },
      hash: fc.constant(base32Text(new Uint8Array(32)) as Hash),
      key: fc.constant(new Uint8Array(32)),
    }),
    ({ blob }) => blob,
  ),
  history: listOf(fc.record({ field: text, value: bytes, at: time }), (one) => hexText(encode(one))).map((all) =>
    all.sort((left, right) => right.at - left.at),
  ),
  conflicts: listOf(
    fc
      .record({ field: text, value: bytes, version: fc.constant(1) })
      .map((one): Conflict => ({ ...one, ...lateBy(7) })),
    conflictId,
  ),
};
const ofDetail: { [Kind in ItemKind]: { [Field in keyof Details[Kind]]: fc.Arbitrary<Details[Kind][Field]> } } = {
  login: {},
  note: {},
  document: {},
  "api-key": { key: maybe(bytes), secret: maybe(bytes) },
  "ssh-key": { private: maybe(bytes), public: maybe(text) },
  card: { holder: maybe(text), number: maybe(bytes), expiry: maybe(text), code: maybe(bytes), pin: maybe(bytes) },
  "recovery-codes": {
    login: maybe(anyId as fc.Arbitrary<ItemId>),
    codes: listOf(fc.record({ value: bytes, usedAt: maybe(time) }), ({ value }) => utf8Text(value)),
  },
};

type Change = { part: "overview" | "secret" | "detail"; field: string; value: unknown };
const changesOf = (part: Change["part"], of: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Change>[] =>
  Object.entries(of).map(([field, values]) => values.map((value) => ({ part, field, value })));
const changesOfKind = (kind: ItemKind): fc.Arbitrary<Change>[] => [
  ...changesOf("overview", ofOverview),
  ...changesOf("secret", ofSecret),
  ...changesOf("detail", ofDetail[kind]),
];
const anyChange = (kind: ItemKind): fc.Arbitrary<Change> => fc.oneof(...changesOfKind(kind));
/** Two changes of one field. */
const anyTwo = (kind: ItemKind): fc.Arbitrary<[Change, Change]> =>
  fc.oneof(...changesOfKind(kind).map((change) => fc.tuple(change, change)));

/** The item with one field put to another value. */
function changed(body: ItemBody, { part, field, value }: Change): ItemBody {
  if (part === "overview") return { ...body, overview: { ...body.overview, [field]: value } };
  if (part === "secret") return { ...body, secret: { ...body.secret, [field]: value } };
  return { ...body, secret: { ...body.secret, detail: { ...body.secret.detail, [field]: value } as never } };
}
const anyBody = (kind: ItemKind): fc.Arbitrary<ItemBody> =>
  fc.array(anyChange(kind), { maxLength: 12 }).map((all) => all.reduce(changed, emptyItem(kind)));
const canonical = (body: ItemBody): string => {
  const { overview, secret } = withFlags(body);
  return hexText(encodeOverview(overview)) + hexText(encodeSecret(overview.kind, secret));
};

describe.each(itemKinds)("any one field of %s", (kind) => {
  it("has a row for each field of its bodies, and values here", () => {
    const body = emptyItem(kind);
    expect(Object.keys(overviewFields).sort()).toEqual(Object.keys(body.overview).sort());
    expect(Object.keys(secretFields).sort()).toEqual(Object.keys(body.secret).sort());
    expect(Object.keys(kindRules[kind].fields).sort()).toEqual(Object.keys(body.secret.detail).sort());
  });

  it("when it changes is in the difference, and the merge makes the same item", () => {
    fc.assert(
      fc.property(anyBody(kind), anyChange(kind), (base, change) => {
        const wanted = changed(base, change);
        expect(changedFields(base, wanted).length > 0).toBe(canonical(wanted) !== canonical(base));
        expect(canonical(mergeItem({ base, current: base, wanted, late: bob }))).toBe(canonical(wanted));
      }),
      { numRuns: 200 },
    );
  });

  it("changed by one and another field by another: both are kept, in either order, without a conflict", () => {
    fc.assert(
      fc.property(anyBody(kind), anyChange(kind), anyChange(kind), (base, one, other) => {
        fc.pre(one.part !== other.part || one.field !== other.field);
        fc.pre(one.field !== "conflicts" && other.field !== "conflicts");
        const [left, right, both] = [changed(base, one), changed(base, other), changed(changed(base, one), other)];
        const merged = [
          mergeItem({ base, current: left, wanted: right, late: bob }),
          mergeItem({ base, current: right, wanted: left, late: bob }),
        ];
        expect(merged.map(canonical)).toEqual([canonical(both), canonical(both)]);
      }),
      { numRuns: 200 },
    );
  });

  it("changed by two to different values: the chain's stays, and what was typed late is a conflict that names the field", () => {
    fc.assert(
      fc.property(anyBody(kind), anyTwo(kind), (base, [one, other]) => {
        const rules: FieldRules = one.part === "detail" ? kindRules[kind].fields : itemFields[one.part];
        const rule = rules[one.field];
        fc.pre(rule?.merge.rule === "value");
        const [current, wanted] = [changed(base, one), changed(base, other)];
        fc.pre(new Set([base, current, wanted].map(canonical)).size === 3);
        const merged = mergeItem({ base, current, wanted, late: bob });
        const path = one.part === "detail" ? `detail:${one.field}` : one.field;
        expect(merged.secret.conflicts.slice(base.secret.conflicts.length)).toMatchObject([{ field: path, ...bob }]);
        expect(canonical({ ...merged, secret: { ...merged.secret, conflicts: base.secret.conflicts } })).toBe(
          canonical(current),
        );
      }),
      { numRuns: 150 },
    );
  });
});

describe("fields that no list named", () => {
  const base = emptyItem("login");
  it.each([
    ["askAgain", changed(base, { part: "overview", field: "askAgain", value: true })],
    ["tool", changed(base, { part: "overview", field: "tool", value: id(1) })],
    [
      "sharedLogin",
      changed(base, {
        ...{ part: "overview", field: "sharedLogin" },
        value: { reason: "one licence", owner: id(1), deputy: null, alias: null, reviewAt: null, end: null },
      }),
    ],
    [
      "attachments",
      changed(base, {
        ...{ part: "secret", field: "attachments" },
        value: [{ blob: id(1), name: "a", size: 1, hash: id(1), key: new Uint8Array(32) }],
      }),
    ],
  ])("%s is in the difference", (field, wanted) => {
    expect(changedFields(base, wanted)).toEqual([field]);
  });
});

describe("recovery codes", () => {
  const codes = (...marked: (number | null)[]): ItemBody =>
    changed(emptyItem("recovery-codes"), {
      ...{ part: "detail", field: "codes" },
      value: marked.map((usedAt, at) => ({ value: utf8Bytes(`code-${at}`), usedAt })),
    });

  it("two people who mark two codes do not conflict", () => {
    const merged = mergeItem({ base: codes(null, null), current: codes(5, null), wanted: codes(null, 6), late: bob });
    expect(merged.secret).toEqual(codes(5, 6).secret);
  });

  type Marks = number | null | "gone";
  const without = (...marked: Marks[]): ItemBody =>
    changed(emptyItem("recovery-codes"), {
      ...{ part: "detail", field: "codes" },
      value: marked.flatMap((usedAt, at) => (usedAt === "gone" ? [] : [{ value: utf8Bytes(`code-${at}`), usedAt }])),
    });

  it.each<[string, Marks, Marks, Marks, Marks]>([
    ["marked first by the one who comes late", null, 6, 5, 5],
    ["marked first by the other", null, 5, 6, 5],
    ["marked, and free again for one of them", 4, null, 5, 5],
    ["free again for both", 4, null, null, null],
    ["taken away while it was marked", null, "gone", 6, "gone"],
    ["marked while it was taken away", null, 5, "gone", "gone"],
    ["added by both, and used by one", "gone", null, 6, 6],
  ])("one code, %s, is settled without a question", (_, base, current, wanted, kept) => {
    const merged = mergeItem({
      ...{ base: without(base, null), current: without(current, null), wanted: without(wanted, null), late: bob },
    });
    expect(merged.secret.conflicts).toEqual([]);
    expect(new Map(codesOf(merged))).toEqual(new Map(codesOf(without(kept, null))));
  });

  const codesOf = ({ secret: { detail } }: ItemBody): [string, number | null][] =>
    "codes" in detail ? detail.codes.map(({ value, usedAt }) => [hexText(value), usedAt]) : [];

  it("any two edits of them meet without a question, and in either order with the same codes", () => {
    const marks = fc.array(fc.constantFrom<Marks>(null, 4, 5, "gone"), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(marks, marks, marks, (base, left, right) => {
        const sides = (current: Marks[], wanted: Marks[]) =>
          mergeItem({ base: without(...base), current: without(...current), wanted: without(...wanted), late: bob });
        const [one, other] = [sides(left, right), sides(right, left)];
        expect([...one.secret.conflicts, ...other.secret.conflicts]).toEqual([]);
        expect(new Map(codesOf(one))).toEqual(new Map(codesOf(other)));
      }),
    );
  });

  it("are overwritten with the rest of the secret", () => {
    const { secret } = codes(1, null);
    wipeSecret(secret);
    expect("codes" in secret.detail && secret.detail.codes.map(({ value }) => hexText(value))).toEqual([
      "000000000000",
      "000000000000",
    ]);
  });
});

describe("a conflict", () => {
  const held = (field: string, version = 1): Conflict => ({ ...lateBy(4), field, value: utf8Bytes("late"), version });
  const withConflicts = (...conflicts: Conflict[]) =>
    changed(emptyItem("login"), { part: "secret", field: "conflicts", value: conflicts });

  it("is found by an id that follows from what it says, wherever it stands", () => {
    const [one, other] = [held("password"), held("notes")];
    const ids = [one, other, held("password", 2), { ...one, device: bob.device }].map(conflictId);
    expect(new Set(ids).size).toBe(4);
    expect(conflictId({ ...one, ...{ user: bob.user, at: 9 as EpochMs } })).toBe(ids[0]);
    for (const body of [withConflicts(one, other), withConflicts(other, one)])
      expect(fieldValue(body, `conflict:${conflictId(one)}`)).toBe("late");
    expect(fieldValue(withConflicts(one), "conflict:0")).toBeNull();
  });

  it("that was settled does not come back by a merge of whatever else was typed before that", () => {
    fc.assert(
      fc.property(anyBody("login"), fc.array(anyChange("login"), { maxLength: 4 }), (body, edits) => {
        const [one, other] = [held("password"), held("notes")];
        const base: ItemBody = { ...body, secret: { ...body.secret, conflicts: [one, other] } };
        const settled: ItemBody = { ...base, secret: { ...base.secret, conflicts: [other] } };
        const wanted = edits.filter(({ field }) => field !== "conflicts").reduce(changed, base);
        for (const sides of [
          { base, current: settled, wanted },
          { base, current: wanted, wanted: settled },
        ]) {
          const ids = mergeItem({ ...sides, late: bob }).secret.conflicts.map(conflictId);
          expect(ids).not.toContain(conflictId(one));
          expect(ids).toContain(conflictId(other));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("sources", () => {
  it("over eight of them, the oldest moves go and the file's own entry stays", () => {
    const file = { format: "kdbx", id: "f" };
    const moves = Array.from({ length: 9 }, (_, at) => movedFrom(`item-${at}`));
    const kept = fitSources([file, ...moves]);
    expect(kept).toHaveLength(limits.sourcesPerItem);
    expect(kept).toEqual([file, ...moves.slice(2)]);
  });
});
