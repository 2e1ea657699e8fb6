/** What a chosen file is, by its first bytes, and what to say about those that cannot be imported. */
import { words } from "../../shared/copy/words.ts";
import { type ImportFileKind, importFileKind } from "../../shared/model/import-columns.ts";

export type Chosen = { file: File; kind: ImportFileKind };

const headBytes = 4096;

/** The file with its kind; nothing but its beginning is read. */
export async function chosenFile(file: File): Promise<Chosen> {
  return { file, kind: importFileKind(new Uint8Array(await file.slice(0, headBytes).arrayBuffer())) };
}

/** A file that a passphrase opens. */
export function isOpened(kind: ImportFileKind): kind is "kdbx" | "latchkey" {
  return kind === "kdbx" || kind === "latchkey";
}

/** What is wrong with this kind of file; null: nothing. */
export function kindTrouble(kind: ImportFileKind): string | null {
  return kind === "table" || isOpened(kind) ? null : words.import.notThis[kind];
}
