/** What a passphrase opened before it was changed: whether any of it still lies in a data folder. */
import { relative } from "node:path";
import Sqlite from "better-sqlite3";
import { profileFiles } from "../../main/node/profile-files.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import { must } from "../../shared/testing/team.ts";
import { passphrase } from "./must.ts";
import { profileFile } from "./profile-file.ts";
import { countIn, filesBelow, formsOf } from "./scan.ts";

/** The parts of a wrapping, each of which alone would give it away: salt, nonce, commitment, ciphertext in two halves. */
type WrappingParts = readonly Uint8Array[];

export const newPassphrase = "Kiesel-Winter-schief-58-Anker";
const partBytes = 24;

/** Those of the profile below this folder, as they stand in its file now. */
export function wrappingIn(dataDir: string): WrappingParts {
  const db = new Sqlite(profileFile(dataDir), { readonly: true });
  const row = db.prepare("SELECT salt, sealed_master_key AS sealed FROM profile").get() as {
    salt: Uint8Array;
    sealed: Uint8Array;
  };
  db.close();
  const parts: Uint8Array[] = [row.salt];
  for (let at = 1; at + partBytes <= row.sealed.length; at += partBytes)
    parts.push(row.sealed.slice(at, at + partBytes));
  return parts;
}

/** The files below the folder in which any part stands. */
export function placesOf(dataDir: string, parts: WrappingParts): string[] {
  const forms = parts.flatMap((part) => formsOf(part));
  return filesBelow(dataDir)
    .filter(({ bytes }) => countIn(bytes, forms) > 0)
    .map(({ path }) => relative(dataDir, path));
}

/** A copy of the database beside it, as a migration leaves one. */
export function leaveBackup(dataDir: string): void {
  const files = profileFiles(dataDir);
  const [profile = ""] = files.list();
  must(files.backup(profile, "before-2"));
}

/** The act with what is counted of it: 1 where the new passphrase alone opens, and nothing of the old wrapping is left. */
export function changingPassphrase(dataDir: string) {
  const old = wrappingIn(dataDir);
  leaveBackup(dataDir);
  return {
    act: (who: Latchkey) => who.call("account.changePassphrase", { old: passphrase, new: newPassphrase }),
    async count(who: Latchkey): Promise<number> {
      const [isNew, isOld] = [await isPassphrase(who, newPassphrase), await isPassphrase(who, passphrase)];
      if (isNew === isOld) throw new Error(`${isNew ? "both passphrases open" : "no passphrase opens"} it`);
      const left = placesOf(dataDir, old);
      if (isNew && left.length > 0) throw new Error(`the old wrapping lies in ${left.join(", ")}`);
      return isNew ? 1 : 0;
    },
  };
}

/** Whether this passphrase opens the profile, asked of an app in which it is open. */
async function isPassphrase(who: Latchkey, typed: string): Promise<boolean> {
  return (await who.call("account.deviceSheet", { passphrase: typed })).ok;
}
