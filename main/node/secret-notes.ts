/** Notes of device secrets that no profile uses, one small file each under `dataDir/secret-notes`: `<profile>.<keychain>`. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, ok } from "../../shared/failures.ts";
import type { SecretNote, SecretNotes } from "../core/ports.ts";

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
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const written = join(folder, `${name}.new`);
        writeFileSync(written, proof, { mode: 0o600, flush: true });
        renameSync(written, join(folder, name));
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
