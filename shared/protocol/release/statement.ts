/**
 * What a release key signs: one version of the desktop app with its date and the hash of every file [protocol: Releases]. The
 * app runs nothing that no such statement names, on any system, whatever the place says from which it came.
 */
import { z } from "zod";
import { hashText } from "../../crypto/hash.ts";
import { type SigningKey, signBytes, verifyBytes } from "../../crypto/sign.ts";
import { type BodySchema, encodeWith, parseWith } from "../../encoding/canonical.ts";
import { bytesField, bytesMax, strict, suiteField, timeField, uintField } from "../../encoding/fields.ts";
import type { EpochMs, Hash } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { fail, ok, type Result } from "../../failures.ts";

export const releaseSystems = ["linux", "win32", "darwin"] as const;
export const releaseProcessors = ["x64", "arm64", "universal"] as const;

export type ReleaseFile = {
  /** A bare name: letters, digits, dots, hyphens and underscores, never a path. */
  name: string;
  system: (typeof releaseSystems)[number];
  processor: (typeof releaseProcessors)[number];
  /** Bytes. */
  size: number;
  sha512: Uint8Array;
};

export type Release = {
  /** Three numbers: `1.20.3`. */
  version: string;
  at: EpochMs;
  files: ReleaseFile[];
};

/** A release as it was read: with the hash of what was signed, by which a second one of the same version is told apart. */
export type SignedRelease = Release & { hash: Hash };

const number = "(?:0|[1-9]\\d{0,5})";
const versionForm = new RegExp(`^${number}\\.${number}\\.${number}$`);
const nameForm = /^[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.))*$/;
const formed = (most: number, form: RegExp) =>
  z
    .string()
    .max(most)
    .refine((text) => form.test(text));

const fileSchema = strict({
  name: formed(limits.releaseNameChars, nameForm),
  system: z.enum(releaseSystems),
  processor: z.enum(releaseProcessors),
  size: uintField(),
  sha512: bytesField(64),
});

const statementSchema = strict({
  suite: suiteField(),
  product: z.literal("latchkey-desktop"),
  channel: z.literal("stable"),
  version: formed(20, versionForm),
  at: timeField(),
  files: z.array(fileSchema).max(limits.filesPerRelease),
}) as unknown as BodySchema<Release & { suite: 1; product: "latchkey-desktop"; channel: "stable" }>;

const signedSchema = strict({
  statement: bytesMax(limits.releaseBytes),
  sig: bytesField(64),
}) as unknown as BodySchema<{
  statement: Uint8Array;
  sig: Uint8Array;
}>;

/** The bytes that are published beside the files. Throws where the release does not fit its schema (a bug of who releases). */
export function signRelease(signKey: SigningKey, { version, at, files }: Release): Uint8Array {
  const statement = encodeWith(statementSchema, {
    ...{ suite: 1, product: "latchkey-desktop", channel: "stable" },
    ...{ version, at, files },
  });
  return encodeWith(signedSchema, { statement, sig: signBytes(signKey, "update", statement) });
}

/** Reads what was published; `update` with reason `encoding`, `signature` or `names` where it is not one of these keys' release. */
export function readRelease(releaseKeys: readonly Uint8Array[], bytes: Uint8Array): Result<SignedRelease> {
  const signed = parseWith(signedSchema, bytes, 2 * limits.releaseBytes);
  if (!signed.ok) return fail("update", { reason: "encoding" });
  const { statement, sig } = signed.value;
  if (!releaseKeys.some((key) => verifyBytes(key, "update", statement, sig)))
    return fail("update", { reason: "signature" });
  const read = parseWith(statementSchema, statement, limits.releaseBytes);
  if (!read.ok) return fail("update", { reason: "encoding" });
  const { version, at, files } = read.value;
  // Two files of one name, also where only the case differs, would lie over each other.
  const names = new Set(files.map(({ name }) => name.toLowerCase()));
  if (names.size !== files.length) return fail("update", { reason: "names" });
  return ok({ version, at, files, hash: hashText("release", statement) });
}
