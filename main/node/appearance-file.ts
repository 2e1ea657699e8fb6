/** How the window looks on this computer: one word in `dataDir/appearance`, read by the host before the page is drawn. */
import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { fail, ok } from "../../shared/failures.ts";
import type { AppearanceFile } from "../core/ports.ts";
import { replaceFile } from "./replace-file.ts";

const known = ["system", "light", "dark"] as const;
const maxBytes = 16;

/** The file below `dataDir`. */
export function appearanceFile(dataDir: string): AppearanceFile {
  const path = join(dataDir, "appearance");
  return {
    get: () => known.find((word) => word === readShort(path)) ?? "system",
    set(chosen) {
      try {
        replaceFile(path, `${chosen}\n`);
        return ok(true);
      } catch {
        return fail("storage-full", undefined, "after-act");
      }
    },
  };
}

/** Its first bytes, whatever lies there. */
function readShort(path: string): string {
  try {
    const file = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(maxBytes);
      return bytes.subarray(0, readSync(file, bytes)).toString("latin1").trim();
    } finally {
      closeSync(file);
    }
  } catch {
    return "";
  }
}
