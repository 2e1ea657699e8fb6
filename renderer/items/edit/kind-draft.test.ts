/** What one kind of item alone has, from the editor to the core and back; every kind and every field of it. */
import { describe, expect, it } from "vitest";
import { itemChanges } from "../../../shared/contract/item-changes.ts";
import type { ItemDetail } from "../../../shared/contract/shapes.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import type { FieldForm } from "../../../shared/model/kinds/field-rule.ts";
import { itemKinds } from "../../../shared/model/kinds/kinds.ts";
import { digitGroups } from "../../ui/digit-groups.ts";
import {
  codesExcess,
  codesIn,
  isKindTooLong,
  type KindDraft,
  kindChanges,
  kindDraftOf,
  kindExcess,
  kindFields,
  kindTyped,
} from "./kind-draft.ts";

/** One text for each form, and what is sent for it. */
const samples: Record<FieldForm, { typed: string; sent: unknown }> = {
  line: { typed: " a key ", sent: " a key " },
  lines: { typed: "-----BEGIN\nabc\n-----END\n", sent: "-----BEGIN\nabc\n-----END\n" },
  digits: { typed: "4111 1111-1111 1111", sent: "4111111111111111" },
  codes: { typed: "one\r\n two \n\none\n", sent: [{ value: "one" }, { value: "two" }] },
  login: { typed: "0".repeat(26), sent: "0".repeat(26) },
};
const all = itemKinds.flatMap((kind) =>
  kindFields(kind).map((field) => ({ kind, field, name: `${kind} ${field.field}` })),
);

describe.each(all)("$name", ({ kind, field }) => {
  const { typed, sent } = samples[field.form];
  const draft: KindDraft = { [field.field]: typed };

  it("is sent as it is stored, and as the contract takes it", () => {
    const changes = kindChanges(kind, draft, {});
    expect(changes).toEqual({ [field.field]: sent });
    expect(itemChanges.safeParse({ detail: changes }).success).toBe(true);
  });
  it("is nothing while it is not touched, read or not", () => {
    expect(kindChanges(kind, draft, draft)).toBeNull();
    expect(kindChanges(kind, { [field.field]: null }, { [field.field]: null })).toBeNull();
    expect(kindTyped(kind, draft, draft)).toEqual({});
  });
  it("is kept as it was typed", () => expect(kindTyped(kind, draft, {})).toEqual(draft));
  it("is taken away by being emptied", () => {
    const changes = kindChanges(kind, { [field.field]: "" }, draft);
    expect(changes).toEqual({ [field.field]: field.form === "codes" ? [] : null });
    expect(kindChanges(kind, { [field.field]: "" }, { [field.field]: null })).toEqual(changes);
  });
  it("is not sent for another kind, when that was chosen since", () => {
    for (const other of itemKinds.filter((one) => kindFields(one).every((its) => its.field !== field.field)))
      expect(kindChanges(other, draft, {})).toBeNull();
  });
  it("says how much of it is too long, where the contract would refuse it", () => {
    if (field.form === "login") return;
    const most = field.form === "codes" ? limits.recoveryCodeBytes : (field.longest ?? limits.passwordBytes / 4);
    const fits = (length: number) => {
      const long = { [field.field]: "x".repeat(length) };
      const isTaken = itemChanges.safeParse({ detail: kindChanges(kind, long, {}) }).success;
      return [kindExcess(field, "x".repeat(length)), isKindTooLong(kind, long), isTaken];
    };
    expect(fits(most)).toEqual([0, false, true]);
    expect(fits(most + 2)).toEqual([2, true, false]);
  });
});

describe("recovery codes", () => {
  const codes = all.find(({ field }) => field.form === "codes")?.field as (typeof all)[number]["field"];
  const many = (count: number): string => Array.from({ length: count }, (_, at) => `code ${at}`).join("\n");
  it.each([
    [limits.recoveryCodesPerItem, 0],
    [limits.recoveryCodesPerItem + 3, 3],
  ])("%i of them are %i too many", (count, excess) => {
    expect(codesExcess(codes, many(count))).toBe(excess);
    expect(isKindTooLong("recovery-codes", { codes: many(count) })).toBe(excess > 0);
  });
  it("are as many as there are lines with something in them", () =>
    expect(codesIn("\n a \n\n b\na")).toEqual(["a", "b"]));
});

describe("an item in the editor", () => {
  const detail = {
    kind: "recovery-codes",
    codesOf: { item: "login", title: "AWS" },
    fields: [
      { field: "code:0", type: "hidden" },
      { field: "code:1", type: "hidden" },
    ],
  } as Partial<ItemDetail> as ItemDetail;
  it("has its link, and its codes unread", () =>
    expect(kindDraftOf(detail, {})).toEqual({ login: "login", codes: null }));
  it("has what stands in the open, and secrets unread", () => {
    const fields = ["detail:holder", "detail:number"].map((field) => ({ field, type: "text" as const }));
    expect(kindDraftOf({ ...detail, kind: "card", fields }, { "detail:holder": "Dana" })).toEqual({
      ...{ holder: "Dana", number: null },
    });
  });
  it("that is new has nothing", () => expect(kindDraftOf(null, {})).toEqual({}));
});

it.each([
  ["4111111111111111", "4111 1111 1111 1111"],
  ["378282246310005", "3782 8224 6310 005"],
  ["4111-1111 1111", "4111 1111 1111"],
  ["1234", "1234"],
  ["not a number 1111", "not a number 1111"],
  ["", ""],
])("the number %j is read as %j", (typed, read) => expect(digitGroups(typed)).toBe(read));
