/** Imports: a dry run, carrying it out, and the reports that are kept. */
import { z } from "zod";
import type { VaultId } from "../encoding/ids.ts";
import { command, event, open } from "./command.ts";
import { bytes, id, type Nothing, nothing } from "./fields.ts";
import type { ImportPreview, ImportReport, KeptImportReport } from "./shapes.ts";

const preview = id<string>();

export const importCommands = {
  "import.preview": command<ImportPreview>()({
    input: z.strictObject({
      format: z.enum(["kdbx"]),
      bytes,
      passphrase: z.string().max(10_000).optional(),
      keyFile: bytes.optional(),
      fileName: z.string().max(255).optional(),
      target: id<VaultId>().optional(),
    }),
    in: open,
    steps: [],
  }),
  "import.apply": command<ImportReport>()({
    input: z.union([
      z.strictObject({ preview, target: id<VaultId>() }),
      z.strictObject({ preview, targets: z.record(z.string(), id<VaultId>()) }),
    ]),
    in: open,
    steps: ["here:drafts", "post:push", "here:import_reports"],
  }),
  "import.cancel": command<Nothing>()({ input: z.strictObject({ preview }), in: open, steps: [] }),
  "import.reports": command<KeptImportReport[]>()({ input: nothing, in: open, steps: [], quiet: true }),
};

export const importEvents = { "import.progress": event<{ done: number; total: number }>() };
