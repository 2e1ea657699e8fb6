/**
 * Merge of an item of the system, by key: what the chain changed meanwhile stays, what only the draft changed is taken.
 * These items have no conflicts list; both values stay in the chain's versions.
 */

import { type Encodable, encode } from "../../../../shared/encoding/canonical.ts";
import { ok, type Result } from "../../../../shared/failures.ts";
import { encodeSystemItem, parseSystemItem, type SystemItem } from "../../../../shared/model/records.ts";
import { bytesEqual } from "../../../../shared/text.ts";

/** The overview to write, or null where it would say nothing new. `current` is null where nothing stands there. */
export function mergeSystemItem(
  current: Uint8Array | null,
  draft: { base: Uint8Array | null; wanted: Uint8Array },
): Result<Uint8Array | null> {
  if (current === null) return ok(draft.wanted);
  const [now, wanted] = [parseSystemItem(current), parseSystemItem(draft.wanted)];
  if (!wanted.ok) return wanted;
  if (!now.ok) return ok(draft.wanted);
  const base = draft.base === null ? now : parseSystemItem(draft.base);
  if (!base.ok) return base;
  if (now.value.kind !== wanted.value.kind || base.value.kind !== wanted.value.kind) return ok(null);
  const merged = { ...now.value } as Record<string, Encodable>;
  for (const [key, value] of Object.entries(wanted.value as Record<string, Encodable>)) {
    const was = (base.value as Record<string, Encodable>)[key];
    if (!same(value, was) && same(merged[key], was)) merged[key] = value;
  }
  const bytes = encodeSystemItem(merged as SystemItem);
  return ok(bytesEqual(bytes, current) ? null : bytes);
}

function same(left: Encodable | undefined, right: Encodable | undefined): boolean {
  return left === right || bytesEqual(encode(left ?? null), encode(right ?? null));
}
