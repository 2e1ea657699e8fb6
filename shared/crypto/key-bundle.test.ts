import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../e2e/fixtures/vectors/vector-file.ts";
import { idBytes } from "../encoding/id-bytes.ts";
import type { DeviceId, Hash, TeamId } from "../encoding/ids.ts";
import { eachBit, eachChange } from "../testing/changed-bytes.ts";
import { joinBytes } from "../text.ts";
import { deviceKeys } from "./device-keys.ts";
import { open, seal } from "./envelope.ts";
import { encapsulate, kemCipherBytes } from "./kem.ts";
import { type BundledKey, bundleHash, openKeyBundle, sealKeyBundle } from "./key-bundle.ts";
import { randomBytes } from "./random.ts";
import { cryptoReady } from "./ready.ts";

beforeAll(cryptoReady);

type Vector = {
  masterKey: Uint8Array;
  to: { team: TeamId; device: DeviceId };
  keys: BundledKey[];
  bytes: Uint8Array;
  hash: Hash;
};
const vector = readVectors<Vector>("key-bundle");
const { to, keys, bytes } = vector;
const refused = { ok: false, failure: { code: "commitment", retry: "never" } };

describe("a bundle of vault keys", () => {
  it("opens for its device: the vector, and one made now", () => {
    const mine = deviceKeys(vector.masterKey);
    expect(openKeyBundle(mine.kemKey, to, bytes)).toEqual({ ok: true, value: keys });
    expect(bundleHash(bytes)).toBe(vector.hash);
    const [one, two] = [sealKeyBundle(mine.kemPk, to, keys), sealKeyBundle(mine.kemPk, to, keys)];
    expect(openKeyBundle(mine.kemKey, to, one.bytes)).toEqual({ ok: true, value: keys });
    expect(one.hash).toBe(bundleHash(one.bytes));
    expect(one.hash).not.toBe(two.hash);
    expect(openKeyBundle(mine.kemKey, to, sealKeyBundle(mine.kemPk, to, []).bytes)).toEqual({ ok: true, value: [] });
  });

  it.each(eachChange(to).map(({ path, changed }) => [path, changed] as const))(
    "is refused for another %s",
    (_path, changed) => {
      expect(openKeyBundle(deviceKeys(vector.masterKey).kemKey, changed, bytes)).toEqual(refused);
    },
  );

  it("is refused by another device's key", () => {
    expect(openKeyBundle(deviceKeys(randomBytes(32)).kemKey, to, bytes)).toEqual(refused);
  });

  it("with any one bit turned, cut anywhere, or longer is refused", () => {
    const { kemKey } = deviceKeys(vector.masterKey);
    const { bytes } = sealKeyBundle(deviceKeys(vector.masterKey).kemPk, to, keys.slice(0, 1));
    const [suiteAt, cipherAt] = [kemCipherBytes, kemCipherBytes + 57];
    for (const { bit, turned } of eachBit(bytes)) {
      const at = bit >> 3;
      // A turned encapsulation gives another secret (or none), which the commitment does not fit.
      if (at < suiteAt && bit % 11 !== 0) continue;
      const read = openKeyBundle(kemKey, to, turned);
      const code = read.ok ? "ok" : read.failure.code;
      const expected = at === suiteAt ? "suite" : at < cipherAt ? "commitment" : "aead";
      if (code !== expected) throw new Error(`bit ${bit}: ${code}, not ${expected}`);
    }
    for (let length = 0; length < bytes.length; length += length < kemCipherBytes - 2 ? 97 : 1) {
      const read = openKeyBundle(kemKey, to, bytes.slice(0, length));
      const expected = length < cipherAt + 16 ? "encoding" : "aead";
      expect(read.ok ? "ok" : read.failure.code, String(length)).toBe(expected);
    }
  });

  it.each([
    ["with one byte more", "aead", () => joinBytes([bytes, new Uint8Array(1)])],
    ["with 64 bytes more", "aead", () => joinBytes([bytes, new Uint8Array(64)])],
    ["of more than 64 KiB", "limit", () => new Uint8Array(64 * 1024 + 1)],
  ])("%s is refused: %s", (_name, code, make) => {
    const { kemKey } = deviceKeys(vector.masterKey);
    expect(openKeyBundle(kemKey, to, make())).toMatchObject({ failure: { code } });
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["a map", Uint8Array.of(0xa0)],
    ["a map in a list", Uint8Array.of(0x81, 0xa0)],
    ["two lists", Uint8Array.of(0x80, 0x80)],
  ])("that opens but holds %s is `encoding`", (_name, plain) => {
    const { kemPk, kemKey } = deviceKeys(vector.masterKey);
    const context = { purpose: "vault-keys", team: idBytes(to.team), device: idBytes(to.device) };
    const { cipher, shared } = encapsulate(kemPk);
    const sealed = seal(shared, context, plain, "none");
    expect(open(shared, context, sealed, "none").ok).toBe(true);
    expect(openKeyBundle(kemKey, to, joinBytes([cipher, sealed]))).toMatchObject({ failure: { code: "encoding" } });
  });
});
