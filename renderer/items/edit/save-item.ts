/** Saving what stands in the editor. */
import type { CommandOutput } from "../../../shared/contract/commands.ts";
import { words } from "../../../shared/copy/words.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { callAsking } from "../shown/ask-again.tsx";
import { changesOf, type Draft, draftOf, type Earlier, fieldsToRead } from "./draft.ts";

type Saved = CommandOutput<"item.save">;
type Saving = {
  item: string | null;
  /** The version that the editor began with. */
  opened: number;
  /** What was typed before, on an older version. */
  resumed: Earlier | null;
  vault: string;
  draft: Draft;
  first: Draft;
  over: number | undefined;
  /** Under which name it is kept. */
  typed: string | null;
};

/** Reads what must be sent along though nobody touched it, then saves. */
export async function saveItem({
  item,
  opened,
  resumed,
  vault,
  draft,
  first,
  over,
  typed,
}: Saving): Promise<Result<Saved>> {
  const values = new Map<number, string>();
  for (const { key, from } of fieldsToRead(draft, first)) {
    if (item === null || from === null) continue;
    const now = await callAsking("item.reveal", { item, field: from });
    // Somebody took the field away since: it was there in the version that was opened.
    const began = resumed?.base ?? opened;
    const isGone = !now.ok && now.failure.code === "not-found" && began > 0;
    const read = isGone ? await callAsking("item.reveal", { item, field: from, version: began }) : now;
    if (!read.ok) return read;
    values.set(key, read.value.value);
  }
  const fields = draft.fields.map((field) => ({ ...field, value: field.value ?? values.get(field.key) ?? null }));
  const changes = changesOf({ ...draft, fields }, first);
  const of = item === null ? { kind: draft.kind } : { item, base: opened, ...(resumed === null ? {} : { resumed }) };
  const asked = { ...(over === undefined ? {} : { over }), ...(typed === null ? {} : { typed }) };
  const saved = await callAsking("item.save", { vault, ...of, changes, ...asked });
  return saved.ok ? ok(saved.value) : saved;
}

/**
 * What stands in the editor as a new item of another vault, where its item cannot be saved any more: without the secrets that were
 * neither typed nor shown.
 */
export async function saveAsNew(
  draft: Draft,
  { vault, typed }: { vault: string; typed: string | null },
): Promise<Result<Saved>> {
  const fields = draft.fields.filter(({ value }) => value !== null);
  const changes = changesOf({ ...draft, fields }, draftOf(null, {}));
  const { kind } = draft;
  const kept = typed === null ? {} : { typed };
  return callAsking("item.save", { vault, kind, changes, ...kept });
}

/** What is told about it. */
export function savedWords({ draft, reason, conflicts }: Saved, title: string): string {
  const told = words.notices;
  if (reason !== null) return (reason === "moved" ? told.savedMoved : told.savedStays)(title);
  if (conflicts.some(({ field }) => field === "deleted")) return told.savedBack(title);
  if (conflicts.length > 0) return told.savedConflicts(title, conflicts.length);
  return (draft ? told.savedDraft : told.saved)(title);
}
