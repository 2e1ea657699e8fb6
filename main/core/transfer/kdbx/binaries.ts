/**
 * Contents of attached files while a KDBX file is read: kept as far as they may become files of items and fit together in memory,
 * equal ones once. Everything else is only counted, so that the report can name it.
 */
import { limits } from "../../../../shared/encoding/limits.ts";
import { hexText, joinBytes } from "../../../../shared/text.ts";
import { bytesOfBase64 } from "./bytes.ts";
import { kdbxLimits } from "./limits.ts";
import { gunzip, sha256 } from "./platform.ts";
import type { KeyStream } from "./stream-ciphers.ts";

/** `bytes` is null where the content is not kept: too large, or not readable. */
export type KdbxBinary = { bytes: Uint8Array | null; isPacked: boolean };

export type BinaryWriter = { push(piece: Uint8Array): void; end(): KdbxBinary };

export type Binaries = {
  /** A content begins; `isPacked`: it is compressed by itself. */
  begin(isPacked: boolean): BinaryWriter;
  /** All came: what is packed is decompressed, each within the size of a file; equal ones become one. */
  settle(): Promise<void>;
};

/** The contents of one file. */
export function createBinaries(): Binaries {
  const kept: KdbxBinary[] = [];
  let held = 0;
  return {
    begin(isPacked) {
      let pieces: Uint8Array[] | null = kept.length < kdbxLimits.keptBinaries ? [] : null;
      let length = 0;
      return {
        push(piece) {
          length += piece.length;
          if (length > limits.attachmentBytes || held + length > kdbxLimits.keptBinaryBytes) pieces = null;
          pieces?.push(piece.slice());
        },
        end() {
          const binary: KdbxBinary = { bytes: pieces === null ? null : joinBytes(pieces), isPacked };
          if (binary.bytes === null) return binary;
          held += binary.bytes.length;
          kept.push(binary);
          return binary;
        },
      };
    },
    async settle() {
      const byHash = new Map<string, Uint8Array>();
      let bytes = 0;
      // What is decompressed costs time whether it is kept or not.
      let left: number = kdbxLimits.plainBytes;
      const count = (length: number): boolean => {
        left -= length;
        return left >= 0;
      };
      for (const binary of kept) {
        const whole = binary.isPacked && binary.bytes !== null ? await unpacked(binary.bytes, count) : binary.bytes;
        binary.isPacked = false;
        binary.bytes = null;
        if (whole === null) continue;
        const name = hexText(await sha256(whole));
        const had = byHash.get(name);
        binary.bytes = had ?? (bytes + whole.length > kdbxLimits.keptBinaryBytes ? null : whole);
        if (had !== undefined || binary.bytes === null) continue;
        bytes += whole.length;
        byHash.set(name, whole);
      }
    },
  };
}

/** Null where it is damaged, too large, or `count` says that it is enough. */
async function unpacked(bytes: Uint8Array, count: (length: number) => boolean): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const ended = await gunzip(bytes, (piece) => {
    length += piece.length;
    if (!count(piece.length) || length > limits.attachmentBytes) return false;
    pieces.push(piece);
    return true;
  });
  return ended === "done" ? joinBytes(pieces) : null;
}

/** A content that stands in the XML as base64, ciphered or not; text comes in pieces. */
export type BinaryText = { push(text: string): void; end(): KdbxBinary };

/** The key stream moves by every byte of the content, whether it is kept or not. */
export function binaryText(writer: BinaryWriter, stream: KeyStream | null): BinaryText {
  let rest = "";
  let chars = 0;
  let decoded = 0;
  let isReadable = true;
  const decode = (text: string): void => {
    const bytes = isReadable ? bytesOfBase64(text) : null;
    isReadable = bytes !== null;
    if (bytes === null) return;
    decoded += bytes.length;
    stream?.apply(bytes);
    writer.push(bytes);
    bytes.fill(0);
  };
  return {
    push(text) {
      const clean = text.replace(/\s/g, "");
      chars += clean.replace(/=/g, "").length;
      const all = rest + clean;
      const whole = all.length - (all.length % 4);
      // The last four may end it: padding is read with what belongs to it.
      if (whole > 0) decode(all.slice(0, whole));
      rest = all.slice(whole);
    },
    end() {
      if (rest !== "") decode(rest);
      const left = Math.floor((chars * 3) / 4) - decoded;
      if (left > 0) stream?.skip(left);
      const binary = writer.end();
      if (!isReadable) binary.bytes = null;
      return binary;
    },
  };
}
