/**
 * Writes KDBX 4 files for tests, also damaged and hostile ones that no honest program writes. Not part of the app.
 */
import { createCipheriv, createHash, createHmac, randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";

const le = (bytes: number, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value % 2 ** 32, 0, Math.min(bytes, 4));
  if (bytes === 8) buffer.writeUInt32LE(Math.floor(value / 2 ** 32), 4);
  return buffer;
};
const sha = (name: string, ...parts: Uint8Array[]) => createHash(name).update(Buffer.concat(parts)).digest();
const field = (id: number, value: Uint8Array, lengthBytes = 4) =>
  Buffer.concat([le(1, id), le(lengthBytes, value.length), value]);
const mac = (key: Uint8Array, ...parts: Uint8Array[]) =>
  createHmac("sha256", key).update(Buffer.concat(parts)).digest();

export const aesKdfId = Buffer.from("c9d9f39a628a4460bf740d08c18a4fea", "hex");
export const argon2dId = Buffer.from("ef636ddf8c29444b91f7a9a403e30a0c", "hex");
export const aesCipherId = Buffer.from("31c1f2e6bf714350be5805216afc5aff", "hex");
export const twofishId = Buffer.from("ad68f29f576f4bb9a36ad47af965346c", "hex");

/** One value of a header's dictionary: bytes, or a number of 4 or 8 bytes. */
export type DictionaryValue = Uint8Array | { size: 4 | 8; value: number };

export function dictionary(values: Record<string, DictionaryValue>): Buffer {
  const parts = [le(2, 0x100)];
  for (const [name, value] of Object.entries(values)) {
    const bytes = value instanceof Uint8Array ? Buffer.from(value) : le(value.size, value.value);
    const type = value instanceof Uint8Array ? 0x42 : value.size === 4 ? 4 : 5;
    parts.push(le(1, type), le(4, name.length), Buffer.from(name), le(4, bytes.length), bytes);
  }
  return Buffer.concat([...parts, le(1, 0)]);
}

/** One AES round around a fixed seed: the cheapest derivation. */
export function aesDictionary(rounds = 1): Buffer {
  return dictionary({ $UUID: aesKdfId, S: Buffer.alloc(32, 7), R: { size: 8, value: rounds } });
}

export type TestFile = {
  password?: string;
  minor?: number;
  cipher?: Uint8Array;
  kdf?: Uint8Array;
  compression?: number;
  /** XML, or raw bytes that take the place of inner header and XML. */
  xml?: string | Uint8Array;
  payload?: Uint8Array;
  /** What stands in the place of the sealed part, under sound checks. */
  sealed?: Uint8Array;
  innerCipher?: number;
  /** How much of the sealed part one block holds; all of it where nothing is said. */
  blockBytes?: number;
};

/** A whole file under one AES round; the pieces that a test names replace the sound ones. */
export function testFile(options: TestFile): Uint8Array {
  const masterSeed = randomBytes(32);
  const iv = randomBytes(16);
  const header = Buffer.concat([
    le(4, 0x9aa2d903),
    le(4, 0xb54bfb67),
    le(2, options.minor ?? 1),
    le(2, 4),
    field(2, options.cipher ?? aesCipherId),
    field(3, le(4, options.compression ?? 1)),
    field(4, masterSeed),
    field(7, iv),
    field(11, options.kdf ?? aesDictionary()),
    field(0, Buffer.from("\r\n\r\n")),
  ]);
  const composite = sha("sha256", sha("sha256", Buffer.from(options.password ?? "pw")));
  const round = createCipheriv("aes-256-ecb", Buffer.alloc(32, 7), null).setAutoPadding(false);
  const transformed = sha("sha256", Buffer.concat([round.update(composite), round.final()]));
  const macKey = sha("sha512", masterSeed, transformed, Buffer.of(1));
  const inner = Buffer.concat([
    field(1, le(4, options.innerCipher ?? 3)),
    field(2, Buffer.alloc(64, 9)),
    field(0, Buffer.alloc(0)),
  ]);
  const xml = typeof options.xml === "string" ? Buffer.from(options.xml) : (options.xml ?? Buffer.from(emptyXml));
  const plain = options.payload ?? Buffer.concat([inner, xml]);
  const packed = (options.compression ?? 1) === 1 && options.payload === undefined ? gzipSync(plain) : plain;
  const cipher = createCipheriv("aes-256-cbc", sha("sha256", masterSeed, transformed), iv);
  const sealed = options.sealed ?? Buffer.concat([cipher.update(packed), cipher.final()]);
  const block = (index: number, bytes: Uint8Array) => {
    const number = le(8, index);
    const size = le(4, bytes.length);
    return Buffer.concat([mac(sha("sha512", number, macKey), number, size, bytes), size, bytes]);
  };
  const blockBytes = options.blockBytes ?? sealed.length;
  const blocks = Array.from({ length: Math.ceil(sealed.length / blockBytes) }, (_, index) =>
    block(index, sealed.subarray(index * blockBytes, (index + 1) * blockBytes)),
  );
  const headerMac = mac(sha("sha512", Buffer.alloc(8, 0xff), macKey), header);
  return new Uint8Array(
    Buffer.concat([header, sha("sha256", header), headerMac, ...blocks, block(blocks.length, Buffer.alloc(0))]),
  );
}

export const emptyXml =
  '<?xml version="1.0" encoding="utf-8" standalone="yes"?><KeePassFile><Meta/><Root><Group><UUID>9Dt1hnVlRVOKWaFfy+QTAw==</UUID><Name>Root</Name></Group></Root></KeePassFile>';

/** XML of one entry in the root group, from the given inner elements. */
export function entryXml(inner: string, more = ""): string {
  return emptyXml.replace(
    "</Group>",
    `<Entry><UUID>gmnh5kdTSn6ADPPzCN7rIg==</UUID><String><Key>Title</Key><Value>One</Value></String>${inner}</Entry>${more}</Group>`,
  );
}
