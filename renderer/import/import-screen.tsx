/** Import: choose a file, see every row, say where each group goes, take it, read the report. */
import { useCallback, useState } from "react";
import type { ImportPreview, ImportReport } from "../../shared/contract/shapes.ts";
import type { Failure } from "../../shared/result.ts";
import { call, useAnswer, useEvent } from "../client.ts";
import { words } from "../copy/words.ts";
import { tellFailure } from "../notify.tsx";
import { Button } from "../ui/controls.tsx";
import { ChooseFile, type Chosen } from "./choose-file.tsx";
import { PreviewTable } from "./preview-table.tsx";
import type { Targets } from "./targets.ts";

/** The screen in place of a room. */
export function ImportScreen({ onDone }: { onDone(): void }) {
  const vaults = (useAnswer("vault.list", {}).value ?? []).filter(
    ({ permission, state }) => permission !== "use" && state === "ready",
  );
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [targets, setTargets] = useState<Targets>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isReading, setReading] = useState(false);
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  useEvent(
    "import.progress",
    useCallback((event: { done: number; total: number }) => setProgress(event), []),
  );
  const personal = vaults.find(({ kind }) => kind === "personal")?.vault ?? "";

  const read = async ({ bytes, passphrase, keyFile, fileName }: Chosen): Promise<void> => {
    setReading(true);
    setFailure(null);
    const answer = await call("import.preview", {
      format: "kdbx",
      bytes,
      fileName,
      target: personal,
      ...(passphrase === null ? {} : { passphrase }),
      ...(keyFile === null ? {} : { keyFile }),
    });
    setReading(false);
    if (!answer.ok) return setFailure(answer.failure);
    setTargets(
      Object.fromEntries(
        answer.value.groups.map(({ name }) => [
          name,
          vaults.find((vault) => vault.title !== "" && name.split("/").at(-1) === vault.title)?.vault ?? personal,
        ]),
      ),
    );
    setPreview(answer.value);
  };
  const leave = (): void => {
    if (preview !== null && report === null) void call("import.cancel", { preview: preview.preview });
    onDone();
  };
  const taken =
    preview === null ? 0 : preview.items.filter((row) => row.state !== "same" && targets[row.group] !== "").length;
  const take = async (): Promise<void> => {
    if (preview === null) return;
    setProgress({ done: 0, total: taken });
    const chosen = Object.fromEntries(Object.entries(targets).filter(([, vault]) => vault !== ""));
    const applied = await call("import.apply", { preview: preview.preview, targets: chosen });
    setProgress(null);
    if (applied.ok) setReport(applied.value);
    else tellFailure(applied.failure);
  };
  return (
    <main className="import" aria-label={words.import.title}>
      <div className="band detail-band">
        <h1 className="title">{words.import.title}</h1>
        <span className="t3 grow cut">{preview === null ? "" : `${preview.fileName}, ${preview.formatVersion}`}</span>
        {report === null ? (
          <Button kind="quiet" shortcut="Esc" onClick={leave}>
            {words.act.cancel}
          </Button>
        ) : (
          <Button kind="main" onClick={onDone}>
            {words.import.toItems}
          </Button>
        )}
        {preview !== null && report === null && (
          <Button kind="main" disabled={taken === 0 || progress !== null} onClick={() => void take()}>
            {words.import.take(taken)}
          </Button>
        )}
      </div>
      {preview === null ? (
        <ChooseFile failure={failure} isReading={isReading} onRead={(chosen) => void read(chosen)} />
      ) : report !== null ? (
        <div className="first">
          <h2 className="screen-title">{words.import.done}</h2>
          <p className="t2" style={{ margin: "6px 0 16px" }}>
            {words.import.report(report.added, report.changed, report.same)}
          </p>
          {report.notTaken.map(({ what, why }) => (
            <p key={`${what}${why}`} className="line" style={{ minHeight: 28 }}>
              <b className="row-title">{what}</b>
              <span className="t3">{why}</span>
            </p>
          ))}
        </div>
      ) : (
        <>
          {progress !== null && (
            <div className="taking" role="status">
              <progress value={progress.done} max={Math.max(1, progress.total)} aria-label={words.import.title} />
              <span className="tab">{words.import.taking(progress.done, progress.total)}</span>
            </div>
          )}
          <PreviewTable preview={preview} vaults={vaults} targets={targets} onTargets={setTargets} />
        </>
      )}
    </main>
  );
}
