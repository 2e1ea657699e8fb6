import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../e2e/fixtures/vectors/vector-file.ts";
import type { Hash, ProfileId } from "../encoding/ids.ts";
import { eachChange } from "../testing/changed-bytes.ts";
import { joinBytes } from "../text.ts";
import {
  type ItemContext,
  openItemOverview,
  openItemSecret,
  sealItemOverview,
  sealItemSecret,
} from "./item-envelopes.ts";
import { macEqual, openDraft, openLocal, openSnapshot, sealDraft, sealLocal, sealSnapshot } from "./local-envelopes.ts";
import { randomBytes } from "./random.ts";
import { cryptoReady } from "./ready.ts";
import { type EarlierKey, historyHash, openKeyHistory, sealKeyHistory, type VaultEpoch } from "./vault-key.ts";

beforeAll(cryptoReady);

type Sealed = { plaintext: Uint8Array; sealed: Uint8Array };
type Vectors = {
  item: { vaultKey: Uint8Array; of: ItemContext; overview: Sealed; secret: Sealed };
  history: { key: Uint8Array; of: VaultEpoch; earlier: EarlierKey[]; bytes: Uint8Array; hash: Hash };
  local: {
    key: Uint8Array;
    profile: ProfileId;
    plaintext: Uint8Array;
    draft: Uint8Array;
    snapshot: Uint8Array;
    local: Uint8Array;
  };
};
const { item, history, local } = readVectors<Vectors>("sealed");
const refused = { ok: false, failure: { code: "commitment", retry: "never" } };

describe("overview and secret of an item version", () => {
  const { vaultKey, of } = item;
  const pairs = [
    { name: "overview", vector: item.overview, seal: sealItemOverview, open: openItemOverview, other: openItemSecret },
    { name: "secret", vector: item.secret, seal: sealItemSecret, open: openItemSecret, other: openItemOverview },
  ];
  for (const { name, vector, seal, open, other } of pairs) {
    it(`${name}: the vector opens, and what is sealed now opens`, () => {
      expect(open(vaultKey, of, vector.sealed)).toEqual({ ok: true, value: vector.plaintext });
      expect(open(vaultKey, of, seal(vaultKey, of, vector.plaintext))).toEqual({ ok: true, value: vector.plaintext });
    });

    const changes = eachChange(of);
    it(`${name}: has a place of eight parts`, () => {
      expect(changes.map(({ path }) => path).sort()).toEqual(
        ["author.device", "author.user", "epoch", "item", "schema", "team", "vault", "version"].sort(),
      );
    });

    it.each(changes.map(({ path, changed }) => [path, changed] as const))(
      `${name}: refused with another %s`,
      (_path, changed) => {
        expect(open(vaultKey, changed, vector.sealed)).toEqual(refused);
        expect(open(vaultKey, of, seal(vaultKey, changed, vector.plaintext))).toEqual(refused);
      },
    );

    it(`${name}: refused as the other half, and under another key`, () => {
      expect(other(vaultKey, of, vector.sealed)).toEqual(refused);
      expect(open(randomBytes(32), of, vector.sealed)).toEqual(refused);
    });
  }
});

describe("earlier keys of a vault", () => {
  it("open for their epoch alone, the dead one as null", () => {
    expect(openKeyHistory(history.key, history.of, history.bytes)).toEqual({ ok: true, value: history.earlier });
    expect(historyHash(history.bytes)).toBe(history.hash);
    expect(openKeyHistory(randomBytes(32), history.of, history.bytes)).toEqual(refused);
  });

  it.each(eachChange(history.of).map(({ path, changed }) => [path, changed] as const))(
    "are refused for another %s",
    (_path, changed) => {
      expect(openKeyHistory(history.key, changed, history.bytes)).toEqual(refused);
    },
  );

  it("are refused over their limit, and with a key of another length", () => {
    expect(openKeyHistory(history.key, history.of, new Uint8Array(64 * 1024 + 1))).toMatchObject({
      failure: { code: "limit" },
    });
    expect(() => sealKeyHistory(history.key, history.of, [{ epoch: 1, key: new Uint8Array(31) }])).toThrow();
    const many = Array.from({ length: 1000 }, (_, epoch) => ({ epoch, key: randomBytes(32) }));
    const sealed = sealKeyHistory(history.key, history.of, many);
    expect(openKeyHistory(history.key, history.of, sealed.bytes)).toEqual({ ok: true, value: many });
  });
});

describe("what this computer keeps for itself", () => {
  const { key, profile, plaintext } = local;
  const good = { ok: true, value: plaintext };

  it("opens where it was kept", () => {
    expect(openDraft(key, { profile, draft: "d1" }, local.draft)).toEqual(good);
    expect(openSnapshot(key, { profile, chunk: 4 }, local.snapshot)).toEqual(good);
    expect(openLocal(key, { profile, name: "settings" }, local.local)).toEqual(good);
    expect(openDraft(key, { profile, draft: "x" }, sealDraft(key, { profile, draft: "x" }, plaintext))).toEqual(good);
    expect(openSnapshot(key, { profile, chunk: 0 }, sealSnapshot(key, { profile, chunk: 0 }, plaintext))).toEqual(good);
    expect(openLocal(key, { profile, name: "n" }, sealLocal(key, { profile, name: "n" }, plaintext))).toEqual(good);
  });

  it.each([
    ["a draft of another profile or id", () => eachChange({ profile, draft: "d1" }), openDraft, local.draft],
    ["a chunk of another profile or number", () => eachChange({ profile, chunk: 4 }), openSnapshot, local.snapshot],
    ["a value of another profile or name", () => eachChange({ profile, name: "settings" }), openLocal, local.local],
    ["a draft as a value", () => [{ changed: { profile, name: "d1" } }], openLocal, local.draft],
    ["a value as a draft", () => [{ changed: { profile, draft: "settings" } }], openDraft, local.local],
  ] as const)("and is refused as %s", (_name, changes, openAs, sealed) => {
    const codes = changes().map(({ changed }) => openAs(key, changed as never, sealed));
    expect(codes).toEqual(codes.map(() => refused));
  });

  it("is compared by its whole length", () => {
    expect(macEqual(plaintext, plaintext.slice())).toBe(true);
    expect(macEqual(plaintext, plaintext.with(0, 0))).toBe(false);
    expect(macEqual(plaintext, plaintext.slice(1))).toBe(false);
    expect(macEqual(plaintext, joinBytes([plaintext, new Uint8Array(1)]))).toBe(false);
  });
});
