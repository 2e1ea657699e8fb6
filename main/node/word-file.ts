/** A choice of this computer, kept as one word in a small file of its own. */
import { closeSync, openSync, readSync } from "node:fs";
import { replaceFile } from "./replace-file.ts";

const maxBytes = 64;

/** The word, or the beginning of whatever else lies there; empty where nothing can be read. */
export function readWord(path: string): string {
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

/** Puts it there whole; throws what the disk says. */
export function writeWord(path: string, word: string): void {
  replaceFile(path, `${word}\n`);
}
