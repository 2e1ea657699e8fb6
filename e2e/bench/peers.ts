/** What others need for the same: KeePassXC's own program on the same items, and the raw limit of a sealed snapshot. */
import { spawnSync } from "node:child_process";
import { openSnapshot, sealSnapshot } from "../../shared/crypto/local-envelopes.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import type { ItemId, ProfileId } from "../../shared/encoding/ids.ts";
import { utf8Bytes, utf8Text } from "../../shared/text.ts";

const perChunk = 1000;

/** The peer's exact command; the password comes on standard input. */
export const keepassxcCommand = (path: string): string[] => ["keepassxc-cli", "ls", "-q", "-R", "-f", path];

/** The peer's name and version; null where it is not here. */
export function keepassxcVersion(): string | null {
  const asked = spawnSync("keepassxc-cli", ["--version"], { encoding: "utf8" });
  return asked.status === 0 ? `keepassxc-cli ${asked.stdout.trim()}` : null;
}

/** Opens a KDBX file and lists everything, the whole program; null where it is not here. */
export function keepassxcLists(path: string, password: string): (() => void) | null {
  if (keepassxcVersion() === null) return null;
  const [program = "", ...args] = keepassxcCommand(path);
  return () => {
    const done = spawnSync(program, args, {
      input: `${password}\n`,
      stdio: ["pipe", "pipe", "ignore"],
      maxBuffer: 1 << 28,
    });
    if (done.status !== 0) throw new Error("keepassxc-cli did not open the bench file");
  };
}

/** Opens and parses `count` overviews from sealed chunks of 1,000, and does nothing with them. */
export function rawSnapshot(count: number): () => void {
  const overviews = Array.from({ length: count }, (_, at) => ({
    item: newId<ItemId>(),
    kind: "login",
    title: `Tool ${at} of the team`,
    username: `user${at}@example.org`,
    websites: [`https://tool${at}.example.org`],
    updatedAt: at,
  }));
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
