/** How large a picture is, by its head alone: asked before anything of it is unpacked. */

/** `pngBytes`: as many as the rows of a PNG are, unpacked; null for a JPEG, whose size its head fixes. */
export type PictureSize = { width: number; height: number; pngBytes: number | null };

const pngHead = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const samplesByColour: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Markers of a JPEG that begin a frame: `SOF0` to `SOF15` without tables and reserved ones. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Null where it is neither a PNG nor a JPEG. */
export function pictureSize(bytes: Uint8Array): PictureSize | null {
  return pngHead.every((byte, at) => bytes[at] === byte) ? pngSize(bytes) : jpegSize(bytes);
}

function pngSize(bytes: Uint8Array): PictureSize | null {
  if (bytes.length < 33) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(12) !== 0x49484452) return null;
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, samples] = [view.getUint8(24), samplesByColour[view.getUint8(25)]];
  if (width === 0 || height === 0 || samples === undefined) return null;
  // Interlaced, it has a little more than its rows: seven small pictures with rows of their own.
  const rows = height * (1 + Math.ceil((width * depth * samples) / 8));
  return { width, height, pngBytes: rows + 2 * (width + height) * 8 + 64 };
}

function jpegSize(bytes: Uint8Array): PictureSize | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 2; at + 9 < bytes.length; ) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) return null;
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return width === 0 || height === 0 ? null : { width, height, pngBytes: null };
    } else at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** The packed rows of a PNG: all its `IDAT` chunks; null where its chunks do not follow each other. */
export function pngRows(bytes: Uint8Array): Uint8Array[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const rows: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) return null;
    if (view.getUint32(at + 4) === 0x49444154) rows.push(bytes.subarray(at + 8, at + 8 + length));
    if (view.getUint32(at + 4) === 0x49454e44) return rows;
    at += 12 + length;
  }
  return null;
}
