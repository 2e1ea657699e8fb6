/** Pictures with real QR codes for tests: drawn from their squares, changed pixel by pixel, written by real encoders. */
import { deflateSync } from "node:zlib";
import jpeg from "jpeg-js";
import { encode } from "uqr";

/** Grey pixels, 0 black to 255 white. */
export type Picture = { width: number; height: number; pixels: Uint8Array };

/** White, or of another grey. */
export function blank(width: number, height: number, grey = 255): Picture {
  return { width, height, pixels: new Uint8Array(width * height).fill(grey) };
}

/** Draws a QR code with its white border; each square is `px` wide. */
export function drawQr(on: Picture, text: string, { x, y, px }: { x: number; y: number; px: number }): Picture {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  for (let row = 0; row < size * px; row += 1)
    for (let column = 0; column < size * px; column += 1) {
      const isDark = data[Math.floor(row / px)]?.[Math.floor(column / px)] === true;
      on.pixels[(y + row) * on.width + x + column] = isDark ? 0 : 255;
    }
  return on;
}

/** One code alone, with some white around it. */
export function qrOf(text: string, px = 6): Picture {
  const side = (encode(text, { ecc: "M", border: 4 }).size + 8) * px;
  return drawQr(blank(side, side), text, { x: 4 * px, y: 4 * px, px });
}

/** Every pixel from where `from` says it comes, between pixels by their mean; white from outside. */
export function warped({ width, height, pixels }: Picture, from: (x: number, y: number) => [number, number]): Picture {
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 255 : (pixels[y * width + x] ?? 255);
  const out = blank(width, height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [u, v] = from(x, y);
      const [i, j] = [Math.floor(u), Math.floor(v)];
      const [p, q] = [u - i, v - j];
      const top = at(i, j) * (1 - p) + at(i + 1, j) * p;
      const low = at(i, j + 1) * (1 - p) + at(i + 1, j + 1) * p;
      out.pixels[y * width + x] = Math.round(top * (1 - q) + low * q);
    }
  return out;
}

/** Turned about its middle. */
export function turned(picture: Picture, degrees: number): Picture {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin, cx, cy] = [Math.cos(angle), Math.sin(angle), picture.width / 2, picture.height / 2];
  return warped(picture, (x, y) => [cos * (x - cx) + sin * (y - cy) + cx, -sin * (x - cx) + cos * (y - cy) + cy]);
}

/** The mean of so many pixels around each, as out of focus. */
export function blurred(picture: Picture, radius: number): Picture {
  const { width, height, pixels } = picture;
  return warpedBy(picture, (x, y) => {
    let [sum, count] = [0, 0];
    for (let v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v += 1)
      for (let u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u += 1) {
        sum += pixels[v * width + u] ?? 0;
        count += 1;
      }
    return sum / count;
  });
}

/** Light falls from one side, the paper is grey, the sensor has noise, and it is seen from an angle. */
export function photographed(picture: Picture, random: () => number): Picture {
  const { width, height } = picture;
  const seen = warped(blurred(picture, 1), (x, y) => {
    const far = 1 / (1 + 0.2 * (0.5 - y / height));
    return [(x - width / 2) * far + width / 2, (y - height / 2) * far + height / 2];
  });
  const held = turned(seen, 7);
  return warpedBy(held, (x, y) => {
    const grey = held.pixels[y * width + x] ?? 255;
    return 30 + grey * (0.4 + 0.4 * (x / width)) + (random() - 0.5) * 40;
  });
}

/** Dark where it was light. */
export const inverted = (picture: Picture): Picture =>
  warpedBy(picture, (x, y) => 255 - (picture.pixels[y * picture.width + x] ?? 0));

function warpedBy({ width, height }: Picture, greyAt: (x: number, y: number) => number): Picture {
  const out = blank(width, height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) out.pixels[y * width + x] = Math.max(0, Math.min(255, Math.round(greyAt(x, y))));
  return out;
}

/** As red, green, blue and alpha. */
export function rgba({ width, height, pixels }: Picture): Uint8ClampedArray {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let at = 0; at < pixels.length; at += 1) data.fill(pixels[at] ?? 0, at * 4, at * 4 + 3);
  return data;
}

/** A JPEG by a real encoder. */
export function jpegOf(picture: Picture, quality = 80): Uint8Array<ArrayBuffer> {
  const data = Buffer.from(rgba(picture).buffer);
  return new Uint8Array(jpeg.encode({ data, width: picture.width, height: picture.height }, quality).data);
}

/** A grey PNG. */
export function pngOf({ width, height, pixels }: Picture): Uint8Array<ArrayBuffer> {
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return pngWith({ width, height }, deflateSync(rows));
}

/** A PNG of that size whose rows are these packed bytes, whatever they are. */
export function pngWith(
  { width, height }: { width: number; height: number },
  rows: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Uint8Array(
    Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]),
  );
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
