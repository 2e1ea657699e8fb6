/**
 * Saving files where people look for them. A file is written into the data folder first, which is its owner's alone and is emptied at
 * every start, and gets its place and name only whole: a kill leaves no part of it anywhere else.
 */

import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { homedir } from "node:os";
import { join, parse, resolve } from "node:path";
import { type Failed, fail, ok } from "../../shared/failures.ts";
import type { Downloads, SavedFile } from "../core/ports.ts";

/** More files of one name than anybody keeps. */
const mostOfOneName = 1000;

/** Saves into `folder`, by way of `dataDir`. */
export function nodeDownloads(dataDir: string, folder: string = downloadsFolder()): Downloads {
  const half = join(dataDir, "saving");
  return {
    tidy: () => rmSync(half, { recursive: true, force: true }),
    begin(name) {
      try {
        mkdirSync(half, { recursive: true, mode: 0o700 });
        mkdirSync(folder, { recursive: true });
        const path = join(half, randomBytes(12).toString("hex"));
        return ok(savedFile(path, folder, name));
      } catch (error) {
        return refusal(error);
      }
    },
  };
}

function savedFile(path: string, folder: string, name: string): SavedFile {
  const opened = openSync(path, "wx", 0o600);
  return {
    write(bytes) {
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(opened, bytes, at);
        return ok(true);
      } catch (error) {
        return refusal(error);
      }
    },
    finish() {
      try {
        try {
          fsyncSync(opened);
        } finally {
          closeSync(opened);
        }
        return ok({ name: place(path, folder, name) });
      } catch (error) {
        return refusal(error);
      } finally {
        rmSync(path, { force: true });
      }
    },
    discard() {
      closeSync(opened);
      rmSync(path, { force: true });
    },
  };
}

/** Under the first name that is free: what lies there is never overwritten. */
function place(path: string, folder: string, wanted: string): string {
  const { name, ext } = parse(wanted);
  for (let at = 1; at <= mostOfOneName; at++) {
    const tried = at === 1 ? wanted : `${name} (${at})${ext}`;
    try {
      move(path, join(folder, tried));
      return tried;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  throw new Error("a thousand files of one name");
}

function move(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    // Another disk, or one that knows no links.
    if (!["EXDEV", "EPERM", "ENOTSUP", "ENOSYS", "EMLINK"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

function refusal(error: unknown): Failed {
  const { code } = error as NodeJS.ErrnoException;
  const isFull = code === "ENOSPC" || code === "EDQUOT";
  return fail("storage-full", isFull ? undefined : { reason: "downloads" }, "after-act");
}

/** Where this person's desktop puts what is saved: as their desktop says, else `Downloads`. */
function downloadsFolder(): string {
  const file = join(homedir(), ".config/user-dirs.dirs");
  const said = existsSync(file) ? /^XDG_DOWNLOAD_DIR="(?:\$HOME\/?)?([^"]*)"/m.exec(readFileSync(file, "utf8")) : null;
  // The home folder itself is how a desktop says that it has none.
  return resolve(homedir(), said?.[1] || "Downloads");
}
