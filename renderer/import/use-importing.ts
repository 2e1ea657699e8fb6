/**
 * The state of an import: the file that was read, where its groups go, which rows stay away, how far it is, what came of it.
 * It lies above the screen, so that an import goes on while other sections are open.
 */
import { useCallback, useMemo, useState } from "react";
import type { CommandInput } from "../../shared/contract/commands.ts";
import type { ImportPreview, ImportReport } from "../../shared/contract/import-shapes.ts";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call, useAnswer, useEvent } from "../client/client.ts";
import { tellFailure, tellLater } from "../page/notify.tsx";
import { isWritable } from "../vaults/is-writable.ts";
import { vaultTitle } from "../vaults/vault-title.ts";
import type { FileSpace } from "./group-targets.tsx";
import { type Choice, newVaults, takenFileBytes, takenPlaces } from "./preview-rows.ts";
import { likelyTargets, type Targets, targetsInput } from "./targets.ts";

/** `since`: when taking began, epoch milliseconds. */
export type Progress = { done: number; total: number; since: number };
export type ReadInput = CommandInput<"import.preview">;
export type Importing = {
  vaults: VaultShape[];
  preview: ImportPreview | null;
  choice: Choice;
  failure: Failure | null;
  isReading: boolean;
  isStopping: boolean;
  progress: Progress | null;
  report: ImportReport | null;
  /** How many items will be taken, and how many vaults made for them. */
  count: number;
  vaultCount: number;
  files: FileSpace;
  /** Something is chosen, and its files have space. */
  canTake: boolean;
  setTargets(targets: Targets): void;
  setLeft(places: readonly number[], isLeft: boolean): void;
  read(input: ReadInput): void;
  forget(): void;
  take(): void;
  stop(): void;
  leave(): void;
};

/** Where groups go and which rows stay away. */
function useChoice(preview: ImportPreview | null) {
  const all = useAnswer("vault.list", {}).value;
  const vaults = useMemo(() => (all ?? []).filter(isWritable), [all]);
  const [targets, setTargets] = useState<Targets>(new Map());
  const [left, setLeftPlaces] = useState<ReadonlySet<number>>(new Set());
  const choice = useMemo((): Choice => {
    const titleOf = (vault: string) => vaultTitle((all ?? []).find((one) => one.vault === vault));
    return { targets, left, titleOf };
  }, [targets, left, all]);
  const count = useMemo(() => (preview === null ? 0 : takenPlaces(preview, choice).length), [preview, choice]);
  const bytes = useMemo(() => (preview === null ? 0 : takenFileBytes(preview, choice)), [preview, choice]);
  const space = useAnswer("attachment.space", {}, bytes > 0).value?.left ?? null;
  const canTake = count > 0 && (space === null || bytes <= space);
  const vaultCount = useMemo(() => (preview === null ? 0 : newVaults(preview, choice).length), [preview, choice]);
  return {
    ...{ vaults, choice, count, vaultCount, files: { bytes, left: space }, canTake, setTargets },
    setLeft: (changed: readonly number[], isLeft: boolean) =>
      setLeftPlaces((before) => {
        const after = new Set(before);
        for (const place of changed) isLeft ? after.add(place) : after.delete(place);
        return after;
      }),
    /** What a new dry run begins with. */
    begin: (groups: ImportPreview["groups"]) => {
      setTargets(likelyTargets(groups, vaults));
      setLeftPlaces(new Set());
    },
  };
}

/** How far it is. */
function useProgress() {
  const [progress, setProgress] = useState<Progress | null>(null);
  const moved = (event: { done: number; total: number }) =>
    setProgress((before) => (before === null ? null : { ...before, ...event }));
  useEvent("import.progress", useCallback(moved, []));
  return [progress, setProgress] as const;
}

/** What was taken before it was cancelled stays; the report that was kept says how far it came. */
async function newestReport(): Promise<ImportReport | null> {
  const kept = await call("import.reports", {});
  return (kept.ok ? kept.value[0] : undefined) ?? null;
}

/** One for the app; `onDone` leaves the screen, `isShown` says whether it is open. */
export function useImporting(isShown: () => boolean, onDone: () => void): Importing {
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isReading, setReading] = useState(false);
  const [isStopping, setStopping] = useState(false);
  const [progress, setProgress] = useProgress();
  const [report, setReport] = useState<ImportReport | null>(null);
  const { begin, ...chosen } = useChoice(preview);

  const forget = (): void => {
    setPreview(null);
    setReport(null);
    setFailure(null);
    setStopping(false);
  };
  const read = async (input: ReadInput): Promise<void> => {
    setReading(true);
    setFailure(null);
    const answer = await call("import.preview", input);
    setReading(false);
    if (!answer.ok) return setFailure(answer.failure);
    begin(answer.value.groups);
    setPreview(answer.value);
  };
  const take = async (): Promise<void> => {
    if (preview === null || progress !== null || !chosen.canTake) return;
    const { targets, left } = chosen.choice;
    const items = preview.items.flatMap((_, place) => (left.has(place) ? [] : [place]));
    setProgress({ done: 0, total: items.length, since: Date.now() });
    const input = { preview: preview.preview, targets: targetsInput(targets) };
    const applied = await call("import.apply", left.size === 0 ? input : { ...input, items });
    setProgress(null);
    setStopping(false);
    if (applied.ok) {
      setReport(applied.value);
      if (!isShown()) tellLater(words.import.doneAway(applied.value.added, applied.value.changed));
      return;
    }
    if (applied.failure.code !== "cancelled") return tellFailure(applied.failure);
    setReport(await newestReport());
  };
  const cancel = (): void => {
    if (preview !== null && report === null) void call("import.cancel", { preview: preview.preview });
  };
  return {
    ...chosen,
    ...{ preview, failure, isReading, isStopping, progress, report, forget },
    read: (input) => void read(input),
    take: () => void take(),
    stop: () => {
      setStopping(true);
      cancel();
    },
    leave: () => {
      cancel();
      forget();
      onDone();
    },
  };
}
