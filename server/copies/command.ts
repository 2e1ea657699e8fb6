/** The acts on a server's copy as one table: what each does, and what it says to machines. Words for people lie in `shared/copy`. */
import { ok, type Result } from "../../shared/failures.ts";
import { databaseOf } from "../data-folder.ts";
import type { CopyAct, CopyWord } from "../options.ts";
import { backup } from "./backup.ts";
import { checkDatabase } from "./check.ts";
import { move } from "./move.ts";
import type { Fault, Report } from "./report.ts";
import { restore } from "./restore.ts";

/** What an act did: `file` is the copy that it made, `kept` where the database lies that was there before. */
export type CopyOutcome = { report: Report; file: string | null; bytes: number | null; kept: string | null };

const acts: { [Word in CopyWord]: (act: CopyAct) => Promise<Result<CopyOutcome>> } = {
  backup: async (act) => outcome(await backup(act)),
  check: async ({ from, dataDir }) => {
    const report = await checkDatabase(from ?? databaseOf(dataDir));
    return report.ok ? outcome(ok({ report: report.value })) : report;
  },
  move: async (act) => outcome(await move(act)),
  restore: async (act) => outcome(await restore({ ...act, from: act.from ?? "" })),
};

/** Does it; faults of the database are in the outcome's report, a failure is what kept it from being looked at. */
export async function runCopyAct(act: CopyAct): Promise<Result<CopyOutcome>> {
  return await acts[act.word](act);
}

/** One line for machines. Ids by their first eight characters, as in the log. */
export function copyLine(act: CopyAct, { report, file, bytes, kept }: CopyOutcome): string {
  const faults = report.faults.map(shortened);
  return `${JSON.stringify({ act: act.word, ok: faults.length === 0, file, bytes, kept, proven: report.proven, faults })}\n`;
}

function shortened(fault: Fault): Record<string, unknown> {
  return { ...fault, team: fault.team?.slice(0, 8), vault: fault.vault?.slice(0, 8) };
}

function outcome(done: Result<Partial<CopyOutcome> & { report: Report }>): Result<CopyOutcome> {
  return done.ok ? ok({ file: null, bytes: null, kept: null, ...done.value }) : done;
}
