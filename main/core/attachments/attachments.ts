/**
 * Files of items, between this computer and the server [protocol: Attachments]: sealed here first, sent before the commit that
 * names them, fetched when somebody wants them, kept for a while. One part at a time is in memory.
 */
import { sealedSize } from "../../../shared/crypto/attachment-blocks.ts";
import { type AttachmentPlace, blobHash, blobPartHash } from "../../../shared/crypto/attachment-stream.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { BlobId, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { createFileRows, type FileRows } from "../store/file-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import {
  checkFile,
  type FileWriter,
  isHere,
  partLength,
  partsOf,
  readFile,
  removeFiles,
  type SealedFile,
  type Sink,
  stored,
  writeFile,
} from "./file-parts.ts";
import { createFileSending, type NamedFile } from "./file-sending.ts";

type ItemPlace = { vault: VaultId; item: ItemId };

export type Attachments = {
  /** Begins a new file of an item. */
  begin(place: ItemPlace, size: number): { blob: BlobId; writer: FileWriter };
  /** Whether the server has all of these; what it lacks is sent from now on, beside everything else. Fails with why one was refused. */
  send(vault: VaultId, files: readonly NamedFile[]): Result<boolean>;
  /** Resolves when no file of this vault is on its way. */
  over(vault: VaultId): Promise<void>;
  /** The server lacks some of these although they were sent: what is here of them waits again; false where nothing is. */
  sendAgain(files: readonly NamedFile[]): boolean;
  /** Verified commits name these: the server has them. */
  named(blobs: readonly BlobId[]): void;
  /** Bytes that the server would still take beside what waits here; null where it does not say. */
  spaceLeft(): Promise<number | null>;
  /** Opens a file whole before its first byte is given away. */
  read(place: ItemPlace, file: SealedFile, sink: Sink): Promise<Result<true>>;
  /** It was added on this computer, and no verified commit names it yet. */
  isUnsent(blob: BlobId): boolean;
  /** Seals a file of one item anew for another one. */
  carry(from: ItemPlace, to: ItemPlace, file: SealedFile): Promise<Result<SealedFile>>;
  /** Takes away files that nothing names in the end. */
  drop(blobs: readonly BlobId[]): void;
  /** Ends what is under way with this file, at its next part. */
  cancel(blob: BlobId): void;
  /** The database is about to be closed. */
  stop(): void;
};

/** Copies of files that were looked at. */
const keptBytesMost = 256 * 1024 * 1024;

type Parts = {
  unlocked: Pick<OpenedProfile, "ports" | "profile" | "db" | "files" | "emit" | "isOnline">;
  rows: FileRows;
  cancelled: Set<BlobId>;
  /** Ends the waiting for a part of these files. */
  stops: Map<BlobId, () => void>;
};

/**
 * The files of an unlocked profile. `inDrafts`: those that drafts name, null where that is not known; what waits to be sent and is
 * named by none goes. `sent` is told when files of a vault arrived at the server, or were refused.
 */
export function createAttachments(
  unlocked: Parts["unlocked"],
  { inDrafts, sent }: { inDrafts(): ReadonlySet<BlobId> | null; sent(vault: VaultId): void },
): Attachments {
  const rows = createFileRows(unlocked.db, () => unlocked.ports.clock.now());
  dropUnnamed(rows, inDrafts);
  const parts: Parts = { unlocked, rows, cancelled: new Set(), stops: new Map() };
  const sending = createFileSending({ ...parts, done: sent, isEnded: () => isEnded });
  let isEnded = false;
  const { team } = unlocked.profile;
  const placeOf = (place: ItemPlace) => ({ ...place, team });
  const read = async (place: ItemPlace, file: SealedFile, sink: Sink): Promise<Result<true>> => {
    parts.cancelled.delete(file.blob);
    const here = await fetchFile(parts, place.vault, file);
    if (!here.ok) return here;
    // When it was last wanted matters less than that it is wanted.
    stored(() => rows.touch(file.blob));
    const reading = { rows, place: placeOf(place), file };
    const opens = await checkFile(reading);
    return opens.ok ? readFile(reading, unlessCancelled(parts, file.blob, sink)) : opens;
  };
  return {
    read,
    begin(place, size) {
      const blob = newId<BlobId>();
      const whole: AttachmentPlace = { ...placeOf(place), blob };
      return { blob, writer: writeFile(rows, whole, size) };
    },
    send(vault, files) {
      for (const { blob } of files) parts.cancelled.delete(blob);
      return sending.send(vault, files);
    },
    over: sending.over,
    async spaceLeft() {
      if (!unlocked.isOnline()) return null;
      const space = await unlocked.files.space();
      return space.ok ? Math.max(0, space.value - rows.waitingBytes()) : null;
    },
    stop() {
      isEnded = true;
    },
    ...createNaming(rows, sending.again),
    carry(from, to, file) {
      const writer = writeFile(rows, { ...placeOf(to), blob: newId<BlobId>() }, file.size);
      return writeAll(writer, (sink) => read(from, file, sink));
    },
    isUnsent: (blob) => rows.find(blob)?.state === "waiting",
    drop: (blobs) => removeFiles(rows, blobs),
    cancel(blob) {
      parts.cancelled.add(blob);
      parts.stops.get(blob)?.();
    },
  };
}

async function writeAll(writer: FileWriter, read: (sink: Sink) => Promise<Result<true>>): Promise<Result<SealedFile>> {
  const given = await read(async (bytes) => writer.push(bytes));
  if (given.ok) return writer.end();
  writer.drop();
  return given;
}

function dropUnnamed(rows: FileRows, inDrafts: () => ReadonlySet<BlobId> | null): void {
  const waiting = rows.waiting();
  const named = waiting.length === 0 ? null : inDrafts();
  if (named !== null) rows.remove(waiting.map(({ blob }) => blob).filter((blob) => !named.has(blob)));
}

/** Fetches what is missing, part after part; what it then is not by its hash is thrown away: `manifest`. */
async function fetchFile(parts: Parts, vault: VaultId, file: SealedFile): Promise<Result<true>> {
  const { rows, unlocked, cancelled } = parts;
  const { blob } = file;
  if (isHere(rows, file)) return ok(true);
  const had = rows.find(blob);
  const total = partsOf(file);
  // Whole, and another: somebody wrote into the file on the disk.
  if (had !== null && had.parts >= total) rows.remove([blob]);
  const hashes: Uint8Array[] = [];
  for (let part = 0; part < total; part++) {
    if (cancelled.has(blob)) return fail("cancelled", { field: "file" });
    const held = rows.part(blob, part);
    const fetched =
      held?.length === partLength(file, part)
        ? ok(held)
        : await untilCancelled(parts, blob, unlocked.files.get(vault, { blob, part }));
    if (!fetched.ok) return fetched;
    if (fetched.value.length !== partLength(file, part))
      return fail("encoding", { vault, reason: "blob-part" }, "later");
    const bytes = fetched.value;
    const kept = bytes === held ? ok(true) : stored(() => rows.add({ blob, vault, state: "kept" }, { part, bytes }));
    if (!kept.ok) {
      // Half a file is of no use on a disk that is full.
      removeFiles(rows, [blob]);
      return kept;
    }
    hashes.push(blobPartHash(fetched.value));
    unlocked.emit("attachment.progress", { file: blob, way: "down", done: part + 1, total });
  }
  if (blobHash(sealedSize(file.size), hashes) === file.hash) {
    rows.bound(keptBytesMost, blob);
    return ok(true);
  }
  rows.remove([blob]);
  return fail("manifest", { vault, reason: "blob" }, "later");
}

/** What the server lacks although it was sent, and what verified commits name. */
function createNaming(rows: FileRows, again: (blob: BlobId) => void): Pick<Attachments, "sendAgain" | "named"> {
  // Sent a second time since a commit named them last: a server that goes on lacking them gets no third.
  const repeated = new Set<BlobId>();
  return {
    sendAgain(files) {
      const held = files.filter((file) => !repeated.has(file.blob) && isHere(rows, file));
      for (const { blob } of held) {
        repeated.add(blob);
        rows.setState(blob, "waiting");
        again(blob);
      }
      return held.length > 0;
    },
    named(blobs) {
      for (const blob of blobs) {
        repeated.delete(blob);
        if (rows.find(blob)?.state === "waiting") rows.setState(blob, "kept");
      }
      if (blobs.length > 0) rows.bound(keptBytesMost, null);
    },
  };
}

/** On a slow line a part takes its time; whoever cancels does not wait for it. */
function untilCancelled<T>(parts: Parts, blob: BlobId, work: Promise<Result<T>>): Promise<Result<T>> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(fail("cancelled", { field: "file" }));
    parts.stops.set(blob, stop);
    work.then(resolve, reject).finally(() => {
      if (parts.stops.get(blob) === stop) parts.stops.delete(blob);
    });
  });
}

function unlessCancelled({ cancelled, unlocked }: Parts, blob: BlobId, sink: Sink): Sink {
  let given = 0;
  return async (bytes) => {
    given += bytes.length;
    // Others get their turn after each part's worth.
    if (given % (1024 * 1024) < bytes.length)
      await new Promise<void>((resolve) => void unlocked.ports.timers.after(0, resolve));
    return cancelled.has(blob) ? fail("cancelled", { field: "file" }) : sink(bytes);
  };
}
