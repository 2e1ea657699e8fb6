/** A record's draft over what the chain holds now, as bytes. */
import { ok, type Result } from "../../../shared/failures.ts";
import { mergeRecord } from "../../../shared/model/records/record-merge.ts";
import { encodeRecord, parseRecord } from "../../../shared/model/records/records.ts";
import { bytesEqual } from "../../../shared/text.ts";

/** The overview to write, or null where it would say nothing new. `current` is null where nothing stands there. */
export function mergeRecordBytes(
  current: Uint8Array | null,
  draft: { base: Uint8Array | null; wanted: Uint8Array },
): Result<Uint8Array | null> {
  if (current === null) return ok(draft.wanted);
  const [now, wanted] = [parseRecord(current), parseRecord(draft.wanted)];
  if (!wanted.ok) return wanted;
  if (!now.ok) return ok(draft.wanted);
  const base = draft.base === null ? now : parseRecord(draft.base);
  if (!base.ok) return base;
  const merged = mergeRecord({ base: base.value, current: now.value, wanted: wanted.value });
  const bytes = encodeRecord(merged);
  return ok(bytesEqual(bytes, current) ? null : bytes);
}
