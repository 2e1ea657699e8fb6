import { decode } from "./cbor.mjs";
import { hashText } from "./hashes.mjs";
import * as shape from "./shapes.mjs";

const { typed, bytes, list, map, maybe, one, flag, whole, id, hash } = shape;

/** How a login stands, as somebody says it [model: Items]. */
export const secondFactorState = one(
  "totp-here",
  "totp-elsewhere",
  "passkey-or-hardware-key",
  "by-sso",
  "sms-only",
  "not-offered",
  "exempt",
  "unknown",
);
/** How that is known [model: Items]. */
export const secondFactorHow = one("person", "vendor-list", "catalogue", "computed");
const secondFactor = map({
  state: secondFactorState,
  by: id,
  at: whole,
  how: secondFactorHow,
  until: maybe(whole),
  reason: maybe(typed(1000)),
  approver: maybe(id),
  tool: maybe(id),
});
const sharedLogin = map({
  reason: typed(1000),
  owner: id,
  deputy: maybe(id),
  alias: maybe(typed(254)),
  reviewAt: maybe(whole),
  end: maybe(whole),
});
const kinds = ["login", "api-key", "note", "ssh-key", "card", "document", "recovery-codes"];

const overview = map({
  kind: one(...kinds),
  title: typed(200),
  username: maybe(typed(1000)),
  tags: list(typed(100), 100),
  urls: list(map({ url: typed(2000), match: one("domain", "host", "exact", "never") }), 20),
  tool: maybe(id),
  secondFactor: maybe(secondFactor),
  sharedLogin: maybe(sharedLogin),
  expires: maybe(whole),
  askAgain: flag,
  hasTotp: flag,
  hasNotes: flag,
  conflictCount: whole,
  attachmentCount: whole,
  sources: list(map({ format: typed(40), id: typed(200) }), 8),
});

const details = {
  login: map({}),
  note: map({}),
  document: map({}),
  "api-key": map({ key: maybe(bytes(0, 40000)), secret: maybe(bytes(0, 40000)) }),
  "ssh-key": map({ private: maybe(bytes(0, 40000)), public: maybe(typed(65536)) }),
  card: map({
    holder: maybe(typed(200)),
    number: maybe(bytes(0, 40000)),
    expiry: maybe(typed(20)),
    code: maybe(bytes(0, 40000)),
    pin: maybe(bytes(0, 40000)),
  }),
  "recovery-codes": map({
    login: maybe(id),
    codes: list(map({ value: bytes(0, 200), usedAt: maybe(whole) }), 100),
  }),
};

const totp = map({
  secret: bytes(0, 1024),
  algorithm: one("SHA1", "SHA256", "SHA512"),
  digits: whole,
  period: whole,
  issuer: maybe(typed(200)),
  account: maybe(typed(400)),
});

const secretOf = (detail) =>
  map({
    password: maybe(bytes(0, 40000)),
    passwordChangedAt: maybe(whole),
    totp: maybe(totp),
    notes: maybe(typed(65536)),
    fields: list(map({ name: typed(200), type: one("text", "hidden", "date"), value: bytes(0, 65536) }), 50),
    attachments: list(map({ blob: id, name: typed(200), size: whole, hash, key: bytes(32) }), 50),
    history: list(map({ field: typed(220), value: bytes(0, 65536), at: whole }), 1000),
    conflicts: list(
      map({ field: typed(220), value: bytes(0, 262144), version: whole, user: id, device: hash, at: whole }),
      200,
    ),
    detail,
  });

/** An item's overview [model: Items]. */
export const readOverview = (body) => shape.read(overview, body, 16384);

/** An item's secret, of this kind [model: Items]. */
export const readSecret = (kind, body) => shape.read(secretOf(details[kind]), body, 262144);

/** The id of a conflict [model: Items]. */
export function conflictId({ field, value, version, device }) {
  return shape.base32(
    shape.fromBase32(hashText("conflict", field, value, version, shape.fromBase32(device))).subarray(0, 16),
  );
}

/** Every kind of record [model: Records]. */
const records = {
  vault: map({ kind: one("vault"), title: typed(200), single: flag }),
  team: map({ kind: one("team"), name: typed(200) }),
  person: map({
    kind: one("person"),
    invite: maybe(id),
    user: maybe(id),
    name: typed(200),
    emails: list(typed(254), 5),
  }),
  group: map({ kind: one("group"), name: typed(200) }),
  preferences: map({
    kind: one("preferences"),
    favourites: list(id, 10000),
    lastUse: list(map({ item: id, at: whole }), 10000),
    deviceNames: list(map({ device: hash, name: typed(200) }), 10000),
  }),
  tool: map({
    kind: one("tool"),
    name: typed(200),
    domains: list(typed(253), 10),
    owner: maybe(id),
    deputy: maybe(id),
    dataClass: maybe(one("public", "internal", "confidential", "strictly-confidential")),
    signInBy: maybe(id),
    roles: list(map({ name: typed(60), privileged: flag }), 20),
    payer: maybe(typed(200)),
    reviewCadence: maybe(one("monthly", "quarterly", "half-yearly", "yearly")),
    notes: maybe(typed(2000)),
    state: one("shown", "hidden", "archived"),
    mergedInto: maybe(id),
  }),
  account: map({
    kind: one("account"),
    tool: id,
    item: maybe(id),
    user: maybe(id),
    signInName: maybe(typed(200)),
    role: maybe(typed(60)),
    secondFactor: maybe(secondFactor),
    stated: maybe(map({ by: id, letter: hash, logSeq: whole, chain: id, counter: whole, time: whole })),
    removed: flag,
  }),
};

/** A record's body; its secret is an empty map [model: Records]. */
export const readRecord = (kind, body) => shape.read(records[kind], body, 16384);

/** The secret that all records share [model: Records]. */
export const readRecordSecret = (body) => map({})(decode(body));
