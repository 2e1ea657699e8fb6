/** What came of an import: counts, what was not taken, what is to be said about what was. The whole text can be copied. */
import { Copy } from "lucide-react";
import type { ImportReport } from "../../shared/contract/import-shapes.ts";
import { notTakenText, reportText } from "../../shared/copy/import-remarks.ts";
import { words } from "../../shared/copy/words.ts";
import type { NotTaken } from "../../shared/model/import-remarks.ts";
import { Button } from "../ui/controls.tsx";

/** The report, with the act that copies it. */
export function ReportLines({ report, onCopy }: { report: ImportReport; onCopy(text: string): void }) {
  return (
    <>
      <p className="t2 first-note">{words.import.report(report.added, report.changed, report.same)}</p>
      <Button onClick={() => onCopy(reportText(report))}>
        <Copy size={14} strokeWidth={1.75} aria-hidden="true" /> {words.import.copyReport}
      </Button>
      <Lines title={words.import.filters.not} lines={report.notTaken} />
      <Lines title={words.import.remarked} lines={report.remarks} />
    </>
  );
}

/** As many as a page holds; all of them are in the copied text. */
const linesMost = 500;

function Lines({ title, lines }: { title: string; lines: NotTaken[] }) {
  if (lines.length === 0) return null;
  const shown = lines.slice(0, linesMost).map(notTakenText);
  return (
    <>
      <h3 className="section">
        {title} <span className="t3 tab">{lines.length}</span>
      </h3>
      <ul className="not-taken">
        {shown.map(({ what, why }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a report never changes, and its lines may repeat
          <li key={at}>
            <span className="row-title">{what}</span> <span className="t3">{why}</span>
          </li>
        ))}
      </ul>
      {lines.length > linesMost && <p className="meta">{words.import.moreLines(lines.length - linesMost)}</p>}
    </>
  );
}
