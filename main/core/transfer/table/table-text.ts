/**
 * The text of a table's bytes: UTF-8, UTF-16 in both orders, or Windows-1252, which older spreadsheets write. A mark at the
 * beginning decides; without one, what the bytes are.
 */

export type TableText = { text: string; encoding: "UTF-8" | "UTF-16" | "Windows-1252" };

const marks: { bytes: number[]; label: string; encoding: TableText["encoding"] }[] = [
  { bytes: [0xef, 0xbb, 0xbf], label: "utf-8", encoding: "UTF-8" },
  { bytes: [0xff, 0xfe], label: "utf-16le", encoding: "UTF-16" },
  { bytes: [0xfe, 0xff], label: "utf-16be", encoding: "UTF-16" },
];
const lookedAt = 4096;

/** The text without its mark; null where it is no text of these encodings. */
export function tableText(bytes: Uint8Array): TableText | null {
  const mark = marks.find(({ bytes: wanted }) => wanted.every((byte, at) => bytes[at] === byte));
  if (mark !== undefined) return decoded(bytes.subarray(mark.bytes.length), mark.label, mark.encoding);
  const head = bytes.subarray(0, lookedAt);
  const zerosAt = (odd: number) => head.reduce((count, byte, at) => count + (byte === 0 && at % 2 === odd ? 1 : 0), 0);
  const [even, odd] = [zerosAt(0), zerosAt(1)];
  // Latin letters in UTF-16 have a zero in every second byte.
  if (odd * 4 > head.length && even === 0) return decoded(bytes, "utf-16le", "UTF-16");
  if (even * 4 > head.length && odd === 0) return decoded(bytes, "utf-16be", "UTF-16");
  return decoded(bytes, "utf-8", "UTF-8") ?? decoded(bytes, "windows-1252", "Windows-1252");
}

function decoded(bytes: Uint8Array, label: string, encoding: TableText["encoding"]): TableText | null {
  try {
    const text = new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? null : { text, encoding };
  } catch {
    return null;
  }
}
