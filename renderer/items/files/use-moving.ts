/** Files on their way into one item, or between this computer and the server. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Events } from "../../../shared/contract/commands.ts";
import { useEvent } from "../../client/client.ts";
import { type Adding, type AddingList, addFile } from "./add-file.ts";

export type OnTheWay = { way: "up" | "down"; percent: number };
export type FilesOnTheWay = {
  adding: readonly Adding[];
  /** By the file's id. */
  moving: ReadonlyMap<string, OnTheWay>;
  add(files: Iterable<File>): void;
  cancel(key: string): void;
};

/** What is on its way for this item; another item begins with nothing. */
export function useFiles(item: string): FilesOnTheWay {
  const [adding, setAdding] = useState<readonly Adding[]>([]);
  const [moving, setMoving] = useState<ReadonlyMap<string, OnTheWay>>(new Map());
  const cancelled = useRef(new Set<string>());
  const shown = useRef(item);
  useEffect(() => {
    shown.current = item;
    setAdding([]);
    setMoving(new Map());
  }, [item]);
  useEvent(
    "attachment.progress",
    useCallback(({ file, way, done, total }: Events["attachment.progress"]) => {
      setMoving((before) => {
        const after = new Map(before);
        if (done >= total) after.delete(file);
        else after.set(file, { way, percent: Math.floor((100 * done) / total) });
        return after;
      });
    }, []),
  );
  const list = useMemo<AddingList>(() => {
    const change = (how: (before: readonly Adding[]) => readonly Adding[]) => {
      if (shown.current === item) setAdding(how);
    };
    return {
      show: (one) =>
        change((before) =>
          before.some(({ key }) => key === one.key)
            ? before.map((other) => (other.key === one.key ? one : other))
            : [...before, one],
        ),
      gone: (key) => change((before) => before.filter((other) => other.key !== key)),
      isCancelled: (key) => cancelled.current.has(key),
    };
  }, [item]);
  const add = useCallback(
    (files: Iterable<File>) => {
      // One after the other: each is sealed and on the disk before the next one is read.
      void [...files].reduce((before, file) => before.then(() => addFile(item, file, list)), Promise.resolve());
    },
    [item, list],
  );
  return { adding, moving, add, cancel: (key) => void cancelled.current.add(key) };
}
