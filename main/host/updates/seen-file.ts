/**
 * The newest release that this computer has taken for good, in `dataDir/newest-release`. Whoever can write there can also
 * replace the program; what the file keeps out is a place of updates that goes back.
 */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type BodySchema, encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { hashField, strict, suiteField, timeField } from "../../../shared/encoding/fields.ts";
import type { SeenRelease } from "../../../shared/protocol/release/newer.ts";
import { replaceFile } from "../../node/replace-file.ts";

const maxBytes = 1024;
const schema = strict({
  suite: suiteField(),
  version: z.string().max(20),
  at: timeField(),
  hash: hashField(),
}) as unknown as BodySchema<SeenRelease & { suite: 1 }>;

export type SeenFile = { get(): SeenRelease | null; set(seen: SeenRelease): boolean };

/** The file below `dataDir`: null where there is none or it cannot be read; `set` is false where it could not be written. */
export function seenFile(dataDir: string): SeenFile {
  const path = join(dataDir, "newest-release");
  return {
    get() {
      try {
        if (statSync(path).size > maxBytes) return null;
        const read = parseWith(schema, new Uint8Array(readFileSync(path)), maxBytes);
        if (!read.ok) return null;
        const { version, at, hash } = read.value;
        return { version, at, hash };
      } catch {
        return null;
      }
    },
    set({ version, at, hash }) {
      try {
        replaceFile(path, encodeWith(schema, { suite: 1, version, at, hash }));
        return true;
      } catch {
        return false;
      }
    },
  };
}
