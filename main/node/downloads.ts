/**
 * Saving files where people look for them. A file is written into the data folder first, which is its owner's alone and is emptied at
 * every start, and gets its place and name only whole: a kill leaves no part of it anywhere else.
 */

import { randomBytes } from "node:crypto";
import {
  accessSync,
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
import { basename, dirname, join, parse, resolve } from "node:path";
import { type Failed, fail, ok, type Result } from "../../shared/failures.ts";
import type { Downloads, SavedFile, SavedPlace } from "../core/ports.ts";
import { renameHeld } from "./replace-file.ts";

/** More files of one name than anybody keeps. */
const mostOfOneName = 1000;

/** Asks the person for a place, with a name to begin from: a whole path, or null where they choose none. */
export type ChoosePlace = (name: string) => Promise<string | null>;

/** What becomes of a whole file that lies at `half`. */
type Target = { reason: "downloads" | "place"; put(half: string): SavedPlace };

/** Saves where the person chooses, where somebody can `choose`, else into `folder`; by way of `dataDir`. */
export function nodeDownloads(dataDir: string, folder = downloadsFolder(), choose?: ChoosePlace): Downloads {
  const half = join(dataDir, "saving");
  const open = (targetOf: () => Target, reason: Target["reason"]): Result<SavedFile> => {
    try {
      mkdirSync(half, { recursive: true, mode: 0o700 });
      return ok(savedFile(join(half, randomBytes(12).toString("hex")), targetOf()));
    } catch (error) {
      return refusal(error, reason);
    }
  };
  return {
    tidy: () => rmSync(half, { recursive: true, force: true }),
    async begin(name) {
      if (choose === undefined) return open(() => inFolder(folder, name), "downloads");
      const path = await choose(name);
      if (path === null) return fail("cancelled", { field: "file" }, "after-act");
      return open(() => atPath(path), "place");
    },
  };
}

/** Under the first name that is free: what lies there is never overwritten. */
function inFolder(folder: string, wanted: string): Target {
  mkdirSync(folder, { recursive: true });
  const { name, ext } = parse(wanted);
  return {
    reason: "downloads",
    put(half) {
      for (let at = 1; at <= mostOfOneName; at++) {
        const tried = at === 1 ? wanted : `${name} (${at})${ext}`;
        try {
          move(half, join(folder, tried));
          return { name: tried, place: "downloads" };
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        }
      }
      throw new Error("a thousand files of one name");
    },
  };
}

/** Where the person said, in the place of what lies there: they were asked about that. Throws at once where nothing can be written. */
function atPath(path: string): Target {
  const folder = dirname(path);
  accessSync(folder, constants.W_OK);
  return {
    reason: "place",
    put(half) {
      replace(half, path, join(folder, `.${randomBytes(12).toString("hex")}.part`));
      return { name: basename(path), place: "chosen" };
    },
  };
}

/** In one step also where `half` lies on another disk: whole beside it first. */
function replace(half: string, path: string, beside: string): void {
  try {
    renameHeld(half, path);
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
  }
  try {
    copyFileSync(half, beside, constants.COPYFILE_EXCL);
    const written = openSync(beside, "r+");
    try {
      fsyncSync(written);
    } finally {
      closeSync(written);
    }
    renameHeld(beside, path);
  } finally {
    rmSync(beside, { force: true });
  }
}

function savedFile(path: string, { reason, put }: Target): SavedFile {
  const opened = openSync(path, "wx", 0o600);
  return {
    write(bytes) {
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(opened, bytes, at);
        return ok(true);
      } catch (error) {
        return refusal(error, reason);
      }
    },
    finish() {
      try {
        try {
          fsyncSync(opened);
        } finally {
          closeSync(opened);
        }
        return ok(put(path));
      } catch (error) {
        return refusal(error, reason);
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

function refusal(error: unknown, reason: Target["reason"]): Failed {
  const { code } = error as NodeJS.ErrnoException;
  const isFull = code === "ENOSPC" || code === "EDQUOT";
  return fail("storage-full", isFull ? undefined : { reason }, "after-act");
}

/** Where this person's desktop puts what is saved: as their desktop says, else `Downloads`. */
function downloadsFolder(): string {
  const file = join(homedir(), ".config/user-dirs.dirs");
  const said = existsSync(file) ? /^XDG_DOWNLOAD_DIR="(?:\$HOME\/?)?([^"]*)"/m.exec(readFileSync(file, "utf8")) : null;
  // The home folder itself is how a desktop says that it has none.
  return resolve(homedir(), said?.[1] || "Downloads");
}
