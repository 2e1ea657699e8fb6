/** What others need for the same: KeePassXC's own program on the same items, and the raw limit of a sealed snapshot. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { openSnapshot, sealSnapshot } from "../../shared/crypto/local-envelopes.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import type { ProfileId } from "../../shared/encoding/ids.ts";
import { utf8Bytes, utf8Text } from "../../shared/text.ts";

const perChunk = 1000;

/** Opens a KDBX file and lists everything, the whole program, without a costly derivation; null where it is not here. */
export function keepassxcLists(file: Uint8Array, path: string, password: string): (() => void) | null {
  if (spawnSync("keepassxc-cli", ["--version"]).status !== 0) return null;
  writeFileSync(path, file);
  return () => {
    const done = spawnSync("keepassxc-cli", ["ls", "-q", "-R", "-f", path], {
      input: `${password}\n`,
      stdio: ["pipe", "pipe", "ignore"],
      maxBuffer: 1 << 28,
    });
    if (done.status !== 0) throw new Error("keepassxc-cli did not open the bench file");
  };
}

/** Opens and parses the same number of overviews from sealed chunks of 1,000, and does nothing with them. */
export function rawSnapshot(overviews: readonly unknown[]): () => void {
  const key = randomBytes(32);
  const profile = newId<ProfileId>();
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < overviews.length; at += perChunk)
    chunks.push(
      sealSnapshot(
        key,
        { profile, chunk: at / perChunk },
        utf8Bytes(JSON.stringify(overviews.slice(at, at + perChunk))),
      ),
    );
  return () => {
    for (const [chunk, sealed] of chunks.entries()) {
      const opened = openSnapshot(key, { profile, chunk }, sealed);
      if (!opened.ok) throw new Error("the snapshot does not open");
      JSON.parse(utf8Text(opened.value) ?? "");
    }
  };
}
