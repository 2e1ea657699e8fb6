/** What was imported on this computer, newest first, with everything that was left behind and why. */
import type { KeptImportReport } from "../../shared/contract/import-shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { ReportLines } from "../page/report-lines.tsx";

/** The page. */
export function ImportsPage() {
  const reports = useAnswer("import.reports", {}).value;
  if (reports === undefined) return null;
  if (reports.length === 0) return <p className="t3">{words.settings.noImports}</p>;
  return reports.map((report) => <OneReport key={report.report} report={report} />);
}

function OneReport({ report }: { report: KeptImportReport }) {
  const { fileName, format, at, added, changed, same } = report;
  const copy = async (text: string): Promise<void> => {
    const copied = await call("import.copyReport", { text });
    if (copied.ok) tell(words.import.reportCopied);
    else tellFailure(copied.failure);
  };
  return (
    <section className="setting report">
      <div className="grow">
        <div className="wrap">{fileName === "" ? format : fileName}</div>
        <div className="meta">
          {shortTime(at)}. {words.import.report(added, changed, same)}
        </div>
        <details className="report-rest">
          <summary className="meta">{words.settings.openReport}</summary>
          <ReportLines report={report} onCopy={(text) => void copy(text)} />
        </details>
      </div>
    </section>
  );
}
