/**
 * Exports of other apps for codes: which one a file is, by what stands in it and never by its name, and every code of it. A file comes
 * from anywhere: its size, its depth, its counts and what opening it would cost are bounded before anything is derived.
 */
import { limits } from "../../../../../shared/encoding/limits.ts";
import { fail, type Result } from "../../../../../shared/failures.ts";
import type { MigratedCode } from "../../../../../shared/model/otpauth-migration.ts";
import { utf8Bytes } from "../../../../../shared/text.ts";
import { isAegis, readAegis } from "./aegis.ts";
import { isAndOtp, isSealedAndOtp, readAndOtp, readSealedAndOtp } from "./and-otp.ts";
import { boundedJson } from "./bounded-json.ts";
import { notRead } from "./exported-code.ts";
import { isSealedStratum, isStratum, readSealedStratum, readStratum } from "./stratum.ts";
import { isTwoFas, readTwoFas } from "./two-fas.ts";

type Read = Result<MigratedCode[]> | Promise<Result<MigratedCode[]>>;
type Reader<File> = { is(file: File): boolean; read(file: File, password: Uint8Array | null): Read };

/** Of JSON, told apart by its shape. */
const ofJson: readonly Reader<unknown>[] = [
  { is: isAegis, read: readAegis },
  { is: isTwoFas, read: readTwoFas },
  { is: isStratum, read: readStratum },
  { is: isAndOtp, read: readAndOtp },
];
/** Of bytes. The second has no beginning of its own, and is what is left. */
const ofBytes: readonly Reader<Uint8Array>[] = [
  { is: isSealedStratum, read: readSealedStratum },
  { is: isSealedAndOtp, read: readSealedAndOtp },
];

/** Fails `limit`, and `import` with `codes-unknown`, `codes-newer`, `codes-damaged`, `codes-asked` or `codes-passphrase`. */
export async function readCodesFile(bytes: Uint8Array, passphrase: string | null): Promise<Result<MigratedCode[]>> {
  if (bytes.length > limits.codeFileBytes) return fail("limit", { field: "bytes", number: limits.codeFileBytes });
  // An empty one is none: no app takes it, and it would open what was never closed.
  const password = passphrase === null || passphrase === "" ? null : utf8Bytes(passphrase);
  try {
    return await (isJson(bytes) ? readJson(bytes, password) : readWith(ofBytes, bytes, password));
  } finally {
    password?.fill(0);
  }
}

async function readJson(bytes: Uint8Array, password: Uint8Array | null): Promise<Result<MigratedCode[]>> {
  const json = boundedJson(bytes);
  return json.ok ? readWith(ofJson, json.value, password) : json;
}

async function readWith<File>(
  readers: readonly Reader<File>[],
  file: File,
  password: Uint8Array | null,
): Promise<Result<MigratedCode[]>> {
  const reader = readers.find(({ is }) => is(file));
  return reader === undefined ? notRead("codes-unknown") : await reader.read(file, password);
}

/** By its first sign: a brace or a bracket, behind what nobody sees. */
function isJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => ![0xef, 0xbb, 0xbf, 0x20, 0x09, 0x0a, 0x0d].includes(byte));
  return first === 0x7b || first === 0x5b;
}
