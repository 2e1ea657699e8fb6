/** The state of an import: the file that was read, where its groups go, how far it is, what came of it. */
import { useCallback, useState } from "react";
import type { ImportPreview, ImportReport, VaultShape } from "../../shared/contract/shapes.ts";
import type { Failure } from "../../shared/failures.ts";
import { call, useAnswer, useEvent } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { isWritable } from "../vaults/is-writable.ts";
import type { Chosen } from "./choose-file.tsx";
import type { Targets } from "./targets.ts";

type Progress = { done: number; total: number };
export type Importing = {
  vaults: VaultShape[];
  preview: ImportPreview | null;
  targets: Targets;
  failure: Failure | null;
  isReading: boolean;
  isStopping: boolean;
  progress: Progress | null;
  report: ImportReport | null;
  /** How many items will be taken. */
  count: number;
  setTargets(targets: Targets): void;
  read(chosen: Chosen): void;
  take(): void;
  stop(): void;
  leave(): void;
};

/** One for the screen; `onDone` leaves it. */
export function useImporting(onDone: () => void): Importing {
  const vaults = (useAnswer("vault.list", {}).value ?? []).filter(isWritable);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [targets, setTargets] = useState<Targets>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isReading, setReading] = useState(false);
  const [isStopping, setStopping] = useState(false);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  useEvent(
    "import.progress",
    useCallback((event: Progress) => setProgress((before) => (before === null ? null : event)), []),
  );
  const count = preview === null ? 0 : preview.items.filter((row) => row.state !== "same" && targets[row.group]).length;

  const read = async (chosen: Chosen): Promise<void> => {
    const personal = vaults.find(({ kind }) => kind === "personal")?.vault;
    setReading(true);
    setFailure(null);
    const answer = await call("import.preview", inputOf(chosen, personal));
    setReading(false);
    if (!answer.ok) return setFailure(answer.failure);
    setTargets(Object.fromEntries(answer.value.groups.map(({ name }) => [name, likelyTarget(name, vaults, personal)])));
    setPreview(answer.value);
  };
  const take = async (): Promise<void> => {
    if (preview === null || progress !== null) return;
    setProgress({ done: 0, total: count });
    const chosen = Object.fromEntries(Object.entries(targets).filter(([, vault]) => vault !== ""));
    const applied = await call("import.apply", { preview: preview.preview, targets: chosen });
    setProgress(null);
    setStopping(false);
    if (applied.ok) return setReport(applied.value);
    // What was taken stays; the report under Settings says how far it came.
    tellFailure(applied.failure);
    onDone();
  };
  const cancel = (): void => {
    if (preview !== null && report === null) void call("import.cancel", { preview: preview.preview });
  };
  return {
    ...{ vaults, preview, targets, failure, isReading, isStopping, progress, report, count, setTargets },
    read: (chosen) => void read(chosen),
    take: () => void take(),
    stop: () => {
      setStopping(true);
      cancel();
    },
    leave: () => {
      cancel();
      onDone();
    },
  };
}

function inputOf({ bytes, passphrase, keyFile, fileName }: Chosen, target: string | undefined) {
  return {
    format: "kdbx" as const,
    bytes,
    fileName,
    ...(target === undefined ? {} : { target }),
    ...(passphrase === null ? {} : { passphrase }),
    ...(keyFile === null ? {} : { keyFile }),
  };
}

/** A vault called like the group; else the personal one, where nobody else sees it. */
function likelyTarget(group: string, vaults: VaultShape[], personal: string | undefined): string {
  const name = group.split("/").at(-1);
  return vaults.find(({ title }) => title !== "" && title === name)?.vault ?? personal ?? "";
}
