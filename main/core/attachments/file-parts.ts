/** Sealed files as rows of parts: written block by block, read again part by part, each time against the hash in the item. */
import { sealedSize } from "../../../shared/crypto/attachment-blocks.ts";
import {
  type AttachmentPlace,
  type AttachmentSealer,
  blobHash,
  blobPartHash,
  openAttachment,
  sealAttachment,
} from "../../../shared/crypto/attachment-stream.ts";
import { randomBytes } from "../../../shared/crypto/random.ts";
import type { BlobId, Hash } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { joinBytes } from "../../../shared/text.ts";
import type { FileRows } from "../store/file-rows.ts";
import { storeFailure } from "../store/open-profile-store.ts";

/** What an item says of a file, but for its name. */
export type SealedFile = { blob: BlobId; size: number; hash: Hash; key: Uint8Array };

/** How many parts the sealed file has. */
export function partsOf({ size }: { size: number }): number {
  return Math.ceil(sealedSize(size) / limits.blobPartBytes);
}

/** The length of one of its parts. */
export function partLength({ size }: { size: number }, part: number): number {
  return Math.min(limits.blobPartBytes, sealedSize(size) - part * limits.blobPartBytes);
}

/** What the disk refuses (`storage-full`) drops the file: nothing of it stays. */
export type FileWriter = {
  /** The next bytes of the file, sealed and on the disk as far as they fill a part. */
  push(bytes: Uint8Array): Result<true>;
  /** Ends it: whole, on the disk, waiting to be sent. */
  end(): Result<SealedFile>;
  /** Takes away what is on the disk, and the key. */
  drop(): void;
};

/** Seals a new file of `size` bytes into rows, under a fresh key. Nothing opens it before the key stands in an item. */
export function writeFile(rows: FileRows, place: AttachmentPlace, size: number): FileWriter {
  const key = randomBytes(32);
  const { blob, vault } = place;
  const sealer: AttachmentSealer = sealAttachment(key, place, size);
  const hashes: Uint8Array[] = [];
  let blocks: Uint8Array[] = [];
  let held = 0;
  const take = (sealed: Uint8Array[]): void => {
    for (const block of sealed) {
      blocks.push(block);
      held += block.length;
      if (held === limits.blobPartBytes) keep("making");
    }
  };
  const keep = (state: "making" | "waiting"): void => {
    const bytes = joinBytes(blocks);
    rows.add({ blob, vault, state }, { part: hashes.length, bytes });
    hashes.push(blobPartHash(bytes));
    blocks = [];
    held = 0;
  };
  const drop = (): void => {
    key.fill(0);
    removeFiles(rows, [blob]);
  };
  const kept = <T>(work: () => T): Result<T> => {
    const done = stored(work);
    if (!done.ok) drop();
    return done;
  };
  return {
    push: (bytes) =>
      kept(() => {
        take(sealer.push(bytes));
        return true as const;
      }),
    end: () =>
      kept(() => {
        take(sealer.end());
        if (held > 0) keep("waiting");
        else rows.setState(blob, "waiting");
        return { blob, size, hash: blobHash(sealedSize(size), hashes), key };
      }),
    drop,
  };
}

/** Takes files away. On a full disk that can fail too: then they go at the next start, since nothing names them. */
export function removeFiles(rows: Pick<FileRows, "remove">, blobs: readonly BlobId[]): void {
  stored(() => rows.remove(blobs));
}

/** Work on the rows; what the disk refuses is the answer. */
export function stored<T>(work: () => T): Result<T> {
  try {
    return ok(work());
  } catch (error) {
    const failure = storeFailure(error);
    if (failure === null) throw error;
    return failure;
  }
}

/** Whether these rows are the file that the item means, whole: each part is hashed again. */
export function isHere(rows: FileRows, file: Omit<SealedFile, "key">): boolean {
  const hashes: Uint8Array[] = [];
  for (let part = 0; part < partsOf(file); part++) {
    const bytes = rows.part(file.blob, part);
    if (bytes === null || bytes.length !== partLength(file, part)) return false;
    hashes.push(blobPartHash(bytes));
  }
  return blobHash(sealedSize(file.size), hashes) === file.hash;
}

/** Which file is read, from where, and the item that it belongs to. */
export type Reading = { rows: FileRows; place: Omit<AttachmentPlace, "blob">; file: SealedFile };
/** What takes a file, in order; a failure ends the reading. */
export type Sink = (bytes: Uint8Array) => Promise<Result<true>>;

/**
 * Opens a file that is here and gives it piece by piece; each piece is wiped after it was taken. `aead`, `encoding`; `not-found`
 * where a part is gone; what the sink fails with.
 */
export async function readFile({ rows, place, file }: Reading, sink: Sink): Promise<Result<true>> {
  const opener = openAttachment(file.key, { ...place, blob: file.blob }, file.size);
  for (let part = 0; part < partsOf(file); part++) {
    const bytes = rows.part(file.blob, part);
    if (bytes === null) return fail("not-found", { field: "file" });
    for (let at = 0; at < bytes.length; at += limits.blobBlockBytes) {
      const text = opener.pull(bytes.subarray(at, at + limits.blobBlockBytes));
      if (!text.ok) return text;
      const taken = await sink(text.value);
      text.value.fill(0);
      if (!taken.ok) return taken;
    }
  }
  return opener.end();
}

/** Opens a file and gives it to nobody: whether all of it opens. */
export function checkFile(reading: Reading): Promise<Result<true>> {
  return readFile(reading, async () => ok(true));
}
