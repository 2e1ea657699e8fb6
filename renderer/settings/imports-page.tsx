/** What was imported on this computer, newest first, with everything that was left behind and why. */
import type { KeptImportReport } from "../../shared/contract/shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { notTakenText } from "../../shared/copy/import-remarks.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";

/** The page. */
export function ImportsPage() {
  const reports = useAnswer("import.reports", {}).value;
  if (reports === undefined) return null;
  if (reports.length === 0) return <p className="t3">{words.settings.noImports}</p>;
  return reports.map((report) => <OneReport key={report.report} report={report} />);
}

function OneReport({ report }: { report: KeptImportReport }) {
  const { fileName, format, at, added, changed, same, notTaken } = report;
  return (
    <section className="setting report">
      <div className="grow">
        <div className="wrap">{fileName === "" ? format : fileName}</div>
        <div className="meta">
          {shortTime(at)}. {words.import.report(added, changed, same)}
        </div>
        {notTaken.length > 0 && (
          <details className="report-rest">
            <summary className="meta">
              {notTaken.length} {words.import.counts.not}
            </summary>
            <ul className="not-taken">
              {notTaken.map(notTakenText).map(({ what, why }) => (
                <li key={`${what}\n${why}`}>
                  <span className="row-title">{what}</span> <span className="t3">{why}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </section>
  );
}
