/** A keychain that outlives the process that used it, as the system's does: a file beside the client's folder. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { type MemoryKeychain, memoryKeychain } from "./drive-ports.ts";

/** The keychain of whoever works on this folder; a second one on it, later, finds what the first one kept. */
export function fileKeychain(dataDir: string): MemoryKeychain {
  const file = `${dataDir}/keychain.json`;
  const inner = memoryKeychain();
  if (existsSync(file))
    for (const [account, secret] of Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, string>))
      inner.entries.set(account, new Uint8Array(Buffer.from(secret, "hex")));
  /** Whole or not at all, also for whoever is killed meanwhile. */
  const keep = (): void => {
    const rows = [...inner.entries].map(([account, secret]) => [account, Buffer.from(secret).toString("hex")]);
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(rows)));
    renameSync(`${file}.new`, file);
  };
  return {
    ...inner,
    async set(account, secret) {
      const set = await inner.set(account, secret);
      keep();
      return set;
    },
    async remove(account) {
      const removed = await inner.remove(account);
      keep();
      return removed;
    },
  };
}
