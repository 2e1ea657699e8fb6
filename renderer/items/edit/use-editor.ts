/** The state of the editor, and saving. */
import { useState } from "react";
import type { CommandOutput } from "../../../shared/contract/commands.ts";
import { words } from "../../../shared/copy/words.ts";
import type { Failure, Result } from "../../../shared/failures.ts";
import { ok } from "../../../shared/failures.ts";
import { call } from "../../client/client.ts";
import { tell } from "../../page/notify.tsx";
import type { ShownItem } from "../shown/use-shown-item.ts";
import { changesOf, type Draft, draftOf, type Faults, faultsOf, fieldsToRead, isFaulty } from "./draft.ts";
import type { EditorFieldsProps } from "./editor-fields.tsx";

type EditorStart = {
  shown: ShownItem | null;
  title: string;
  vault: string;
  onDone(item: string | null): void;
  /** Saving was asked for, and something is wrong. */
  onFault(): void;
};

export type Editor = {
  /** The version of the item that editing began with; 0: none is in the chain. */
  opened: number;
  /** How many fields differ from the item. */
  changed: number;
  isBusy: boolean;
  failure: Failure | null;
  save(): void;
  /** An older version is shown for want of the newest: whether to save on top of it; null where nothing is asked. */
  question: { yes(): void; no(): void } | null;
  fields: Pick<EditorFieldsProps, "isPasswordChanged" | "draft" | "faults" | "vault" | "onVault" | "onPut" | "onRead">;
};

const noFaults: Faults = { title: false, urls: [], fields: [] };

/** One for each editing. */
export function useEditor({ shown, title, vault, onDone, onFault }: EditorStart): Editor {
  const item = shown?.row.item ?? null;
  const [opened] = useState(() => shown?.detail?.version ?? 0);
  const [first, setFirst] = useState<Draft>(() => draftOf(shown?.detail ?? null, shown?.openValues ?? {}));
  const [draft, setDraft] = useState<Draft>(() => (title === "" ? first : { ...first, title }));
  const [target, setTarget] = useState(shown?.row.vault ?? vault);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [hasTried, setTried] = useState(false);
  const changed = Object.keys(changesOf(draft, first)).length;

  const save = async (over?: number): Promise<void> => {
    setTried(true);
    if (isBusy) return;
    if (isFaulty(faultsOf(draft))) return onFault();
    if (changed === 0) return onDone(item);
    setBusy(true);
    setFailure(null);
    const saved = await saveItem({ item, opened, vault: target, draft, first, over });
    setBusy(false);
    if (!saved.ok) return setFailure(saved.failure);
    tell(savedWords(saved.value));
    onDone(saved.value.item);
  };
  return {
    opened,
    changed,
    isBusy,
    failure,
    save: () => void save(),
    question:
      failure?.code === "older-version"
        ? { yes: () => void save(failure.detail?.number), no: () => setFailure(null) }
        : null,
    fields: {
      isPasswordChanged: draft.password !== first.password,
      draft,
      faults: hasTried ? faultsOf(draft) : noFaults,
      vault: target,
      onVault: setTarget,
      onPut: (change) => setDraft((before) => ({ ...before, ...change })),
      onRead: (change) => {
        setFirst((before) => ({ ...before, ...change(before) }));
        setDraft((before) => ({ ...before, ...change(before) }));
      },
    },
  };
}

function savedWords({ draft, conflicts }: Saved): string {
  if (conflicts.length > 0) return words.items.savedConflicts(conflicts.length);
  return draft ? words.items.savedDraft : words.items.saved;
}

type Saved = CommandOutput<"item.save">;
type Saving = {
  item: string | null;
  opened: number;
  vault: string;
  draft: Draft;
  first: Draft;
  over: number | undefined;
};

/** Reads what must be sent along though nobody touched it, then saves. */
async function saveItem({ item, opened, vault, draft, first, over }: Saving): Promise<Result<Saved>> {
  const values = new Map<number, string>();
  for (const { key, from } of fieldsToRead(draft, first)) {
    if (item === null || from === null) continue;
    const now = await call("item.reveal", { item, field: from });
    // Somebody took the field away since: it was there in the version that was opened.
    const isGone = !now.ok && now.failure.code === "not-found" && opened > 0;
    const read = isGone ? await call("item.reveal", { item, field: from, version: opened }) : now;
    if (!read.ok) return read;
    values.set(key, read.value.value);
  }
  const fields = draft.fields.map((field) => ({ ...field, value: field.value ?? values.get(field.key) ?? null }));
  const changes = changesOf({ ...draft, fields }, first);
  const of = item === null ? { kind: "login" as const } : { item, base: opened };
  const saved = await call("item.save", { vault, ...of, changes, ...(over === undefined ? {} : { over }) });
  return saved.ok ? ok(saved.value) : saved;
}
