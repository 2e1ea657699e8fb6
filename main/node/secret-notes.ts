/** Notes of device secrets that no profile uses, one small file each under `dataDir/secret-notes`: `<profile>.<keychain>`. */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fail, ok } from "../../shared/failures.ts";
import type { SecretNote, SecretNotes } from "../core/ports.ts";
import { replaceFile } from "./replace-file.ts";

const noteName = /^([0-9a-z]{26})\.(os|file)$/;
const proofBytes = 32;

/** Notes below `dataDir`. */
export function secretNotes(dataDir: string): SecretNotes {
  const folder = join(dataDir, "secret-notes");
  return {
    add({ profile, keychain, proof }) {
      const name = `${profile}.${keychain}`;
      if (!noteName.test(name)) throw new Error("a note's name is an id");
      try {
        replaceFile(join(folder, name), proof);
        return ok(true);
      } catch {
        return fail("storage-full", undefined, "after-act");
      }
    },
    list: () => namesIn(folder).flatMap((name) => noteIn(folder, name)),
    remove(profile) {
      for (const name of namesIn(folder)) if (name.startsWith(`${profile}.`)) removeNote(join(folder, name));
    },
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function noteIn(folder: string, name: string): SecretNote[] {
  const [, profile, keychain] = noteName.exec(name) ?? [];
  if (profile === undefined) return [];
  try {
    const proof = new Uint8Array(readFileSync(join(folder, name)));
    return proof.length === proofBytes ? [{ profile, keychain: keychain as SecretNote["keychain"], proof }] : [];
  } catch {
    return [];
  }
}

/** One that stays is looked at again at the next start. */
function removeNote(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}
