import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
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
  it("that the library refuses for a reason of its own is refused, and nobody ever throws", () => {
    const { kemPk } = kemKeys(randomBytes(32));
    const enc = vi.spyOn(sodium, "crypto_kem_xwing_enc").mockImplementation(() => {
      throw new TypeError("invalid public key");
    });
    expect(checkKemKey(kemPk)).toMatchObject({ failure: { code: "encoding", detail: { reason: "kem-refused" } } });
    enc.mockRestore();
    expect(checkKemKey(kemPk).ok).toBe(true);
  });

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

  it("has 23 known forms that are refused", () => {
    expect(refused.kem.length).toBe(23);
  });

  it.each(refused.kem.map(({ reason, at, bytes }) => [hexText(bytes), at, reason, bytes] as const))(
    "with %s at %i (a small-order point, or a coefficient of 3329 and more) is refused: %s",
    (_hex, at, reason, bytes) => {
      const bad = patched(kemKeys(randomBytes(32)).kemPk, at, bytes);
      expect(checkKemKey(bad)).toMatchObject({ failure: { code: "encoding", detail: { reason } } });
      // The point is ours to refuse before libsodium throws somewhere in the middle of a rotation.
      expect(libsodiumTakes(bad)).toBe(false);
    },
  );

  it.each([[[0x00, 0x0d, 0x00]], [[0x00, 0x00, 0xd0]], [[0x00, 0x0d, 0xd0]]])(
    "with the greatest coefficients, %j, passes",
    (bytes) => {
      const { kemPk } = kemKeys(randomBytes(32));
      expect(checkKemKey(patched(kemPk, 0, Uint8Array.from(bytes)))).toEqual({ ok: true, value: true });
    },
  );

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

  it.each([0, 32, kemPublicBytes - 1, kemPublicBytes + 1])("of %i bytes is refused", (length) => {
    const bytes = new Uint8Array(length);
    bytes.set(kemKeys(randomBytes(32)).kemPk.slice(0, length));
    expect(checkKemKey(bytes)).toMatchObject({ failure: { code: "encoding", detail: { reason: "kem-length" } } });
  });

  it.each([0, 1, kemCipherBytes - 1, kemCipherBytes + 1])("opens no ciphertext of %i bytes", (length) => {
    const { kemPk, kemKey } = kemKeys(randomBytes(32));
    const bytes = new Uint8Array(length);
    bytes.set(encapsulate(kemPk).cipher.slice(0, length));
    expect(decapsulate(kemKey, bytes)).toBeNull();
  });

  it("opens a ciphertext with one bit turned to something else", () => {
    const { kemPk, kemKey } = kemKeys(randomBytes(32));
    const { cipher, shared } = encapsulate(kemPk);
    const turned = decapsulate(kemKey, cipher.with(3, (cipher[3] as number) ^ 1)) as Uint8Array;
    expect(hexText(turned)).not.toBe(hexText(shared));
  });

  const smallOrder = refused.kem.filter(({ reason }) => reason === "kem-small-order");
  it.each(smallOrder.map(({ bytes }) => [hexText(bytes), bytes] as const))(
    "does not let the other half alone decide where a ciphertext holds the point %s",
    (_hex, bytes) => {
      const { kemPk, kemKey } = kemKeys(randomBytes(32));
      const { cipher, shared } = encapsulate(kemPk);
      const opened = decapsulate(kemKey, patched(cipher, kemCipherBytes - 32, bytes));
      expect(opened === null || hexText(opened) !== hexText(shared)).toBe(true);
    },
  );
});

describe("a signing key", () => {
  it("has 8 known forms that are refused", () => {
    expect(refused.sign.length).toBe(8);
  });

  it.each(refused.sign.map(({ name, key }) => [name, key] as const))(
    "that is of small order, not reduced or off the curve is refused: %s",
    (_name, key) => {
      const { kemPk } = deviceKeys(randomBytes(32));
      expect(checkSignKey(key)).toMatchObject({ failure: { code: "encoding", detail: { reason: "sign-key" } } });
      expect(checkPublicKeys({ signPk: key, kemPk }).ok).toBe(false);
    },
  );

  it.each([0, 31, 33, 64])("of %i bytes is refused", (length) => {
    expect(checkSignKey(new Uint8Array(length).fill(9)).ok).toBe(false);
  });

  it("beside another key that is unsound is refused", () => {
    const { signPk, kemPk } = deviceKeys(randomBytes(32));
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
