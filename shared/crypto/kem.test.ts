import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../e2e/fixtures/vectors/vector-file.ts";
import { hexText } from "../text.ts";
import { checkPublicKeys, checkSignKey, deviceKeys } from "./device-keys.ts";
import { checkKemKey, decapsulate, encapsulate, kemCipherBytes, kemKeys, kemPublicBytes } from "./kem.ts";
import { randomBytes } from "./random.ts";
import { cryptoReady } from "./ready.ts";
import { sodium } from "./sodium.ts";

beforeAll(cryptoReady);

type Refused = {
  kem: { reason: string; at: number; bytes: Uint8Array }[];
  sign: { name: string; key: Uint8Array }[];
};
const { refused } = readVectors<{ refused: Refused }>("keys");

function patched(key: Uint8Array, at: number, bytes: Uint8Array): Uint8Array {
  const changed = key.slice();
  changed.set(bytes, at);
  return changed;
}
const libsodiumTakes = (kemPk: Uint8Array): boolean => {
  try {
    sodium.crypto_kem_xwing_enc(kemPk);
    return true;
  } catch {
    return false;
  }
};

describe("an X-Wing key", () => {
  it("from any seed passes, works, and agrees with a trial encapsulation", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
        const { kemPk, kemKey } = kemKeys(seed);
        expect(checkKemKey(kemPk)).toEqual({ ok: true, value: true });
        expect(libsodiumTakes(kemPk)).toBe(true);
        const { cipher, shared } = encapsulate(kemPk);
        expect(hexText(decapsulate(kemKey, cipher) as Uint8Array)).toBe(hexText(shared));
      }),
      { numRuns: 60 },
    );
  });

  it("with a small-order point or a coefficient of 3329 and more is refused by its name", () => {
    const { kemPk } = kemKeys(randomBytes(32));
    expect(refused.kem.length).toBe(23);
    for (const { reason, at, bytes } of refused.kem) {
      const bad = patched(kemPk, at, bytes);
      expect.soft(checkKemKey(bad), `${hexText(bytes)} at ${at}`).toMatchObject({
        failure: { code: "encoding", detail: { reason } },
      });
      // The point is ours to refuse before libsodium throws somewhere in the middle of a rotation.
      expect.soft(libsodiumTakes(bad), `${hexText(bytes)} at ${at}`).toBe(false);
    }
    for (const good of [Uint8Array.of(0x00, 0x0d, 0x00), Uint8Array.of(0x00, 0x00, 0xd0), Uint8Array.of(0, 0x0d, 0xd0)])
      expect.soft(checkKemKey(patched(kemPk, 0, good)), hexText(good)).toEqual({ ok: true, value: true });
  });

  it("whatever its bytes: passes exactly where libsodium takes it", () => {
    const { kemPk } = kemKeys(randomBytes(32));
    fc.assert(
      fc.property(fc.nat(kemPublicBytes - 33), fc.uint8Array({ maxLength: 32 }), (at, bytes) => {
        const changed = patched(kemPk, at, bytes);
        expect(checkKemKey(changed).ok).toBe(libsodiumTakes(changed));
      }),
      { numRuns: 300 },
    );
  });

  it("of another length is refused, and no ciphertext but a whole one is opened", () => {
    const { kemPk, kemKey } = kemKeys(randomBytes(32));
    for (const length of [0, 32, kemPublicBytes - 1, kemPublicBytes + 1]) {
      const bytes = new Uint8Array(length);
      bytes.set(kemPk.slice(0, length));
      expect
        .soft(checkKemKey(bytes))
        .toMatchObject({ failure: { code: "encoding", detail: { reason: "kem-length" } } });
    }
    const { cipher, shared } = encapsulate(kemPk);
    for (const length of [0, 1, kemCipherBytes - 1])
      expect.soft(decapsulate(kemKey, cipher.slice(0, length))).toBeNull();
    expect(decapsulate(kemKey, new Uint8Array(kemCipherBytes + 1))).toBeNull();
    const turned = decapsulate(kemKey, cipher.with(3, (cipher[3] as number) ^ 1)) as Uint8Array;
    expect(hexText(turned)).not.toBe(hexText(shared));
    // A ciphertext that would make the X25519 half zero, so that one half alone decides.
    for (const { bytes } of refused.kem.filter(({ reason }) => reason === "kem-small-order")) {
      const opened = decapsulate(kemKey, patched(cipher, kemCipherBytes - 32, bytes));
      expect.soft(opened === null || hexText(opened) !== hexText(shared)).toBe(true);
    }
  });
});

describe("a signing key", () => {
  it("of small order, not reduced, off the curve, or of another length is refused", () => {
    const { signPk, kemPk } = deviceKeys(randomBytes(32));
    expect(refused.sign.length).toBe(8);
    for (const { name, key } of refused.sign) {
      expect
        .soft(checkSignKey(key), name)
        .toMatchObject({ failure: { code: "encoding", detail: { reason: "sign-key" } } });
      expect.soft(checkPublicKeys({ signPk: key, kemPk }).ok, name).toBe(false);
    }
    for (const length of [0, 31, 33, 64]) expect.soft(checkSignKey(new Uint8Array(length).fill(9)).ok).toBe(false);
    expect(checkPublicKeys({ signPk, kemPk: kemPk.with(0, 0xff).with(1, 0xff) })).toMatchObject({
      failure: { code: "encoding", detail: { reason: "kem-coefficient" } },
    });
    expect(checkPublicKeys({ signPk, kemPk })).toEqual({ ok: true, value: true });
  });

  it("from any seed passes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
        expect(checkPublicKeys(deviceKeys(seed))).toEqual({ ok: true, value: true });
      }),
      { numRuns: 30 },
    );
  });
});
