/** Files that an open editor adds and removes: nothing of it is done before it is saved. Pure but for `saveFiles`. */
import { words } from "../../../shared/copy/words.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { call } from "../../client/client.ts";
import { tellFailure } from "../../page/notify.tsx";
import type { FileHolder } from "../files/add-file.ts";
import { addFiles } from "../files/adding.ts";

export type FilesDraft = {
  added: readonly { key: string; file: File }[];
  /** By their ids. */
  removed: ReadonlySet<string>;
};

export const noFiles: FilesDraft = { added: [], removed: new Set() };

/** With these too, where each is small enough and the item may hold so many; `problem` says what was left out. */
export function withFiles(
  draft: FilesDraft,
  held: number,
  files: readonly File[],
): { draft: FilesDraft; problem: string | null } {
  const large = files.find(({ size }) => size > limits.attachmentBytes);
  const fitting = files.filter(({ size }) => size <= limits.attachmentBytes);
  const places = limits.attachmentsPerItem - (held - draft.removed.size) - draft.added.length;
  const taken = fitting.slice(0, Math.max(0, places)).map((file) => ({ key: crypto.randomUUID(), file }));
  const problem =
    large !== undefined
      ? words.files.tooLarge(large.name)
      : taken.length < fitting.length
        ? words.files.tooMany(limits.attachmentsPerItem)
        : null;
  return { draft: { ...draft, added: [...draft.added, ...taken] }, problem };
}

/** How many files are to be added or removed. */
export function fileChanges({ added, removed }: FilesDraft): number {
  return added.length + removed.size;
}

/** Once the item is saved: removes, then adds one after the other, seen beside the item; tells how each ended. */
export async function saveFiles(item: FileHolder, { added, removed }: FilesDraft): Promise<void> {
  for (const file of removed) {
    const gone = await call("attachment.remove", { item: item.item, file });
    if (!gone.ok && gone.failure.code !== "not-found") tellFailure(gone.failure);
  }
  await addFiles(
    item,
    added.map(({ file }) => file),
  );
}
