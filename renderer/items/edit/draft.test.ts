import { describe, expect, it } from "vitest";
import type { ItemDetail } from "../../../shared/contract/shapes.ts";
import { openFieldsOf } from "../shown/open-fields.ts";
import { changesOf, type Draft, draftOf, faultsOf, fieldsToRead, isFaulty, typedOf, withTyped } from "./draft.ts";

const detail: ItemDetail = {
  item: "i",
  vault: "v",
  kind: "login",
  title: "Mailchimp",
  username: "dana",
  urls: [{ url: "login.mailchimp.com", match: "host" }],
  tags: ["ads", "social"],
  hasTotp: true,
  hasNotes: true,
  version: 3,
  draft: false,
  conflicts: 0,
  expires: null,
  fields: [
    { field: "password", type: "password" },
    { field: "totp", type: "totp" },
    { field: "field:Key", type: "hidden" },
    { field: "field:Number", type: "text" },
    { field: "notes", type: "notes" },
  ],
  attachments: [],
  history: [],
  imported: [],
  conflictList: [],
  unsentFields: [],
  passwordChangedAt: null,
  tool: null,
  sharedLogin: null,
  askAgain: false,
  editable: true,
  sources: [],
};
const first = draftOf(detail, { notes: "by phone", "field:Number": "22" });
const edited = (change: Partial<Draft>): Draft => ({ ...first, ...change });

describe("what the editor sends", () => {
  it("is nothing that was just sent, where it goes on after it was saved", () => {
    const sent = [{ totp: "JBSWY3DPEHPK3PXP" }, { removesSeed: true }, { password: "new" }, { notes: "" }];
    for (const change of sent) {
      expect(Object.keys(changesOf(edited(change), first))).toHaveLength(1);
      expect(changesOf({ ...edited(change), username: "ivo" }, edited(change))).toEqual({ username: "ivo" });
    }
    expect(changesOf(first, edited({ removesSeed: true }))).toEqual({});
  });
  it("is nothing while nothing was touched", () => {
    expect(changesOf(first, first)).toEqual({});
    expect(fieldsToRead(first, first)).toEqual([]);
  });
  it("is nothing for what a file brought with spaces around it", () => {
    const brought = draftOf(
      { ...detail, title: " Mailchimp ", urls: [{ url: " https://a.example ", match: "host" }] },
      { notes: " by phone " },
    );
    expect(changesOf(brought, brought)).toEqual({});
    expect(changesOf({ ...brought, username: "ivo" }, brought)).toEqual({ username: "ivo" });
  });
  it("is only what was touched, trimmed where spaces mean nothing", () => {
    expect(changesOf(edited({ title: " Mailchimp EU " }), first)).toEqual({ title: "Mailchimp EU" });
    expect(changesOf(edited({ password: " p w " }), first)).toEqual({ password: " p w " });
    expect(changesOf(edited({ username: "", notes: "" }), first)).toEqual({ username: null, notes: null });
    expect(changesOf(edited({ tags: "ads,, social , ads" }), first)).toEqual({});
    expect(changesOf(edited({ tags: "ads, new" }), first)).toEqual({ tags: ["ads", "new"] });
  });
  it("keeps how each website is matched", () => {
    const urls = [
      ...first.urls,
      { url: " mailchimp.com ", match: "domain" as const },
      { url: "", match: "exact" as const },
    ];
    expect(changesOf(edited({ urls }), first)).toEqual({
      urls: [
        { url: "login.mailchimp.com", match: "host" },
        { url: "mailchimp.com", match: "domain" },
      ],
    });
    expect(changesOf(edited({ urls: [...first.urls, { url: "", match: "domain" }] }), first)).toEqual({});
  });
  it("an emptied password is taken away, a shown and unchanged one is not sent", () => {
    expect(changesOf(edited({ password: "" }), first)).toEqual({ password: null });
    expect(changesOf(edited({ password: "old" }), { ...first, password: "old" })).toEqual({});
  });
  it("a typed seed replaces, Remove removes, nothing leaves", () => {
    expect(changesOf(edited({ totp: " JBSW " }), first)).toEqual({ totp: "JBSW" });
    expect(changesOf(edited({ removesSeed: true }), first)).toEqual({ totp: null });
    expect(changesOf(edited({ removesSeed: true, totp: "JBSW" }), first)).toEqual({ totp: "JBSW" });
  });
  it("custom fields go together, so that untouched hidden ones are read first", () => {
    expect(openFieldsOf(detail)).toEqual(["field:Number", "notes"]);
    const fields = first.fields.map((field) => (field.name === "Number" ? { ...field, value: "23" } : field));
    const draft = edited({ fields });
    expect(fieldsToRead(draft, first).map(({ from }) => from)).toEqual(["field:Key"]);
    const whole = { ...draft, fields: fields.map((field) => ({ ...field, value: field.value ?? "k" })) };
    expect(changesOf(whole, first)).toEqual({
      fields: [
        { name: "Key", type: "hidden", value: "k" },
        { name: "Number", type: "text", value: "23" },
      ],
    });
  });
});

describe("what is wrong", () => {
  it("is nothing with a whole item", () => expect(isFaulty(faultsOf(first))).toBe(false));
  it("is named by its place", () => {
    const fields = [
      { key: 1, from: null, name: "A", type: "text" as const, value: "" },
      { key: 2, from: null, name: " A ", type: "text" as const, value: "" },
      { key: 3, from: null, name: " ", type: "text" as const, value: "" },
    ];
    const urls = [
      { url: "ok.example", match: "host" as const },
      { url: "javascript:alert(1)", match: "host" as const },
    ];
    expect(faultsOf(edited({ title: "  ", fields, urls }))).toEqual({ title: true, urls: [1], fields: [2, 3] });
  });
});

describe("what is kept of an open editor", () => {
  const first: Draft = {
    ...draftOf(null, {}),
    title: "Scales",
    fields: [{ key: 0, from: "field:Customer", name: "Customer", type: "hidden", value: null }],
  };

  it("is what differs, as it stands there, and nothing else", () => {
    expect(typedOf(first, first)).toEqual({});
    const draft = { ...first, title: "Scales ", password: "", tags: "a," };
    expect(typedOf(draft, first)).toEqual({ title: "Scales ", password: "", tags: "a," });
  });

  it("stands in the editor again, over the item as it is now", () => {
    const draft: Draft = {
      ...first,
      notes: "more",
      fields: [...first.fields, { key: 1, from: null, name: "PIN", type: "hidden", value: "12" }],
    };
    const now = { ...first, username: "somebody's", notes: "theirs" };
    expect(withTyped(now, typedOf(draft, first))).toEqual({ ...draft, username: "somebody's" });
  });
});
