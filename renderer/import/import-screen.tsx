/** Import: choose a file, see every row, say where each group goes, take it, read the report. */
import type { ImportReport } from "../../shared/contract/shapes.ts";
import { notTakenText } from "../../shared/copy/import-remarks.ts";
import { words } from "../../shared/copy/words.ts";
import { shownKey, useKeys } from "../page/keys.ts";
import { useRoute } from "../page/use-route.ts";
import { Button } from "../ui/controls.tsx";
import { useLayer } from "../ui/layers.ts";
import { ChooseFile } from "./choose-file.tsx";
import { PreviewTable } from "./preview-table.tsx";
import { type Importing, useImporting } from "./use-importing.ts";

/** The screen in place of a section. */
export function ImportScreen({ onDone }: { onDone(): void }) {
  useRoute("import");
  const importing = useImporting(onDone);
  const { preview, report, progress } = importing;
  useLayer("sheet", progress === null ? importing.leave : importing.stop);
  useKeys({
    main: () => {
      if (preview === null || progress !== null || report !== null || importing.count === 0) return false;
      importing.take();
      return true;
    },
  });
  return (
    <main className="import" aria-label={words.import.title}>
      <Band importing={importing} onDone={onDone} />
      {preview === null && (
        <ChooseFile failure={importing.failure} isReading={importing.isReading} onRead={importing.read} />
      )}
      {preview !== null && report === null && (
        <>
          {progress !== null && <Progress {...progress} />}
          <PreviewTable
            preview={preview}
            vaults={importing.vaults}
            targets={importing.targets}
            isTaking={progress !== null}
            onTargets={importing.setTargets}
          />
        </>
      )}
      {report !== null && <Report report={report} />}
    </main>
  );
}

function Band({ importing, onDone }: { importing: Importing; onDone(): void }) {
  const { preview, report, progress } = importing;
  return (
    <div className="band detail-band">
      <h1 className="title">{words.import.title}</h1>
      <span className="t3 grow cut import-file">
        {preview !== null && `${preview.fileName}, ${preview.formatVersion}`}
      </span>
      {report !== null && (
        <Button kind="main" onClick={onDone}>
          {words.import.toItems}
        </Button>
      )}
      {report === null && progress !== null && (
        <Button shortcut={shownKey("cancel")} disabled={importing.isStopping} onClick={importing.stop}>
          {importing.isStopping ? words.import.stopping : words.import.stop}
        </Button>
      )}
      {report === null && progress === null && (
        <Button kind="quiet" shortcut={shownKey("cancel")} onClick={importing.leave}>
          {words.act.cancel}
        </Button>
      )}
      {preview !== null && report === null && progress === null && (
        <Button kind="main" shortcut={shownKey("main")} disabled={importing.count === 0} onClick={importing.take}>
          {words.import.take(importing.count)}
        </Button>
      )}
    </div>
  );
}

function Progress({ done, total }: { done: number; total: number }) {
  return (
    <div className="taking" role="status">
      <div>
        <span className="row-title tab">{words.import.taking(done, total)}</span>{" "}
        <span className="t2">{words.import.takingNow}</span>
      </div>
      <progress value={done} max={Math.max(1, total)} aria-label={words.import.title} />
      <div className="meta">{words.import.takingNote(done)}</div>
    </div>
  );
}

function Report({ report }: { report: ImportReport }) {
  return (
    <div className="first-scroll">
      <div className="first">
        <h2 className="screen-title">{words.import.done}</h2>
        <p className="t2 first-note">{words.import.report(report.added, report.changed, report.same)}</p>
        {report.notTaken.length > 0 && <h3 className="section">{words.import.filters.not}</h3>}
        <ul className="not-taken">
          {report.notTaken.map(notTakenText).map(({ what, why }) => (
            <li key={`${what}\n${why}`}>
              <span className="row-title">{what}</span> <span className="t3">{why}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
