/**
 * How long a sealed attachment and each of its blocks is [protocol: Attachments]. All of it follows from the size of the file,
 * so that nobody has to believe a length.
 */
import { limits } from "../encoding/limits.ts";
import { paddedLength } from "./padding.ts";

/** The stream's header, which begins the first block, and what each block has beside its text: tag and authenticator. */
export const headerBytes = 24;
const addedBytes = 17;

const textOfFirst = limits.blobBlockBytes - headerBytes - addedBytes;
const textOfOthers = limits.blobBlockBytes - addedBytes;

/** How many blocks a file of `size` bytes has. */
export function blockCount(size: number): number {
  const padded = paddedLength(size);
  return padded <= textOfFirst ? 1 : 1 + Math.ceil((padded - textOfFirst) / textOfOthers);
}

/** How much padded text lies in block `at` of a file of `size` bytes. */
export function textInBlock(size: number, at: number): number {
  const before = at === 0 ? 0 : textOfFirst + (at - 1) * textOfOthers;
  return Math.max(0, Math.min(at === 0 ? textOfFirst : textOfOthers, paddedLength(size) - before));
}

/** Bytes of the sealed file. */
export function sealedSize(size: number): number {
  return headerBytes + addedBytes * blockCount(size) + paddedLength(size);
}

/** Bytes of block `at` of the sealed file. */
export function sizeOfBlock(size: number, at: number): number {
  return textInBlock(size, at) + addedBytes + (at === 0 ? headerBytes : 0);
}
