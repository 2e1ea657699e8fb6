/**
 * Files on their way into items, whoever shows them: begun in the detail or by saving an editor, they go on while other items are
 * shown, and are seen again beside theirs.
 */
import { useCallback, useSyncExternalStore } from "react";
import { type Adding, addFile, type FileHolder } from "./add-file.ts";

const nothing: readonly Adding[] = [];
const byItem = new Map<string, readonly Adding[]>();
const cancelled = new Set<string>();
const listeners = new Set<() => void>();

function change(item: string, how: (before: readonly Adding[]) => readonly Adding[]): void {
  const after = how(byItem.get(item) ?? nothing);
  if (after.length === 0) byItem.delete(item);
  else byItem.set(item, after);
  for (const listener of listeners) listener();
}

/** One after the other: each is sealed and on the disk before the next one is read. */
export async function addFiles(to: FileHolder, files: Iterable<File>): Promise<void> {
  for (const file of files)
    await addFile(to, file, {
      show: (one) =>
        change(to.item, (before) =>
          before.some(({ key }) => key === one.key)
            ? before.map((other) => (other.key === one.key ? one : other))
            : [...before, one],
        ),
      gone: (key) => {
        cancelled.delete(key);
        change(to.item, (before) => before.filter((other) => other.key !== key));
      },
      isCancelled: (key) => cancelled.has(key),
    });
}

/** At its next piece. */
export function cancelAdding(key: string): void {
  cancelled.add(key);
}

/** Those of one item. */
export function useAdding(item: string): readonly Adding[] {
  const subscribe = useCallback((listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return useSyncExternalStore(subscribe, () => byItem.get(item) ?? nothing);
}
