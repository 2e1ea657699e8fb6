/** What lies under a hash counts only if it is what the hash names. */
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { envelopeHash } from "../../../shared/crypto/hash.ts";
import { bundleHash } from "../../../shared/crypto/key-bundle.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { historyHash } from "../../../shared/crypto/vault-key.ts";
import type { Hash } from "../../../shared/encoding/ids.ts";
import { addBlobs } from "../store/log-rows.ts";
import { testDatabase } from "../store/test-database.ts";
import { addEnvelopes } from "../store/vault-rows.ts";
import { findBlob, findEnvelope } from "./named-bytes.ts";

beforeAll(cryptoReady);
let { raw, db } = testDatabase();
beforeEach(() => {
  ({ raw, db } = testDatabase());
});
afterEach(() => raw.close());

const right = Uint8Array.of(1, 2, 3);
const tables = {
  envelopes: { names: [envelopeHash], add: addEnvelopes, find: findEnvelope },
  log_blobs: { names: [bundleHash, historyHash], add: addBlobs, find: findBlob },
};

const named = Object.entries(tables).flatMap(([table, { names, add, find }]) =>
  names.map((name) => [table, name.name, { name, add, find }] as const),
);
it.each(named)(
  "a row of %s under its %s with one bit changed is as good as absent, until the right bytes come",
  (table, _name, { name, add, find }) => {
    const hash = name(right);
    expect(find(db, hash)).toBeNull();
    add(db, [{ hash, bytes: right }]);
    expect(find(db, hash)).toEqual(right);
    raw.prepare(`UPDATE ${table} SET bytes = ? WHERE hash = ?`).run(Uint8Array.of(1, 2, 2), hash);
    expect(find(db, hash)).toBeNull();
    add(db, [{ hash, bytes: right }]);
    expect(find(db, hash)).toEqual(right);
    expect(find(db, "another" as Hash)).toBeNull();
  },
);

it.each([["text"], [77], [null]])("a column that holds %s instead of bytes is read as none", (value) => {
  const hash = envelopeHash(right);
  addEnvelopes(db, [{ hash, bytes: right }]);
  const broken = { ...db, prepare: () => ({ ...db.prepare("SELECT 1"), get: () => ({ bytes: value }) }) };
  expect(findEnvelope(broken, hash)).toBeNull();
});
