/**
 * The committing envelope [protocol: Envelope]. Private to this folder: callers see one function pair per purpose. No function
 * takes a nonce, none has optional context, and opening takes the context that the caller expects.
 *
 * [Note: Commitment first] `ke || kc = KDF64(key, "envelope", nonce, context)`. `kc` stands in the envelope and is
 * compared before anything is decrypted, so one ciphertext opens under one key and one context only (no partitioning
 * oracle), and a wrong key looks exactly like a wrong context.
 */
import { type Encodable, encode } from "../encoding/canonical.ts";
import { fail, ok, type Result } from "../failures.ts";
import { joinBytes } from "../text.ts";
import { kdf64 } from "./hash.ts";
import { pad, unpad } from "./padding.ts";
import { randomNonce } from "./random.ts";
import { sodium } from "./sodium.ts";

export const suite = 1;
const nonceBytes = 24;
const commitBytes = 32;
const headBytes = 1 + nonceBytes + commitBytes;
const tagBytes = 16;

/** Context of an envelope: a required map whose `purpose` no other map has. */
export type EnvelopeContext = { readonly purpose: string; readonly [key: string]: Encodable };

/** How plaintext is padded; keys in bundles are not. */
export type Padding = "stepped" | "none";

/** Seals plaintext under a key for exactly this context. */
export function seal(
  key: Uint8Array,
  context: EnvelopeContext,
  plaintext: Uint8Array,
  padding: Padding = "stepped",
): Uint8Array {
  const nonce = randomNonce(nonceBytes);
  const { encryption, commitment } = derive(key, nonce, context);
  const padded = padding === "stepped" ? pad(plaintext) : plaintext;
  const cipher = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    padded,
    additional(context, commitment),
    null,
    nonce,
    encryption,
  );
  if (padded !== plaintext) padded.fill(0);
  encryption.fill(0);
  return joinBytes([Uint8Array.of(suite), nonce, commitment, cipher]);
}

/** Opens bytes for the expected context: `encoding` (too short), `suite`, `commitment`, `aead`, in that order. */
export function open(
  key: Uint8Array,
  expected: EnvelopeContext,
  bytes: Uint8Array,
  padding: Padding = "stepped",
): Result<Uint8Array> {
  if (bytes.length < headBytes + tagBytes) return fail("encoding", { reason: "envelope-length" });
  if (bytes[0] !== suite) return fail("suite", { number: bytes[0] as number });
  const nonce = bytes.subarray(1, 1 + nonceBytes);
  const { encryption, commitment } = derive(key, nonce, expected);
  if (!sodium.memcmp(commitment, bytes.subarray(1 + nonceBytes, headBytes))) return fail("commitment");
  try {
    const padded = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      bytes.subarray(headBytes),
      additional(expected, commitment),
      nonce,
      encryption,
    );
    if (padding === "none") return ok(padded);
    const plaintext = unpad(padded);
    return plaintext === null ? fail("aead", { reason: "padding" }) : ok(plaintext);
  } catch {
    return fail("aead");
  } finally {
    encryption.fill(0);
  }
}

function derive(
  key: Uint8Array,
  nonce: Uint8Array,
  context: EnvelopeContext,
): { encryption: Uint8Array; commitment: Uint8Array } {
  if (key.length !== 32) throw new Error("an envelope's key has 32 bytes");
  const both = kdf64(key, "envelope-key", nonce, context);
  const encryption = both.slice(0, 32);
  const commitment = both.slice(32);
  both.fill(0);
  return { encryption, commitment };
}

function additional(context: EnvelopeContext, commitment: Uint8Array): Uint8Array {
  return joinBytes([encode(context), commitment]);
}
