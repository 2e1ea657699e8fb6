/** What an answer to a question for a code holds, inside its envelope [protocol: Handed codes]. */
import { type HandedCodePlace, openHandedCode, sealHandedCode } from "../../crypto/handed-code-envelope.ts";
import type { KemKey } from "../../crypto/kem.ts";
import { encodeWith, parseWith } from "../../encoding/canonical.ts";
import { strict, textField, timeField } from "../../encoding/fields.ts";
import type { EpochMs } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import type { Result } from "../../failures.ts";

const mostBytes = 256;
const digits = /^[0-9]{6,8}$/;
const schema = strict({
  code: textField(8).refine((text) => digits.test(text)),
  from: timeField(),
  until: timeField(),
}).refine(({ from, until }) => until > from && until - from <= limits.handedCodeMs);

type Code = { code: string; from: number; until: number };

/** Sealed to the question alone. */
export function buildHandedCode(kemPk: Uint8Array, place: HandedCodePlace, { code, from, until }: Code): Uint8Array {
  const plain = encodeWith(schema, { code, from: from as EpochMs, until: until as EpochMs });
  const sealed = sealHandedCode(kemPk, place, plain);
  plain.fill(0);
  return sealed;
}

/** Opens and reads it: as `open`, `encoding`, `limit`. */
export function readHandedCode(kemKey: KemKey, place: HandedCodePlace, bytes: Uint8Array): Result<Code> {
  const plain = openHandedCode(kemKey, place, bytes);
  if (!plain.ok) return plain;
  const read = parseWith(schema, plain.value, mostBytes);
  plain.value.fill(0);
  return read;
}
