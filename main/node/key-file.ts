/**
 * The honest fallback where no keychain answers: the device secret in a file beside the profile, readable by this person
 * alone. Weaker: whoever copies the folder has both halves but the passphrase. Used only by the person's choice.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, ok } from "../../shared/failures.ts";
import type { Keychain } from "../core/ports.ts";

const safeName = /^[0-9a-z-]{1,64}$/;

/** Key files under `dataDir/keys`. */
export function keyFile(dataDir: string): Keychain {
  const folder = join(dataDir, "keys");
  const path = (account: string): string => {
    if (!safeName.test(account)) throw new Error("a key file's name is an id");
    return join(folder, account);
  };
  return {
    kind: "file",
    available: async () => true,
    async get(account) {
      try {
        return ok(new Uint8Array(readFileSync(path(account))));
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === "ENOENT"
          ? ok(null)
          : fail("keychain-missing", undefined, "after-act");
      }
    },
    async set(account, secret) {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const written = `${path(account)}.new`;
        writeFileSync(written, secret, { mode: 0o600, flush: true });
        renameSync(written, path(account));
        return ok(true);
      } catch (error) {
        const full = (error as NodeJS.ErrnoException).code === "ENOSPC";
        return fail(full ? "storage-full" : "keychain-missing", undefined, "after-act");
      }
    },
    async remove(account) {
      rmSync(path(account), { force: true });
      return ok(true);
    },
  };
}
