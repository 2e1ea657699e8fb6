/** Nothing that a release key did not sign is read as a release, and no file of one has a name that leads elsewhere. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../crypto/ready.ts";
import { signBytes, signingKeys } from "../../crypto/sign.ts";
import { encode } from "../../encoding/canonical.ts";
import type { EpochMs } from "../../encoding/ids.ts";
import { compareVersions, mayFollow, type SeenRelease } from "./newer.ts";
import { type Release, readRelease, type SignedRelease, signRelease } from "./statement.ts";

beforeAll(cryptoReady);
const keys = () => signingKeys(new Uint8Array(32).fill(7));
const others = () => signingKeys(new Uint8Array(32).fill(8));

const file = { name: "Latchkey-1.2.3-linux-x64.deb", system: "linux", processor: "x64", size: 9 } as const;
const release = (changes: Partial<Release> = {}): Release => ({
  version: "1.2.3",
  at: 1_700_000_000_000 as EpochMs,
  files: [{ ...file, sha512: new Uint8Array(64).fill(1) }],
  ...changes,
});

/** What a signer who holds the key could publish, also what our own tool would not. */
function signedRaw(statement: unknown, label: "update" | "log" = "update"): Uint8Array {
  const bytes = encode(statement as never);
  return encode({ statement: bytes, sig: signBytes(keys().signKey, label, bytes) });
}
const raw = (changes: Record<string, unknown> = {}) => ({
  ...{ suite: 1, product: "latchkey-desktop", channel: "stable" },
  ...{ version: "1.2.3", at: 5, files: [{ ...file, sha512: new Uint8Array(64) }] },
  ...changes,
});
const reasonOf = (bytes: Uint8Array, releaseKeys = [keys().signPk]) => {
  const read = readRelease(releaseKeys, bytes);
  return read.ok ? "taken" : `${read.failure.code} ${read.failure.detail?.reason}`;
};

describe("a release", () => {
  it("is read as it was signed, by any of the pinned keys", () => {
    const read = readRelease([others().signPk, keys().signPk], signRelease(keys().signKey, release()));
    expect(read).toMatchObject({ ok: true, value: release() });
    expect(reasonOf(signedRaw(raw()))).toBe("taken");
  });

  it("with any byte changed is refused", () => {
    const bytes = signRelease(keys().signKey, release());
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 1;
      expect(reasonOf(changed)).toMatch(/^update (encoding|signature)$/);
    }
  });

  it.each<[string, () => Uint8Array, string]>([
    ["of another key", () => signRelease(others().signKey, release()), "update signature"],
    ["signed for another purpose", () => signedRaw(raw(), "log"), "update signature"],
    ["of another product", () => signedRaw(raw({ product: "latchkey-server" })), "update encoding"],
    ["of another channel", () => signedRaw(raw({ channel: "nightly" })), "update encoding"],
    ["of another suite", () => signedRaw(raw({ suite: 2 })), "update encoding"],
    ["with a word more", () => signedRaw(raw({ floor: 1 })), "update encoding"],
    ["that is empty", () => new Uint8Array(), "update encoding"],
    ["of a mebibyte", () => new Uint8Array(1 << 20), "update encoding"],
    ["with two files of one name", () => signedRaw(raw({ files: twice("a.deb", "A.deb") })), "update names"],
  ])("%s is refused", (_what, bytes, said) => {
    expect(reasonOf(bytes())).toBe(said);
  });

  it("is nobody's where no key is pinned", () => {
    expect(reasonOf(signRelease(keys().signKey, release()), [])).toBe("update signature");
  });

  it.each([
    "../x.deb",
    "a/b.deb",
    "a\\b.deb",
    "..",
    ".hidden",
    "a..deb",
    "C:x",
    "x y.deb",
    "-x.deb",
    "",
    "a".repeat(101),
    "ä.deb",
    "a%2fb",
  ])("with a file named %j is refused", (name) => {
    expect(reasonOf(signedRaw(raw({ files: [{ ...file, name, sha512: new Uint8Array(64) }] })))).toBe(
      "update encoding",
    );
  });

  it.each(["1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.3-beta", "1.2.1000000", " 1.2.3", "1.2.3\n"])(
    "of version %j is refused",
    (version) => {
      expect(reasonOf(signedRaw(raw({ version })))).toBe("update encoding");
    },
  );
});

const twice = (...names: string[]) => names.map((name) => ({ ...file, name, sha512: new Uint8Array(64) }));
const shown = (version: string, at: number, hash = `hash-${version}-${at}`) =>
  ({ version, at, hash, files: [] }) as unknown as SignedRelease;
const seenAs = ({ version, at, hash }: SignedRelease): SeenRelease => ({ version, at, hash });

describe("what may follow", () => {
  it.each<[string, SignedRelease, string, SignedRelease | null, boolean | string]>([
    ["a newer one", shown("1.3.0", 9), "1.2.3", null, true],
    ["the one that runs", shown("1.2.3", 9), "1.2.3", null, false],
    ["an older one than runs, where nothing newer was seen", shown("1.2.2", 9), "1.2.3", null, false],
    ["the newest seen, once more", shown("1.3.0", 9), "1.2.3", shown("1.3.0", 9), true],
    ["a newer one after that", shown("1.10.0", 10), "1.2.3", shown("1.9.0", 9), true],
    ["an older one than was seen", shown("1.2.9", 99), "1.2.3", shown("1.3.0", 9), "older"],
    ["another one of the version that was seen", shown("1.3.0", 9, "other"), "1.2.3", shown("1.3.0", 9), "other"],
    ["a newer version with an earlier date", shown("1.4.0", 8), "1.2.3", shown("1.3.0", 9), "date"],
    ["a newer version with the same date", shown("1.4.0", 9), "1.2.3", shown("1.3.0", 9), "date"],
  ])("%s", (_what, next, running, seen, answer) => {
    const answered = mayFollow(next, running, seen === null ? null : seenAs(seen));
    expect(answered.ok ? answered.value : answered.failure.detail?.reason).toBe(answer);
  });

  it("whatever is shown, what was taken for good only goes up, and no version has two hashes", () => {
    const versions = fc.tuple(...[3, 3, 3].map((max) => fc.nat({ max }))).map((parts) => parts.join("."));
    const releases = fc.array(fc.record({ version: versions, at: fc.nat({ max: 6 }), copy: fc.nat({ max: 2 }) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(releases, (all) => {
        let seen: SeenRelease | null = null;
        for (const { version, at, copy } of all) {
          const next = shown(version, at, `${version} ${at} ${copy}`);
          if (!mayFollow(next, "0.0.0", seen).ok) continue;
          if (seen !== null) {
            expect(compareVersions(version, seen.version)).toBeGreaterThanOrEqual(0);
            if (version === seen.version) expect(next.hash).toBe(seen.hash);
          }
          seen = seenAs(next);
        }
      }),
    );
  });
});
