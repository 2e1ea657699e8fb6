/** Merging by field: what two people typed at once is all kept, and in whatever order it comes the same remains [protocol: Merge]. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../crypto/ready.ts";
import { encode } from "../encoding/canonical.ts";
import type { DeviceId, EpochMs, UserId } from "../encoding/ids.ts";
import { base32Text, hexText, utf8Bytes, utf8Text } from "../text.ts";
import { withFlags } from "./item-fields.ts";
import type { CustomField, Totp } from "./item-parts.ts";
import { emptyItem, encodeOverview, encodeSecret, type ItemBody, type ItemSecret, type Overview } from "./items.ts";
import { type Late, mergeItem } from "./merge.ts";
import { otpauthLink, seedText } from "./otpauth.ts";

beforeAll(cryptoReady);

/** What one person did to an item, by field; custom fields by name, null removes. */
type ItemEdit = Partial<Omit<Overview, "kind">> &
  Partial<Omit<ItemSecret, "fields">> & { fields?: Record<string, Omit<CustomField, "name"> | null> };

/** The item as that person left it. */
function applyEdit(body: ItemBody, { fields, history, ...edit }: ItemEdit, at: EpochMs): ItemBody {
  const overview: Record<string, unknown> = { ...body.overview };
  const secret: Record<string, unknown> & ItemSecret = { ...body.secret };
  for (const [field, value] of Object.entries(edit)) (field in overview ? overview : secret)[field] = value;
  if (hexText(secret.password ?? new Uint8Array()) !== hexText(body.secret.password ?? new Uint8Array()))
    secret.passwordChangedAt = at;
  const byName = new Map(body.secret.fields.map((field) => [field.name, field]));
  for (const [name, field] of Object.entries(fields ?? {}))
    if (field === null) byName.delete(name);
    else byName.set(name, { name, ...field });
  secret.fields = [...byName.values()];
  const told = [...body.secret.history, ...(history ?? [])].map((one) => [hexText(encode(one)), one] as const);
  secret.history = [...new Map(told).values()].sort((left, right) => right.at - left.at);
  return { overview: overview as Overview, secret };
}

function mergeEdit(input: { base: ItemBody; current: ItemBody; edit: ItemEdit; late: Late }): ItemBody {
  return mergeItem({ ...input, wanted: applyEdit(input.base, input.edit, input.late.at) });
}

const lateBy = (who: number): Late => ({
  user: base32Text(new Uint8Array(16).fill(who)) as UserId,
  device: base32Text(new Uint8Array(32).fill(who)) as DeviceId,
  at: (1000 + who) as EpochMs,
  version: 3,
});
const [ann, bob] = [lateBy(1), lateBy(2)];
const totpOf = (word: string): Totp => ({
  ...{ secret: utf8Bytes(word), algorithm: "SHA1", digits: 6, period: 30 },
  ...{ issuer: word, account: null },
});

const words = ["one", "two", "three", "vier ü", "\ufeff5"];
const fieldNames = ["PIN", "Account", "__proto__"] as const;
/** Any edit; a value names the place it was typed in, so that it is not found again in another. */
function editOf(word: fc.Arbitrary<string>): fc.Arbitrary<ItemEdit> {
  const at = (place: string) => word.map((one) => `${place} ${one}`);
  const bytesAt = (place: string) => at(place).map(utf8Bytes);
  const field = fc
    .constantFrom(...fieldNames)
    .chain((name) =>
      fc.tuple(
        fc.constant(name),
        fc.option(fc.record({ type: fc.constantFrom("hidden", "text"), value: bytesAt(name) })),
      ),
    );
  const old = fc.record({
    field: fc.constant("password"),
    value: bytesAt("old"),
    at: fc.nat(3).map((ms) => ms as EpochMs),
  });
  const detail = fc.record({
    holder: fc.option(at("holder")),
    number: fc.option(bytesAt("number")),
    expiry: fc.option(at("expiry")),
    code: fc.constant(null),
    pin: fc.option(bytesAt("pin")),
  });
  return fc.record(
    {
      title: at("title"),
      username: fc.option(at("username")),
      tags: fc.uniqueArray(at("tag"), { maxLength: 4 }),
      urls: fc.array(fc.record({ url: at("url"), match: fc.constantFrom("domain", "host") }), { maxLength: 2 }),
      expires: fc.option(fc.nat(5).map((ms) => ms as EpochMs)),
      password: fc.option(bytesAt("password")),
      totp: fc.option(at("totp").map(totpOf)),
      notes: fc.option(at("notes")),
      fields: fc
        .uniqueArray(field, { selector: ([name]) => name, maxLength: 3 })
        // As the product makes it: without a prototype, so that a field called `__proto__` is one like any other.
        .map((all) =>
          all.reduce((fields, [name, value]) => Object.assign(fields, { [name]: value }), Object.create(null)),
        ),
      history: fc.array(old, { maxLength: 3 }),
      detail,
    },
    { requiredKeys: [] },
  );
}
// Few different words, so that two edits often meet in the same value; or words that only one of them has.
const anyEdit = editOf(fc.constantFrom(...words));
const bytes = fc.constantFrom(...words).map(utf8Bytes);
const [leftEdit, rightEdit] = ["left", "right"].map((side) =>
  editOf(fc.constantFrom(...words.map((one) => `${one} ${side}`))),
) as [fc.Arbitrary<ItemEdit>, fc.Arbitrary<ItemEdit>];
const anyBase = anyEdit.map((edit) => applyEdit(emptyItem("card"), edit, 1 as EpochMs));

const canonical = ({ overview, secret }: ItemBody): string =>
  hexText(encodeOverview(overview)) + hexText(encodeSecret("card", secret));
const textOf = (value: Uint8Array): string => utf8Text(value) ?? hexText(value);

/** All words that a body holds, state, history and conflicts. */
function holds(body: ItemBody): string {
  const { overview, secret } = body;
  const detail = Object.values(secret.detail).map((part) => (part instanceof Uint8Array ? textOf(part) : String(part)));
  return [
    ...[
      overview.title,
      overview.username,
      ...overview.tags,
      ...overview.urls.map(({ url }) => url),
      String(overview.expires),
    ],
    ...[secret.notes, secret.password === null ? "" : textOf(secret.password), ...detail],
    ...(secret.totp === null ? [] : [otpauthLink(secret.totp)]),
    ...[...secret.fields, ...secret.history, ...secret.conflicts].map(({ value }) => textOf(value)),
  ].join("\n");
}

/** What an edit put in by hand, as it must be found somewhere. */
function typedIn(edit: ItemEdit): string[] {
  const detail = Object.values(edit.detail ?? {}).flatMap((part) =>
    part instanceof Uint8Array ? [textOf(part)] : typeof part === "string" ? [part] : [],
  );
  return [
    ...[edit.title, edit.username, edit.notes].filter((text) => typeof text === "string"),
    ...(edit.tags ?? []),
    ...(edit.urls ?? []).map(({ url }) => url),
    ...(edit.password ? [textOf(edit.password)] : []),
    ...(edit.totp ? [seedText(edit.totp)] : []),
    ...Object.values(edit.fields ?? {}).flatMap((field) => (field === null ? [] : [textOf(field.value)])),
    ...(edit.history ?? []).map(({ value }) => textOf(value)),
    ...detail,
  ];
}
/** The fields that an edit touches; custom fields each by itself. */
const touched = (edit: ItemEdit): string[] => [
  ...Object.keys(edit).filter((key) => key !== "fields"),
  ...Object.keys(edit.fields ?? {}).map((name) => `field:${name}`),
];
/** First one edit, then the other, which knew nothing of it. */
function mergeBoth(base: ItemBody, first: ItemEdit, second: ItemEdit, late: Late): ItemBody {
  return mergeEdit({ base, current: applyEdit(base, first, ann.at), edit: second, late });
}
const valuesOf = (body: ItemBody): string[] =>
  body.secret.conflicts.map(({ field, value }) => `${field}=${hexText(value)}`);

describe("two edits of one version", () => {
  it("lose nothing that anybody typed, in either order", () => {
    fc.assert(
      fc.property(anyBase, leftEdit, rightEdit, (base, left, right) => {
        for (const merged of [mergeBoth(base, left, right, bob), mergeBoth(base, right, left, ann)]) {
          const all = holds(merged);
          for (const one of [...typedIn(left), ...typedIn(right)]) expect(all).toContain(one);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("of different fields give the same in either order, without a conflict", () => {
    fc.assert(
      fc.property(anyBase, anyEdit, anyEdit, (base, left, right) => {
        const taken = new Set(touched(left));
        const apart = without(right, taken);
        const [one, two] = [mergeBoth(base, left, apart, ann), mergeBoth(base, apart, left, ann)];
        expect(one.secret.conflicts).toEqual([]);
        expect(canonical(sorted(two))).toBe(canonical(sorted(one)));
      }),
      { numRuns: 300 },
    );
  });

  it("of the same field: the chain's value stays, and the other is the conflict, so both orders hold the same pair", () => {
    fc.assert(
      fc.property(anyBase, fc.uniqueArray(bytes, { minLength: 2, maxLength: 2, selector: hexText }), (base, two) => {
        const [left, right] = two.map((password) => ({ password })) as [ItemEdit, ItemEdit];
        fc.pre(two.every((value) => hexText(value) !== hexText(base.secret.password ?? new Uint8Array())));
        const [one, other] = [mergeBoth(base, left, right, bob), mergeBoth(base, right, left, ann)];
        expect(one.secret.password).toEqual(left.password);
        expect(one.secret.conflicts).toEqual([{ field: "password", value: right.password, ...bob }]);
        expect(other.secret.password).toEqual(right.password);
        expect(other.secret.conflicts).toEqual([{ field: "password", value: left.password, ...ann }]);
      }),
      { numRuns: 100 },
    );
  });

  it("that say the same are one, and a replay adds nothing", () => {
    fc.assert(
      fc.property(anyBase, anyEdit, anyEdit, (base, left, right) => {
        expect(valuesOf(mergeBoth(base, left, left, bob))).toEqual([]);
        const once = mergeBoth(base, left, right, bob);
        const again = mergeEdit({ base, current: once, edit: right, late: bob });
        expect(canonical(again)).toBe(canonical(once));
      }),
      { numRuns: 300 },
    );
  });

  it("leave what they were given as it was", () => {
    fc.assert(
      fc.property(anyBase, anyEdit, anyEdit, (base, left, right) => {
        const current = applyEdit(base, left, ann.at);
        const before = [canonical(base), canonical(current), hexText(encode(tidy(right)))];
        const merged = mergeEdit({ base, current, edit: right, late: bob });
        for (const { value } of merged.secret.conflicts) value.fill(0);
        expect([canonical(base), canonical(current), hexText(encode(tidy(right)))]).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });
});

describe("three devices", () => {
  it("that hear the same order end equal, and every value typed is in the end or in a version before", () => {
    const edits = fc.array(fc.record({ who: fc.nat(2), edit: anyEdit, knew: fc.nat(10) }), { maxLength: 12 });
    fc.assert(
      fc.property(anyBase, edits, (base, acts) => {
        const replay = (): ItemBody[] => {
          const versions = [base];
          for (const { who, edit, knew } of acts) {
            const seen = versions[Math.max(0, versions.length - 1 - knew)] as ItemBody;
            const current = versions.at(-1) as ItemBody;
            versions.push(mergeEdit({ base: seen, current, edit, late: lateBy(who) }));
          }
          return versions;
        };
        const [one, two] = [replay(), replay()];
        expect(one.map(canonical)).toEqual(two.map(canonical));
        const everything = one.map(holds).join("\n");
        for (const { edit } of acts)
          for (const typed of typedIn({ ...edit, tags: [] })) expect(everything).toContain(typed);
      }),
      { numRuns: 150 },
    );
  });
});

describe("single rules", () => {
  const base = applyEdit(
    emptyItem("login"),
    { title: "t", tags: ["a", "b"], password: utf8Bytes("old") },
    1 as EpochMs,
  );

  it("tags are a set: what either added is there, what either removed is gone", () => {
    const merged = mergeBoth(base, { tags: ["a", "b", "c"] }, { tags: ["b", "d"] }, bob);
    expect(merged.overview.tags).toEqual(["b", "c", "d"]);
    expect(merged.secret.conflicts).toEqual([]);
  });

  it("an old offline edit never undoes a rotation", () => {
    const merged = mergeBoth(
      base,
      { password: utf8Bytes("rotated") },
      { password: utf8Bytes("offline"), title: "new" },
      bob,
    );
    expect(textOf(merged.secret.password as Uint8Array)).toBe("rotated");
    expect(merged.secret.passwordChangedAt).toBe(ann.at);
    expect(merged.overview.title).toBe("new");
    expect(withFlags(merged).overview.conflictCount).toBe(1);
  });

  it("a change over a removal, and a removal over a change, are conflicts and change nothing", () => {
    const set = { fields: { PIN: { type: "hidden" as const, value: utf8Bytes("1") } } };
    const changed = { fields: { PIN: { type: "hidden" as const, value: utf8Bytes("2") } } };
    const had = applyEdit(base, set, 1 as EpochMs);
    const late = mergeBoth(had, { fields: { PIN: null } }, changed, bob);
    expect(late.secret.fields).toEqual([]);
    expect(valuesOf(late)).toEqual([`field:PIN=${hexText(utf8Bytes("2"))}`]);
    const gone = mergeBoth(had, changed, { fields: { PIN: null } }, bob);
    expect(gone.secret.fields.map(({ value }) => textOf(value))).toEqual(["2"]);
    expect(valuesOf(gone)).toEqual(["field:PIN="]);
  });

  it("what stands in a conflict is readable: a seed as its link, a card's number as its digits", () => {
    const card = (number: string): ItemSecret["detail"] => ({
      ...{ holder: "Dana", number: utf8Bytes(number), expiry: null, code: null, pin: null },
    });
    const merged = mergeBoth(
      emptyItem("card"),
      { totp: totpOf("one"), detail: card("4111"), urls: [{ url: "https://a", match: "host" }] },
      { totp: totpOf("two"), detail: card("4222"), urls: [{ url: "https://b", match: "host" }] },
      bob,
    );
    const texts = Object.fromEntries(merged.secret.conflicts.map(({ field, value }) => [field, textOf(value)]));
    expect(texts.totp).toBe(otpauthLink(totpOf("two")));
    expect(texts["detail:number"]).toBe("4222");
    expect(texts.urls).toBe("https://b");
  });
});

/** An edit without the fields that another touches; order is a thing of both, so lists that only grow stay out too. */
function without(edit: ItemEdit, taken: Set<string>): ItemEdit {
  const kept = Object.fromEntries(
    Object.entries(edit).filter(([key]) => key !== "fields" && !taken.has(key)),
  ) as ItemEdit;
  const fields = Object.entries(edit.fields ?? {}).filter(([name]) => !taken.has(`field:${name}`));
  return fields.length === 0
    ? kept
    : { ...kept, fields: Object.assign(Object.create(null), Object.fromEntries(fields)) };
}

/** New custom fields come behind those that are there, so their order is the order of arrival. */
function sorted(body: ItemBody): ItemBody {
  const fields = [...body.secret.fields].sort((left, right) => (left.name < right.name ? -1 : 1));
  return { overview: body.overview, secret: { ...body.secret, fields } };
}

function tidy(edit: ItemEdit): never {
  return { ...edit, fields: Object.entries(edit.fields ?? {}) } as never;
}
