/** QR codes of real pictures: those that people make are read, those that attack are refused before they cost anything. */
import { deflateSync } from "node:zlib";
import jsQR from "jsqr";
import { describe, expect, it } from "vitest";
import {
  blank,
  blurred,
  drawQr,
  inverted,
  jpegOf,
  type Picture,
  photographed,
  pngOf,
  pngWith,
  qrOf,
  rgba,
  turned,
} from "../../e2e/kit/qr-picture.ts";
import { nodePictures } from "./pictures.ts";

const pictures = nodePictures();
/** Its types name the module, its module is the function. */
const readOther = jsQR as unknown as typeof jsQR.default;
const link = "otpauth://totp/GitHub:ada@example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub";

/** Repeats exactly. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const made: [name: string, make: () => Picture][] = [
  ["drawn sharply", () => qrOf(link)],
  ["turned by 3 degrees", () => turned(qrOf(link), 3)],
  ["turned by 30 degrees", () => turned(qrOf(link), 30)],
  ["upside down", () => turned(qrOf(link), 180)],
  ["small, two pixels for a square", () => qrOf(link, 2)],
  ["small in a large screenshot", () => drawQr(blank(1920, 1080, 240), link, { x: 1400, y: 700, px: 3 })],
  ["inverted", () => inverted(qrOf(link))],
  ["blurred a little", () => blurred(qrOf(link), 2)],
  ["blurred much", () => blurred(qrOf(link, 8), 4)],
  ["photographed", () => photographed(qrOf(link, 8), seeded(1))],
  ["photographed and turned", () => turned(photographed(qrOf(link, 8), seeded(2)), 12)],
];

describe("a picture", () => {
  it.each(made)("that is %s is read as PNG and as JPEG", async (_name, make) => {
    const picture = make();
    const png = await pictures.readCodes(pngOf(picture));
    const jpeg = await pictures.readCodes(jpegOf(picture, 60));
    expect([png, jpeg]).toEqual([
      { ok: true, value: [link] },
      { ok: true, value: [link] },
    ]);
  });

  it("with several codes gives them all", async () => {
    const both = blank(1400, 700);
    drawQr(both, link, { x: 20, y: 20, px: 6 });
    drawQr(both, `${link}&period=30`, { x: 700, y: 200, px: 6 });
    const read = await pictures.readCodes(pngOf(both));
    expect(read.ok && read.value.sort()).toEqual([link, `${link}&period=30`].sort());
  });

  it("of which a second reader makes anything is read by ours too", () => {
    // The comparison by which ours was chosen: how many of these the other one reads.
    const others = made.filter(([, make]) => {
      const picture = make();
      return readOther(rgba(picture), picture.width, picture.height)?.data === link;
    });
    expect(others.length).toBeLessThanOrEqual(made.length);
    process.stdout.write(`jsqr reads ${others.length} of ${made.length}: ${others.map(([name]) => name).join("; ")}\n`);
  });
});

const headOf = (width: number, height: number) => pngWith({ width, height }, deflateSync(Buffer.alloc(10)));
const broken = { failure: { code: "invalid-input", detail: { reason: "picture" } } };

describe("a hostile picture", () => {
  it.each([
    [
      "a PNG of more pixels than any",
      headOf(100_000, 100_000),
      { failure: { code: "limit", detail: { reason: "pixels" } } },
    ],
    [
      "a JPEG of more pixels than any",
      jpegHead(65_000, 65_000),
      { failure: { code: "limit", detail: { reason: "pixels" } } },
    ],
    ["more bytes than any", new Uint8Array(25 * 1024 * 1024).fill(0xff), { failure: { code: "limit" } }],
    [
      "a PNG whose rows unpack to more than its size",
      pngWith({ width: 8, height: 8 }, deflateSync(Buffer.alloc(64_000_000))),
      broken,
    ],
    ["a PNG that is cut", pngOf(qrOf(link)).slice(0, 200), broken],
    ["a JPEG that is cut", jpegOf(qrOf(link)).slice(0, 100), broken],
    ["no picture", new TextEncoder().encode("<svg onload=alert(1)>"), broken],
    ["nothing", new Uint8Array(), broken],
    ["a JPEG whose markers never end", new Uint8Array(4000).fill(0xff).fill(0xd8, 1, 2), broken],
  ])("%s is refused", async (_name, bytes, refused) => {
    const before = performance.now();
    expect(await pictures.readCodes(bytes)).toMatchObject(refused);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it("leaves the next one readable", async () => {
    const answers = await Promise.all([
      pictures.readCodes(pngWith({ width: 900, height: 900 }, Buffer.from("no rows"))),
      pictures.readCodes(pngOf(qrOf(link))),
    ]);
    expect(answers).toMatchObject([broken, { ok: true, value: [link] }]);
  });
});

function jpegHead(width: number, height: number): Uint8Array<ArrayBuffer> {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  return Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, ...size, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 0xff, 0xd9);
}
