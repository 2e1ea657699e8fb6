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

  it("is refused for another team or device, and by another device's key", () => {
    const { kemKey } = deviceKeys(vector.masterKey);
    for (const { path, changed } of eachChange(to))
      expect(openKeyBundle(kemKey, changed, bytes), path).toEqual(refused);
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
    for (const more of [1, 64])
      expect(openKeyBundle(kemKey, to, joinBytes([bytes, new Uint8Array(more)]))).toMatchObject({
        failure: { code: "aead" },
      });
    expect(openKeyBundle(kemKey, to, new Uint8Array(64 * 1024 + 1))).toMatchObject({ failure: { code: "limit" } });
  });

  it("that opens but holds no keys is `encoding`", () => {
    const { kemPk, kemKey } = deviceKeys(vector.masterKey);
    const context = { purpose: "vault-keys", team: idBytes(to.team), device: idBytes(to.device) };
    for (const plain of [new Uint8Array(), Uint8Array.of(0xa0), Uint8Array.of(0x81, 0xa0), Uint8Array.of(0x80, 0x80)]) {
      const { cipher, shared } = encapsulate(kemPk);
      const sealed = seal(shared, context, plain, "none");
      expect(open(shared, context, sealed, "none").ok).toBe(true);
      expect(openKeyBundle(kemKey, to, joinBytes([cipher, sealed]))).toMatchObject({ failure: { code: "encoding" } });
    }
  });
});
