import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { readVectors } from "../../e2e/fixtures/vectors/vector-file.ts";
import type { ProfileId } from "../encoding/ids.ts";
import { hexText } from "../text.ts";
import { setRandomSource } from "./random.ts";
import { cryptoReady } from "./ready.ts";
import { sodium } from "./sodium.ts";
import {
  calibrateKdf,
  checkKdfHeader,
  type KdfHeader,
  kdfFloor,
  newKdfHeader,
  unwrapMasterKey,
  wrapMasterKey,
} from "./unlock.ts";

beforeAll(cryptoReady);
afterEach(() => {
  setRandomSource(null);
  vi.restoreAllMocks();
});

type Vector = {
  header: KdfHeader;
  passphrase: string;
  sameByNfkc: string[];
  deviceSecret: Uint8Array;
  masterKey: Uint8Array;
  wrapped: Uint8Array;
};
const vector = readVectors<Vector>("unlock");
const { header, passphrase, deviceSecret, masterKey, wrapped } = vector;
const MiB = 1024 * 1024;
const good = { passphrase, deviceSecret, header, wrapped };
const codeOf = (result: ReturnType<typeof unwrapMasterKey>): string => (result.ok ? "ok" : result.failure.code);

describe("unlock", () => {
  it("opens the vector, and seals to the same bytes with the same nonce", () => {
    expect(unwrapMasterKey(good)).toEqual({ ok: true, value: masterKey });
    setRandomSource(() => wrapped.slice(1, 25));
    expect(hexText(wrapMasterKey({ passphrase, deviceSecret, header, masterKey }))).toBe(hexText(wrapped));
  });

  it.each(vector.sameByNfkc)("takes another way to type the same letters (NFKC): %s", (same) => {
    expect(same).not.toBe(passphrase);
    expect(codeOf(unwrapMasterKey({ ...good, passphrase: same }))).toBe("ok");
  });

  const wrong = { ok: false, failure: { code: "unlock", retry: "after-act" } };
  it.each<[string, Partial<typeof good>]>([
    ["another passphrase", { passphrase: "Ziegel-Sommer-quer-41-Lotse" }],
    ["the passphrase in lower case", { passphrase: passphrase.toLowerCase() }],
    ["a space more in the passphrase", { passphrase: `${passphrase} ` }],
    ["a letter less in the passphrase", { passphrase: passphrase.slice(1) }],
    ["no passphrase", { passphrase: "" }],
    ["another device secret", { deviceSecret: new Uint8Array(32).fill(5) }],
    ["a device secret with one byte changed", { deviceSecret: deviceSecret.with(31, 0) }],
    ...[1, 30, 60, wrapped.length - 1].map((at): [string, Partial<typeof good>] => [
      `the byte ${at} damaged`,
      { wrapped: wrapped.with(at, (wrapped[at] as number) ^ 1) },
    ]),
    ["half of the bytes", { wrapped: wrapped.slice(0, 40) }],
    ["the last byte missing", { wrapped: wrapped.slice(0, -1) }],
    ["more work in the header", { header: { ...header, ops: header.ops + 1 } }],
    ["more memory in the header", { header: { ...header, mem: header.mem + MiB } }],
    ["another salt in the header", { header: { ...header, salt: header.salt.with(0, 1) } }],
    [
      "another profile in the header",
      { header: { ...header, profileId: `0${header.profileId.slice(1)}` as ProfileId } },
    ],
  ])("with %s looks like every other wrong unlock", (_name, tampered) => {
    expect(unwrapMasterKey({ ...good, ...tampered })).toEqual(wrong);
  });

  it.each<[string, string, Partial<KdfHeader>]>([
    ["2 passes", "kdf-floor", { ops: 2 }],
    ["no pass", "kdf-floor", { ops: 0 }],
    ["-3 passes", "kdf-floor", { ops: -3 }],
    ["a byte less than 64 MiB", "kdf-floor", { mem: 64 * MiB - 1 }],
    ["hardly any memory and many passes", "kdf-floor", { mem: 8192, ops: 64 }],
    ["65 passes", "limit", { ops: 65 }],
    ["a byte more than 1 GiB", "limit", { mem: 1024 * MiB + 1 }],
    ["64 passes over 1 GiB", "limit", { ops: 64, mem: 1024 * MiB }],
    ["17 passes over 1 GiB", "limit", { ops: 17, mem: 1024 * MiB }],
    ["64 passes over a byte more than 256 MiB", "limit", { ops: 64, mem: 256 * MiB + 1 }],
    ["2^53-1 passes", "limit", { ops: 2 ** 53 - 1 }],
    ["2^53-1 bytes", "limit", { mem: 2 ** 53 - 1 }],
    ["endless passes", "kdf-floor", { ops: Number.POSITIVE_INFINITY }],
    ["passes that are no number", "kdf-floor", { ops: Number.NaN }],
    ["memory that is no number", "kdf-floor", { mem: Number.NaN }],
    ["three passes and a half", "kdf-floor", { ops: 3.5 }],
    ["passes as a text", "kdf-floor", { ops: "9" as never }],
    ["no memory named", "kdf-floor", { mem: null as never }],
    ["suite 0", "suite", { suite: 0 }],
    ["suite 2", "suite", { suite: 2, ops: 1 }],
    ["a salt of 15 bytes", "unlock", { salt: new Uint8Array(15) }],
    ["a salt of 17 bytes", "unlock", { salt: new Uint8Array(17) }],
    ["no salt", "unlock", { salt: new Uint8Array() }],
  ])("a header with %s is refused before Argon2 is called at all: %s", (_name, code, edit) => {
    const argon2 = vi.spyOn(sodium, "crypto_pwhash");
    const edited = { ...header, ...edit };
    expect(checkKdfHeader(edited)).toMatchObject({ failure: { code } });
    expect(codeOf(unwrapMasterKey({ ...good, header: edited }))).toBe(code);
    expect(argon2).not.toHaveBeenCalled();
  });

  it.each<[string, Uint8Array]>([
    ["of another suite", wrapped.with(0, 2)],
    ["that are none", new Uint8Array()],
  ])("bytes %s are refused before Argon2 is called at all", (_name, other) => {
    const argon2 = vi.spyOn(sodium, "crypto_pwhash");
    expect(codeOf(unwrapMasterKey({ ...good, wrapped: other }))).toBe("suite");
    expect(argon2).not.toHaveBeenCalled();
  });

  it("calls Argon2 once where all is well", () => {
    const argon2 = vi.spyOn(sodium, "crypto_pwhash");
    expect(codeOf(unwrapMasterKey(good))).toBe("ok");
    expect(argon2).toHaveBeenCalledTimes(1);
  });

  it.each([
    [{ ops: 3 }],
    [{ ops: 64, mem: 64 * MiB }],
    [{ mem: 64 * MiB }],
    [{ ops: 3, mem: 1024 * MiB }],
    [{ ops: 16, mem: 1024 * MiB }],
    [{ ops: 64, mem: 256 * MiB }],
  ])("takes the bound %j itself", (edit) => {
    expect(checkKdfHeader({ ...header, ...edit })).toEqual({ ok: true, value: true });
  });

  it("a new profile's header has its own salt and passes its own check", () => {
    const [one, two] = [newKdfHeader(header.profileId, kdfFloor), newKdfHeader(header.profileId, kdfFloor)];
    expect(hexText(one.salt)).not.toBe(hexText(two.salt));
    expect(checkKdfHeader(one).ok).toBe(true);
  });

  it.each([0.001, 1, 100, 300, 699, 5000, 1_000_000])(
    "calibration stays within floor and ceiling where the clock says that a pass took %d ms",
    (took) => {
      let now = 0;
      const cost = calibrateKdf(700, () => {
        now += took;
        return now;
      });
      expect(checkKdfHeader(newKdfHeader(header.profileId, cost))).toEqual({ ok: true, value: true });
      if (took >= 700) expect(cost).toEqual({ ...kdfFloor });
      if (took <= 1) expect(cost.mem).toBe(256 * MiB);
      expect(cost.ops * cost.mem).toBeLessThanOrEqual(4096 * MiB);
    },
  );
});
