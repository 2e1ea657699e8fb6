import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { readVectors } from "../../e2e/fixtures/vectors/vector-file.ts";
import type { ProfileId } from "../encoding/ids.ts";
import { hexText } from "../text.ts";
import { randomBytes, setRandomSource } from "./random.ts";
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

  it("takes every way to type the same letters (NFKC), and no other letters", () => {
    for (const same of vector.sameByNfkc) {
      expect.soft(same).not.toBe(passphrase);
      expect.soft(codeOf(unwrapMasterKey({ ...good, passphrase: same })), same).toBe("ok");
    }
    for (const other of [passphrase.toLowerCase(), `${passphrase} `, passphrase.slice(1), ""])
      expect.soft(codeOf(unwrapMasterKey({ ...good, passphrase: other })), other).toBe("unlock");
  });

  it("a wrong passphrase, a wrong device secret and damaged bytes look alike", () => {
    const wrong = unwrapMasterKey({ ...good, passphrase: "Ziegel-Sommer-quer-41-Lotse" });
    expect(wrong).toEqual({ ok: false, failure: { code: "unlock", retry: "after-act" } });
    const others = [
      { ...good, deviceSecret: randomBytes(32) },
      { ...good, deviceSecret: deviceSecret.with(31, 0) },
      ...[1, 30, 60, wrapped.length - 1].map((at) => ({
        ...good,
        wrapped: wrapped.with(at, (wrapped[at] as number) ^ 1),
      })),
      { ...good, wrapped: wrapped.slice(0, 40) },
      { ...good, wrapped: wrapped.slice(0, -1) },
    ];
    for (const other of others) expect.soft(unwrapMasterKey(other)).toEqual(wrong);
  });

  it("a header that was edited within its bounds is `unlock`: it is the context", () => {
    const edits: Partial<KdfHeader>[] = [
      { ops: header.ops + 1 },
      { mem: header.mem + MiB },
      { salt: header.salt.with(0, 1) },
      { profileId: `0${header.profileId.slice(1)}` as ProfileId },
    ];
    for (const edit of edits)
      expect
        .soft(codeOf(unwrapMasterKey({ ...good, header: { ...header, ...edit } })), JSON.stringify(edit))
        .toBe("unlock");
  });

  it("a header out of its bounds is refused by name before Argon2 is called at all", () => {
    const argon2 = vi.spyOn(sodium, "crypto_pwhash");
    const edits: [Partial<KdfHeader>, string][] = [
      [{ ops: 2 }, "kdf-floor"],
      [{ ops: 0 }, "kdf-floor"],
      [{ ops: -3 }, "kdf-floor"],
      [{ mem: 64 * MiB - 1 }, "kdf-floor"],
      [{ mem: 8192, ops: 64 }, "kdf-floor"],
      [{ ops: 65 }, "limit"],
      [{ mem: 1024 * MiB + 1 }, "limit"],
      [{ ops: 64, mem: 1024 * MiB }, "limit"],
      [{ ops: 17, mem: 1024 * MiB }, "limit"],
      [{ ops: 64, mem: 256 * MiB + 1 }, "limit"],
      [{ ops: 2 ** 53 - 1 }, "limit"],
      [{ mem: 2 ** 53 - 1 }, "limit"],
      [{ ops: Number.POSITIVE_INFINITY }, "kdf-floor"],
      [{ ops: Number.NaN }, "kdf-floor"],
      [{ mem: Number.NaN }, "kdf-floor"],
      [{ ops: 3.5 }, "kdf-floor"],
      [{ ops: "9" as never }, "kdf-floor"],
      [{ mem: null as never }, "kdf-floor"],
      [{ suite: 0 }, "suite"],
      [{ suite: 2, ops: 1 }, "suite"],
      [{ salt: new Uint8Array(15) }, "unlock"],
      [{ salt: new Uint8Array(17) }, "unlock"],
      [{ salt: new Uint8Array() }, "unlock"],
    ];
    for (const [edit, code] of edits) {
      const edited = { ...header, ...edit };
      expect.soft(checkKdfHeader(edited), JSON.stringify(edit)).toMatchObject({ failure: { code } });
      expect.soft(codeOf(unwrapMasterKey({ ...good, header: edited })), JSON.stringify(edit)).toBe(code);
    }
    expect(codeOf(unwrapMasterKey({ ...good, wrapped: wrapped.with(0, 2) }))).toBe("suite");
    expect(codeOf(unwrapMasterKey({ ...good, wrapped: new Uint8Array() }))).toBe("suite");
    expect(argon2).not.toHaveBeenCalled();
    expect(codeOf(unwrapMasterKey(good))).toBe("ok");
    expect(argon2).toHaveBeenCalledTimes(1);
  });

  it("takes the bounds themselves", () => {
    const bounds = [{ ops: 3 }, { ops: 64, mem: 64 * MiB }, { mem: 64 * MiB }, { ops: 3, mem: 1024 * MiB }];
    const mostWork = [
      { ops: 16, mem: 1024 * MiB },
      { ops: 64, mem: 256 * MiB },
    ];
    for (const edit of [...bounds, ...mostWork])
      expect.soft(checkKdfHeader({ ...header, ...edit })).toEqual({ ok: true, value: true });
  });

  it("a new profile's header has its own salt and passes its own check", () => {
    const [one, two] = [newKdfHeader(header.profileId, kdfFloor), newKdfHeader(header.profileId, kdfFloor)];
    expect(hexText(one.salt)).not.toBe(hexText(two.salt));
    expect(checkKdfHeader(one).ok).toBe(true);
  });

  it("calibration stays within floor and ceiling, however fast or slow the clock says this computer is", () => {
    for (const took of [0.001, 1, 100, 300, 699, 5000, 1_000_000]) {
      let now = 0;
      const cost = calibrateKdf(700, () => {
        now += took;
        return now;
      });
      expect
        .soft(checkKdfHeader(newKdfHeader(header.profileId, cost)), `${took} ms`)
        .toEqual({ ok: true, value: true });
      if (took >= 700) expect.soft(cost).toEqual({ ...kdfFloor });
      if (took <= 1) expect.soft(cost.mem).toBe(256 * MiB);
      expect.soft(cost.ops * cost.mem, `${took} ms`).toBeLessThanOrEqual(4096 * MiB);
    }
  });
});
