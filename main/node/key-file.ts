/**
 * The honest fallback where no keychain answers: the device secret in a file beside the profile, readable by this person
 * alone. Weaker: whoever copies the folder has both halves but the passphrase. Used only by the person's choice.
 */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fail, ok } from "../../shared/failures.ts";
import type { Keychain } from "../core/ports.ts";
import { replaceFile } from "./replace-file.ts";

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
        replaceFile(path(account), secret);
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
