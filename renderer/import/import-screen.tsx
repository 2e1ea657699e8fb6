/** Import: choose a file, say what a table's columns are, see every row, say where each group goes, take it, read the report. */
import { useEffect, useState } from "react";
import type { ImportReport } from "../../shared/contract/import-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { isTyping, shownKey, useKeys } from "../page/keys.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { ReportLines } from "../page/report-lines.tsx";
import type { Step } from "../page/routes.ts";
import { useRoute, useStep } from "../page/use-route.ts";
import { Button } from "../ui/controls.tsx";
import { useLayer } from "../ui/layers.ts";
import { ChooseFile } from "./choose-file.tsx";
import { PreviewTable } from "./preview-table.tsx";
import { TableColumns } from "./table-columns.tsx";
import type { Importing, Progress } from "./use-importing.ts";
import { useTable } from "./use-table.ts";

/** One step back: from the rows to the columns, from there to the choice, from there out; an import that goes on is left alone. */
function stepBack(importing: Importing, table: ReturnType<typeof useTable>, onHide: () => void): void {
  const { preview, report, progress } = importing;
  if (progress !== null) onHide();
  else if (report !== null || (preview === null && table.chosen === null)) importing.leave();
  else {
    importing.forget();
    if (preview === null || table.chosen === null) table.forget();
  }
}

/** Where the import is; null: a file is being chosen. */
function stepAt({ preview, report }: Importing, table: ReturnType<typeof useTable>): Step | null {
  if (report !== null) return "import-report";
  if (preview !== null) return "import-rows";
  return table.chosen === null ? null : "import-columns";
}

type ImportProps = {
  importing: Importing;
  /** What was dropped in the window and is chosen at once. */
  dropped: File | null;
  /** Leaves the screen while the import goes on. */
  onHide(): void;
};

/** The screen in place of a section. */
export function ImportScreen({ importing, dropped, onHide }: ImportProps) {
  useRoute("import");
  const table = useTable(importing.read);
  const { preview, report, progress } = importing;
  const isChoosing = preview === null && table.chosen === null;
  useStep(stepAt(importing, table));
  const [first, setFirst] = useState(dropped);
  const back = (): void => {
    // Whoever goes back from a dropped table chooses anew: it does not choose itself again.
    if (preview === null && table.chosen !== null) setFirst(null);
    stepBack(importing, table, onHide);
  };
  useLayer("sheet", back);
  const take = (): boolean => {
    if (preview === null || progress !== null || report !== null || !importing.canTake) return false;
    importing.take();
    return true;
  };
  // Enter belongs to the choice that has the focus, and in a field to what is typed there; Ctrl Enter takes the items from anywhere.
  useKeys({ main: () => !isTyping() && take(), open: take });
  return (
    <main className="import" aria-label={words.import.title}>
      <Band importing={importing} fileName={table.chosen?.fileName ?? ""} onBack={back} />
      {isChoosing && (
        <ChooseFile
          dropped={first}
          failure={table.failure ?? importing.failure}
          isReading={importing.isReading}
          onRead={importing.read}
          onTable={(file) => void table.choose(file)}
        />
      )}
      {preview === null && table.chosen !== null && (
        <TableColumns
          {...{ table: table.chosen.table, columns: table.chosen.columns }}
          failure={table.failure ?? importing.failure}
          isReading={importing.isReading}
          onColumn={table.setColumn}
          onHeader={table.setHeader}
          onRead={table.read}
        />
      )}
      {preview !== null && report === null && (
        <>
          {progress !== null && <Taking {...progress} />}
          <PreviewTable
            preview={preview}
            vaults={importing.vaults}
            {...{ choice: importing.choice, files: importing.files }}
            isTaking={progress !== null}
            onTargets={importing.setTargets}
            onLeft={importing.setLeft}
          />
        </>
      )}
      {report !== null && <Done report={report} />}
    </main>
  );
}

function Done({ report }: { report: ImportReport }) {
  return (
    <div className="first-scroll">
      <div className="first">
        <h2 className="screen-title">{words.import.done}</h2>
        <ReportLines report={report} onCopy={(text) => void copyReport(text)} />
      </div>
    </div>
  );
}

async function copyReport(text: string): Promise<void> {
  const copied = await call("import.copyReport", { text });
  if (copied.ok) tell(words.import.reportCopied);
  else tellFailure(copied.failure);
}

function titleOf(format: string | undefined): string {
  if (format === "kdbx") return words.import.fromKeepass;
  return format === "latchkey" ? words.import.fromArchive : words.import.title;
}

type BandProps = { importing: Importing; fileName: string; onBack(): void };

function Band({ importing, fileName, onBack }: BandProps) {
  const { preview, report, progress } = importing;
  const isOpen = report === null && progress === null;
  return (
    <div className="band detail-band">
      <h1 className="title">{titleOf(preview?.format)}</h1>
      <span className="t3 grow cut import-file">
        {preview === null
          ? fileName
          : [preview.fileName, preview.formatVersion].filter((text) => text !== "").join(", ")}
      </span>
      {report !== null && (
        <Button kind="main" autoFocus onClick={importing.leave}>
          {words.import.toItems}
        </Button>
      )}
      {progress !== null && (
        <Button disabled={importing.isStopping} onClick={importing.stop}>
          {importing.isStopping ? words.import.stopping : words.import.stop}
        </Button>
      )}
      {isOpen && (
        <Button kind="quiet" shortcut={shownKey("cancel")} onClick={onBack}>
          {preview !== null || fileName !== "" ? words.act.back : words.act.cancel}
        </Button>
      )}
      {preview !== null && isOpen && (
        <Button kind="main" shortcut={shownKey("open")} disabled={!importing.canTake} onClick={importing.take}>
          {words.import.take(importing.count, importing.vaultCount)}
        </Button>
      )}
    </div>
  );
}

const tickMs = 1000;

/** About how many seconds are left; null before that can be said. */
function useSecondsLeft({ done, total, since }: Progress): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  const passed = now - since;
  return done === 0 || passed < tickMs ? null : Math.ceil((passed / done) * (total - done)) / 1000;
}

function Taking(progress: Progress) {
  const { done, total } = progress;
  const left = useSecondsLeft(progress);
  return (
    <div className="taking" role="status">
      <div className="line">
        <span className="row-title tab">{words.import.taking(done, total)}</span>
        <span className="grow" />
        <span className="t2 tab">{left !== null && words.import.secondsLeft(Math.max(1, Math.ceil(left)))}</span>
      </div>
      <progress value={done} max={Math.max(1, total)} aria-label={words.import.title} />
      <div className="meta">{words.import.takingNote(done)}</div>
    </div>
  );
}
