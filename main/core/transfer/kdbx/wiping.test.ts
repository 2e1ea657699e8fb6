import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { parseHeader } from "./header.ts";
import { openKdbx } from "./open.ts";
import { testFile } from "./test-file.ts";

afterEach(() => vi.restoreAllMocks());

/** Every digest that is made from now on: keys but for the header's own hash, which is public. */
function digestsBut(publicOne: Uint8Array): () => Uint8Array[] {
  const made: Uint8Array[] = [];
  const { subtle } = globalThis.crypto;
  const digest = subtle.digest.bind(subtle);
  vi.spyOn(subtle, "digest").mockImplementation(async (name, bytes) => {
    const hash = await digest(name, bytes);
    made.push(new Uint8Array(hash));
    return hash;
  });
  return () => made.filter((hash) => Buffer.compare(hash, publicOne) !== 0);
}

const flipped = (file: Uint8Array, at: number): Uint8Array => {
  const copy = file.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};
const version3 = new Uint8Array(
  readFileSync(new URL("../../../../e2e/fixtures/imports/keepassxc.kdbx", import.meta.url)),
);
const version4 = testFile({});
const headerOf = (file: Uint8Array): Uint8Array => {
  const header = parseHeader(file);
  if (!header.ok) throw new Error("header");
  return header.value.bytes;
};

test.each([
  ["version 3, another password", version3, "another", "wrong-key"],
  ["version 3, cut off", version3.subarray(0, version3.length - 16), "fixture-pass", "cut-off"],
  ["version 4, another password", version4, "another", "wrong-key"],
  ["version 4, a damaged block", flipped(version4, version4.length - 60), "pw", "block-mac"],
  ["version 4, cut off", version4.subarray(0, version4.length - 8), "pw", "cut-off"],
])("a refused file leaves no key behind: %s", async (_, file, password, reason) => {
  const keys = digestsBut(createHash("sha256").update(headerOf(file)).digest());
  expect(await openKdbx(file, { password, keyFile: null })).toMatchObject({ failure: { detail: { reason } } });
  expect(keys().length).toBeGreaterThan(2);
  for (const key of keys()) expect(key.some((byte) => byte !== 0)).toBe(false);
});
