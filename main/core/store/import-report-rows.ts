/** What imports did: sealed reports, newest first. */
import type { Database } from "../ports.ts";
import { bytesIn } from "./columns.ts";

export type ImportReportRow = { report: string; at: number; sealed: Uint8Array };

/** Reports kept; older ones go when a new one is written. */
const kept = 100;

/** All kept reports. */
export function readImportReports(db: Database): ImportReportRow[] {
  return db
    .prepare("SELECT report, at, sealed FROM import_reports ORDER BY number DESC")
    .all()
    .map(({ report, at, sealed }) => ({
      report: report as string,
      at: at as number,
      sealed: bytesIn(sealed),
    }));
}

/** Keeps a report, in the place of an earlier state of it; inside the caller's transaction where there is more to write. */
export function putImportReport(db: Database, { report, at, sealed }: ImportReportRow): void {
  db.transaction(() => {
    const changed = db.prepare("UPDATE import_reports SET at = ?, sealed = ? WHERE report = ?").run(at, sealed, report);
    if (changed.changes > 0) return;
    db.prepare("INSERT INTO import_reports (report, at, sealed) VALUES (?, ?, ?)").run(report, at, sealed);
    db.prepare(
      "DELETE FROM import_reports WHERE report NOT IN (SELECT report FROM import_reports ORDER BY number DESC LIMIT ?)",
    ).run(kept);
  });
}
