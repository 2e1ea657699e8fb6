/** Takes a server to another place: a checked copy in one file, and a folder behind it on which no server starts any more. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { databaseOf, lockFolder, movedPrefix } from "../data-folder.ts";
import { backup, type Copied, stampOf } from "./backup.ts";
import { foldLog, renameSafely } from "./snapshot.ts";

/**
 * As `backup`, and `busy` while the server runs: what it took after the copy would be lost. Two servers with the same keys would
 * each tell their half of the team another history, so the old database loses its name once the copy is on the disk; nothing of
 * it is taken away.
 */
export async function move(
  asked: { dataDir: string; to: string },
  now: number = Date.now(),
): Promise<Result<Copied & { kept: string | null }>> {
  const source = databaseOf(asked.dataDir);
  if (!existsSync(source)) return fail("invalid-input", { field: "data", reason: "no-server" }, "after-act");
  const locked = lockFolder(asked.dataDir);
  if (!locked.ok) return locked;
  try {
    const copied = await backup(asked, now);
    if (!copied.ok) return copied;
    if (copied.value.report.faults.length > 0) return ok({ ...copied.value, kept: null });
    foldLog(source);
    const kept = join(asked.dataDir, `${movedPrefix}${stampOf(now)}`);
    renameSafely(source, kept);
    return ok({ ...copied.value, kept });
  } finally {
    locked.value();
  }
}
