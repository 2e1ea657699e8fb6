/** Imports: a dry run, carrying it out, and the reports that are kept. */
import { z } from "zod";
import type { VaultId } from "../encoding/ids.ts";
import { columnFields } from "../model/import-columns.ts";
import { command, event, open } from "./command.ts";
import { bytes, id, type Nothing, nameText, nothing } from "./fields.ts";
import type { ImportPreview, ImportReport, ImportTable, KeptImportReport } from "./import-shapes.ts";

const preview = id<string>();
/** Where a group goes: a vault, a new one of this title, or nowhere. An item that is here already stays in its vault. */
const groupTarget = z.union([id<VaultId>(), z.strictObject({ newVault: nameText }), z.null()]);
/** Which items are taken, by their places in the dry run; all where nothing is said. */
const items = z.array(z.number().int().nonnegative()).max(200_000);

const column = z.enum(columnFields).nullable();
/** What a table's columns are, and whether its first row names them; what is not said is guessed. */
const choice = { hasHeader: z.boolean().optional(), columns: z.array(column).max(200).optional() };

export const importCommands = {
  /** A table's columns with a guess for each, and its first rows, before a dry run. */
  "import.table": command<ImportTable>()({ input: z.strictObject({ bytes, ...choice }), in: open, steps: [] }),
  "import.preview": command<ImportPreview>()({
    input: z.strictObject({
      format: z.enum(["kdbx", "csv", "latchkey"]),
      bytes,
      ...choice,
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
      z.strictObject({ preview, target: id<VaultId>(), items: items.optional() }),
      z.strictObject({ preview, targets: z.record(z.string(), groupTarget), items: items.optional() }),
    ]),
    in: open,
    steps: ["here:settings", "post:append", "here:log_entries", "here:drafts", "post:push", "here:import_reports"],
  }),
  "import.cancel": command<Nothing>()({ input: z.strictObject({ preview }), in: open, steps: [] }),
  /** Copies a report, in the page's words, through the clipboard port: it names titles. */
  "import.copyReport": command<{ clearsInMs: number }>()({
    input: z.strictObject({ text: z.string().max(4 * 1024 * 1024) }),
    in: open,
    steps: [],
  }),
  "import.reports": command<KeptImportReport[]>()({ input: nothing, in: open, steps: [], quiet: true }),
};

export const importEvents = { "import.progress": event<{ done: number; total: number }>() };
