/** What people type, as what is stored: every field that is theirs to set, of every kind; the tables are complete by the compiler. */
import { describe, expect, it } from "vitest";
import { commands } from "../../../../shared/contract/commands.ts";
import type { ItemChanges } from "../../../../shared/contract/item-changes.ts";
import type { EpochMs, UserId } from "../../../../shared/encoding/ids.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import type { ItemValues, SettableField } from "../../../../shared/model/item-fields.ts";
import { emptyItem, type ItemBody } from "../../../../shared/model/items.ts";
import { type DetailField, type ItemKind, itemKinds, kindRules } from "../../../../shared/model/kinds/kinds.ts";
import { changedFields } from "../../../../shared/model/merge.ts";
import { utf8Bytes } from "../../../../shared/text.ts";
import { encodeBody } from "./item-bytes.ts";
import { applyChanges } from "./item-changes.ts";

const id = (digit: string): string => `${digit.repeat(25)}0`;
const by = { user: id("3") as UserId, at: 1000 as EpochMs };
const login = { reason: "one licence", owner: id("1"), deputy: null, alias: "a@b.test", reviewAt: 5, end: null };

/** The way of a save: parsed by the contract, laid over the item, and as bytes within the limits. */
function saved(changes: ItemChanges, before: ItemBody = emptyItem("login")) {
  const input = commands["item.save"].input.safeParse({ vault: id("2"), changes });
  if (!input.success) return { refused: input.error.issues[0]?.path.join(".") };
  const body = applyChanges(before, input.data.changes, by);
  if (!body.ok) return { refused: body.failure };
  expect(encodeBody(body.value)).toMatchObject({ ok: true });
  return { body: body.value, changed: changedFields(before, body.value) };
}

type Case<Field extends SettableField> = { typed: ItemChanges[Field]; stored: unknown; paths?: string[] };
const typed: { [Field in SettableField]: Case<Field> } = {
  title: { typed: "T", stored: "T" },
  username: { typed: "ada", stored: "ada" },
  tags: { typed: ["a", "b", "a"], stored: ["a", "b"] },
  urls: {
    typed: ["a.test", { url: "b.test", match: "exact" }],
    stored: [
      { url: "a.test", match: "domain" },
      { url: "b.test", match: "exact" },
    ],
  },
  tool: { typed: id("4"), stored: id("4") },
  sharedLogin: { typed: login, stored: login },
  expires: { typed: 7, stored: 7 },
  askAgain: { typed: true, stored: true },
  password: { typed: "pw", stored: utf8Bytes("pw") },
  totp: {
    typed: "JBSWY3DPEHPK3PXP",
    stored: expect.objectContaining({ digits: 6, period: 30 }),
    paths: ["secondFactor", "totp"],
  },
  detail: { typed: {}, stored: {}, paths: [] },
  fields: {
    typed: [{ name: "__proto__", type: "hidden", value: "v" }],
    stored: [{ name: "__proto__", type: "hidden", value: utf8Bytes("v") }],
    paths: ["field:__proto__"],
  },
  notes: { typed: "n", stored: "n" },
};
const settable = Object.keys(typed) as SettableField[];
const stored = ({ overview, secret }: ItemBody) => ({ ...overview, ...secret }) satisfies ItemValues;

describe("a field that people set", () => {
  it.each(settable)("%s is stored, and nothing beside it changes", (field) => {
    const { body, changed } = saved({ [field]: typed[field].typed });
    expect(stored(body as ItemBody)[field]).toEqual(typed[field].stored);
    expect(changed).toEqual(typed[field].paths ?? [field]);
  });

  it.each(settable)("%s typed again as it is changes nothing", (field) => {
    const changes = { [field]: typed[field].typed };
    const { body } = saved(changes);
    expect(saved(changes, body)).toMatchObject({ changed: [] });
  });

  it.each(settable.filter((field) => stored(emptyItem("login"))[field] === null))(
    "%s is taken away by null",
    (field) => {
      const { body } = saved({ [field]: typed[field].typed });
      expect(stored(saved({ [field]: null }, body).body as ItemBody)[field]).toBe(null);
    },
  );

  it("tells when the password changed, and forgets it with the password", () => {
    const first = saved({ password: "one" }).body as ItemBody;
    expect(first.secret.passwordChangedAt).toBe(by.at);
    first.secret.passwordChangedAt = 5 as EpochMs;
    expect(saved({ password: "one", title: "T" }, first).body?.secret.passwordChangedAt).toBe(5);
    expect(saved({ password: "two" }, first).body?.secret.passwordChangedAt).toBe(by.at);
    expect(saved({ password: "" }, first).body?.secret).toMatchObject({ password: null, passwordChangedAt: null });
  });

  it.each(["kind", "secondFactor", "sources", "attachments", "history", "conflicts", "passwordChangedAt", "hasTotp"])(
    "is not %s",
    (field) => expect(saved({ [field]: null } as ItemChanges)).toEqual({ refused: "changes" }),
  );

  it.each<[string, ItemChanges]>([
    ["title", { title: "\ud800" }],
    ["sharedLogin", { sharedLogin: { ...login, reason: "\udc00" } }],
    ["fields", { fields: [{ name: "\ud800", type: "text", value: "" }] }],
    ["detail", { detail: { key: "\ud800" } }],
  ])("of half a character is refused by its name: %s", (field, changes) => {
    expect(saved(changes)).toMatchObject({ refused: { code: "invalid-input", detail: { field, reason: "text" } } });
  });

  it.each([[`${"0".repeat(25)}1`], ["0".repeat(25)], ["O".repeat(26)]])(
    "of an id is refused where it is none: %s",
    (tool) => {
      expect(saved({ tool })).toEqual({ refused: "changes.tool" });
    },
  );

  it("of a list with one name twice is refused", () => {
    const fields = ["a", "a"].map((name) => ({ name, type: "text" as const, value: name }));
    expect(saved({ fields })).toMatchObject({ refused: { detail: { field: "fields", reason: "name-twice" } } });
  });
});

type Details = Required<NonNullable<ItemChanges["detail"]>>;
const longest = "€".repeat(limits.passwordBytes / 4);
const ofDetail: { [Field in DetailField]: Details[Field] } = {
  key: longest,
  secret: longest,
  private: longest,
  public: "p".repeat(limits.fieldBytes),
  holder: "h".repeat(200),
  number: longest,
  expiry: "e".repeat(20),
  code: longest,
  pin: longest,
  login: id("5"),
  codes: Array.from({ length: limits.recoveryCodesPerItem }, (_, at) => ({
    value: `${"c".repeat(190)}${at}`,
    usedAt: at === 0 ? 5 : null,
  })),
};
const fieldsOf = (kind: ItemKind): string[] => Object.keys(kindRules[kind].fields);

describe("what a kind alone has", () => {
  it.each(itemKinds.flatMap((kind) => fieldsOf(kind).map((field) => [kind, field as DetailField] as const)))(
    "of %s, %s is stored at its longest, and taken away",
    (kind, field) => {
      const { body, changed } = saved({ detail: { [field]: ofDetail[field] } }, emptyItem(kind));
      expect(changed).toEqual([`detail:${field}`]);
      const empty = Array.isArray(ofDetail[field]) ? [] : null;
      expect(saved({ detail: { [field]: empty } }, body).body?.secret.detail).toEqual(emptyItem(kind).secret.detail);
    },
  );

  it("leaves what is not named as it was", () => {
    const card = saved({ detail: { pin: "1234", holder: "Ada" } }, emptyItem("card")).body as ItemBody;
    expect(saved({ detail: { pin: "" } }, card).body?.secret.detail).toMatchObject({ holder: "Ada", pin: null });
  });

  const othersOf = (kind: ItemKind) =>
    (Object.keys(ofDetail) as DetailField[]).filter((field) => !fieldsOf(kind).includes(field));
  it.each(itemKinds.flatMap((kind) => othersOf(kind).map((field) => [kind, field] as const)))(
    "of %s does not take %s of another kind",
    (kind, field) => {
      expect(saved({ detail: { [field]: ofDetail[field] } }, emptyItem(kind))).toMatchObject({
        refused: { code: "invalid-input", detail: { field: `detail:${field}`, reason: "kind" } },
      });
    },
  );

  it.each([
    ["twice the same", [0, 0].map(() => ({ value: "one", usedAt: null }))],
    ["an empty one", [{ value: "", usedAt: null }]],
    ["one too long in bytes", [{ value: "€".repeat(67), usedAt: null }]],
    ["too many", Array.from({ length: 101 }, (_, at) => ({ value: `${at}`, usedAt: null }))],
  ])("refuses codes with %s", (_what, codes) => {
    expect(saved({ detail: { codes } }, emptyItem("recovery-codes"))).toHaveProperty("refused");
  });
});
