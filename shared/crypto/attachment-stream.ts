/**
 * Sealing and opening files block by block with libsodium's `secretstream` [protocol: Attachments]. Every block is bound to the
 * place of the file and to the stream's header; the last one, and no other, bears the FINAL tag. The length of everything
 * follows from the size, which stands in the item. Nothing here ever holds more than one block.
 */
import { type Encodable, encode } from "../encoding/canonical.ts";
import { idBytes } from "../encoding/id-bytes.ts";
import type { BlobId, Hash, ItemId, TeamId, VaultId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { fail, ok, type Result } from "../failures.ts";
import { joinBytes } from "../text.ts";
import { blockCount, headerBytes, sizeOfBlock, textInBlock } from "./attachment-blocks.ts";
import { hashOfLong, hashText } from "./hash.ts";
import { paddedLength } from "./padding.ts";
import { sodium } from "./sodium.ts";

/** Where a file belongs: one item of one vault. */
export type AttachmentPlace = { team: TeamId; vault: VaultId; item: ItemId; blob: BlobId };

export type AttachmentSealer = {
  /** The next bytes of the file; the blocks that they fill. */
  push(bytes: Uint8Array): Uint8Array[];
  /** Pads and ends the file: the last blocks. Throws where fewer or more bytes came than were said. */
  end(): Uint8Array[];
};

/** Seals a file of exactly `size` bytes under a key that is used for nothing else. */
export function sealAttachment(key: Uint8Array, place: AttachmentPlace, size: number): AttachmentSealer {
  const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key);
  const additional = additionalOf(place, header);
  const last = blockCount(size) - 1;
  let at = 0;
  let block = new Uint8Array(textInBlock(size, 0));
  let filled = 0;
  let came = 0;
  const seal = (): Uint8Array => {
    const tag = at === last ? tags.final : tags.message;
    const cipher = sodium.crypto_secretstream_xchacha20poly1305_push(state, block, additional, tag);
    block.fill(0);
    const sealed = at === 0 ? joinBytes([header, cipher]) : cipher;
    at += 1;
    block = new Uint8Array(textInBlock(size, at));
    filled = 0;
    return sealed;
  };
  const take = (bytes: Uint8Array): Uint8Array[] => {
    const blocks: Uint8Array[] = [];
    for (let from = 0; from < bytes.length; ) {
      const more = bytes.subarray(from, from + block.length - filled);
      block.set(more, filled);
      filled += more.length;
      from += more.length;
      if (filled === block.length) blocks.push(seal());
    }
    return blocks;
  };
  return {
    push(bytes) {
      came += bytes.length;
      if (came > size) throw new Error("more of a file than was said");
      return take(bytes);
    },
    end() {
      if (came !== size) throw new Error("less of a file than was said");
      const blocks = take(Uint8Array.of(0x80));
      for (let left = paddedLength(size) - size - 1; left > 0; ) {
        const zeros = Math.min(left, limits.blobBlockBytes);
        blocks.push(...take(new Uint8Array(zeros)));
        left -= zeros;
      }
      return blocks;
    },
  };
}

export type AttachmentOpener = {
  /** The next block in order: its part of the file, without padding; the caller wipes it. `aead`, `encoding`. */
  pull(block: Uint8Array): Result<Uint8Array>;
  /** Ok where the last block came: `aead` with reason `final` before it. */
  end(): Result<true>;
};

/**
 * Opens a file for the place and size where it is expected. A block that is of another file, out of order, twice, missing, too
 * long or too short is `aead` or `encoding`; so is a FINAL tag anywhere but at the end.
 */
export function openAttachment(key: Uint8Array, place: AttachmentPlace, size: number): AttachmentOpener {
  const count = blockCount(size);
  let stream: { state: ReturnType<typeof initPull>; additional: Uint8Array } | null = null;
  let at = 0;
  let given = 0;
  return {
    pull(block) {
      if (at >= count || block.length !== sizeOfBlock(size, at)) return fail("encoding", { reason: "block-length" });
      const cipher = at === 0 ? block.subarray(headerBytes) : block;
      if (stream === null) {
        const header = block.slice(0, headerBytes);
        stream = { state: initPull(header, key), additional: additionalOf(place, header) };
      }
      const pulled = sodium.crypto_secretstream_xchacha20poly1305_pull(stream.state, cipher, stream.additional);
      if (pulled === false) return fail("aead", { reason: "block" });
      const isLast = at === count - 1;
      const text = pulled.message.subarray(0, Math.max(0, size - given));
      const isRight = pulled.tag === (isLast ? tags.final : tags.message) && isPadding(pulled.message, size - given);
      if (!isRight) {
        pulled.message.fill(0);
        return fail("aead", { reason: "final" });
      }
      at += 1;
      given += pulled.message.length;
      return ok(text);
    },
    end: () => (at === count ? ok(true) : fail("aead", { reason: "final" })),
  };
}

const initPull = (header: Uint8Array, key: Uint8Array) =>
  sodium.crypto_secretstream_xchacha20poly1305_init_pull(header, key);

/** libsodium's own numbers; read from it only once it is loaded. */
const tags = { message: 0, final: 3 } as const;

/** Whether all that stands behind the first `left` bytes is padding; `left` below zero: the file ended in an earlier block. */
function isPadding(text: Uint8Array, left: number): boolean {
  for (let at = Math.max(0, left); at < text.length; at++) if (text[at] !== (at === left ? 0x80 : 0)) return false;
  return true;
}

function additionalOf({ team, vault, item, blob }: AttachmentPlace, header: Uint8Array): Uint8Array {
  const context: { [key: string]: Encodable } = {
    purpose: "attachment",
    team: idBytes(team),
    vault: idBytes(vault),
    item: idBytes(item),
    blob: idBytes(blob),
  };
  return joinBytes([encode(context), header]);
}

/** `H("blob-part", bytes)` of one part: what is sent at a time. */
export function blobPartHash(part: Uint8Array): Uint8Array {
  return hashOfLong("blob-part", part);
}

/** `H("blob", size, [part hashes])`: the name of a sealed file, as item and commit hold it. */
export function blobHash(size: number, parts: readonly Uint8Array[]): Hash {
  return hashText("blob", size, [...parts]);
}
