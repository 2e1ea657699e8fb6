/** How the window looks on this computer: one word in `dataDir/appearance`, read by the host before the page is drawn. */
import { join } from "node:path";
import { fail, ok } from "../../shared/failures.ts";
import type { AppearanceFile } from "../core/ports.ts";
import { readWord, writeWord } from "./word-file.ts";

const known = ["system", "light", "dark"] as const;

/** The file below `dataDir`. */
export function appearanceFile(dataDir: string): AppearanceFile {
  const path = join(dataDir, "appearance");
  return {
    get: () => known.find((word) => word === readWord(path)) ?? "system",
    set(chosen) {
      try {
        writeWord(path, chosen);
        return ok(true);
      } catch {
        return fail("storage-full", undefined, "after-act");
      }
    },
  };
}
