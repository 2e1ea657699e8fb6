/** Sealed files: what was sealed opens, and every game with blocks is refused [protocol: Attachments]. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { encode } from "../encoding/canonical.ts";
import type { BlobId, ItemId, TeamId, VaultId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import type { Result } from "../failures.ts";
import { eachChange } from "../testing/changed-bytes.ts";
import { base32Bytes, base32Text, joinBytes } from "../text.ts";
import { blockCount, sealedSize } from "./attachment-blocks.ts";
import { type AttachmentPlace, blobHash, blobPartHash, openAttachment, sealAttachment } from "./attachment-stream.ts";
import { newId, randomBytes } from "./random.ts";
import { cryptoReady } from "./ready.ts";
import { sodium } from "./sodium.ts";

beforeAll(cryptoReady);

const newPlace = (): AttachmentPlace => ({
  team: base32Text(randomBytes(32)) as TeamId,
  vault: newId<VaultId>(),
  item: newId<ItemId>(),
  blob: newId<BlobId>(),
});

function seal(key: Uint8Array, place: AttachmentPlace, file: Uint8Array, piece = 100_000): Uint8Array[] {
  const sealer = sealAttachment(key, place, file.length);
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < file.length; at += piece) blocks.push(...sealer.push(file.subarray(at, at + piece)));
  return [...blocks, ...sealer.end()];
}

function open(key: Uint8Array, place: AttachmentPlace, size: number, blocks: Uint8Array[]): Result<Uint8Array> {
  const opener = openAttachment(key, place, size);
  const texts: Uint8Array[] = [];
  for (const block of blocks) {
    const text = opener.pull(block);
    if (!text.ok) return text;
    texts.push(text.value);
  }
  const ended = opener.end();
  return ended.ok ? { ok: true, value: joinBytes(texts) } : ended;
}

const code = (result: Result<unknown>) => (result.ok ? "ok" : result.failure.code);

describe("a sealed file", () => {
  it("opens as it was, in whatever pieces it came, in blocks of one length, and its own length follows from its size", () => {
    const sizes = fc.oneof(fc.nat(300), fc.nat(300_000), fc.constantFrom(0, 65_494, 65_495, 65_496, 131_013, 131_014));
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 200_000 }), (size, piece) => {
        const [key, place, file] = [randomBytes(32), newPlace(), new Uint8Array(size).fill(7)];
        const blocks = seal(key, place, file, Math.max(piece, Math.ceil(size / 50)));
        expect(blocks.length).toBe(blockCount(size));
        expect(joinBytes(blocks).length).toBe(sealedSize(size));
        expect(blocks.slice(0, -1).every(({ length }) => length === limits.blobBlockBytes)).toBe(true);
        expect(open(key, place, size, blocks)).toEqual({ ok: true, value: file });
      }),
      { numRuns: 60 },
    );
  });

  it("of the largest size is not above what a server takes", () => {
    expect(sealedSize(limits.attachmentBytes)).toBeLessThanOrEqual(limits.blobBytes);
  });

  it("is told by its parts: another size, order or byte is another name", () => {
    const parts = [randomBytes(50), randomBytes(50)].map(blobPartHash);
    const names = [
      blobHash(100, parts),
      blobHash(101, parts),
      blobHash(100, [...parts].reverse()),
      blobHash(100, parts.slice(1)),
      blobHash(100, [...parts, blobPartHash(new Uint8Array())]),
    ];
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("a sealed file in the hands of a liar", () => {
  const size = 250_000;
  const scene = () => {
    const [key, place, file] = [randomBytes(32), newPlace(), randomBytes(1000)];
    const whole = joinBytes(Array.from({ length: size / 1000 }, () => file));
    return { key, place, blocks: seal(key, place, whole), other: seal(randomBytes(32), place, whole), whole };
  };
  type Scene = ReturnType<typeof scene>;
  const games: [string, (of: Scene) => Uint8Array[]][] = [
    ["without its last block", ({ blocks }) => blocks.slice(0, -1)],
    ["of no block", () => []],
    ["with two blocks in another order", ({ blocks: [a, b, c, d] }) => [a, c, b, d] as Uint8Array[]],
    ["with a block twice", ({ blocks: [a, b, , d] }) => [a, b, b, d] as Uint8Array[]],
    ["with a block that came before the header's", ({ blocks: [a, b, c, d] }) => [b, a, c, d] as Uint8Array[]],
    ["with its last block first", ({ blocks: [a, b, c, d] }) => [d, b, c, a] as Uint8Array[]],
    ["with a block of another file", ({ blocks: [a, b, , d], other }) => [a, b, other[2], d] as Uint8Array[]],
    ["that is another's from its middle on", ({ blocks, other }) => [...blocks.slice(0, 2), ...other.slice(2)]],
    [
      "with another's header",
      ({ blocks: [a, ...rest], other }) => [
        joinBytes([(other[0] as Uint8Array).subarray(0, 24), (a as Uint8Array).subarray(24)]),
        ...rest,
      ],
    ],
    ["with more behind its end", ({ blocks }) => [...blocks, blocks[1] as Uint8Array]],
    ["with a shorter last block", ({ blocks }) => [...blocks.slice(0, -1), (blocks.at(-1) as Uint8Array).slice(0, -1)]],
  ];
  it.each(games)("%s is refused", (_name, game) => {
    const of = scene();
    expect(["aead", "encoding"]).toContain(code(open(of.key, of.place, size, game(of))));
    expect(code(open(of.key, of.place, size, of.blocks))).toBe("ok");
  });

  it("with a block of another length, or one too many, is refused before it is opened", () => {
    const { key, place, blocks } = scene();
    expect(code(open(key, place, size, [...blocks, blocks[1] as Uint8Array]))).toBe("encoding");
    const shorter = [...blocks.slice(0, -1), (blocks.at(-1) as Uint8Array).slice(0, -1)];
    expect(code(open(key, place, size, shorter))).toBe("encoding");
  });

  it("is refused under another key, place or size", () => {
    const { key, place, blocks } = scene();
    expect(code(open(randomBytes(32), place, size, blocks))).toBe("aead");
    for (const { changed } of eachChange(place)) expect(code(open(key, changed, size, blocks))).toBe("aead");
    for (const wrong of [size - 1, size + 1, 0, limits.attachmentBytes])
      expect(["aead", "encoding"]).toContain(code(open(key, place, wrong, blocks)));
  });

  it("is refused wherever one byte is another", () => {
    const { key, place, blocks } = scene();
    for (const [at, block] of blocks.entries())
      for (const byte of [0, 23, 24, 40, block.length - 1]) {
        const changed = block.slice();
        changed[byte] = (changed[byte] as number) ^ 1;
        expect(code(open(key, place, size, [...blocks.slice(0, at), changed, ...blocks.slice(at + 1)]))).toBe("aead");
      }
  });

  it("with a FINAL tag too early, or none at the end, is refused although every block is its author's", () => {
    const [key, place] = [randomBytes(32), newPlace()];
    const honest = seal(key, place, new Uint8Array(100_000));
    const texts = honest.map((_, at) => new Uint8Array(at === 0 ? 65_495 : 102_400 - 65_495));
    (texts[1] as Uint8Array)[100_000 - 65_495] = 0x80;
    const made = (tags: number[]): Uint8Array[] => {
      const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key);
      const { team, vault, item, blob } = place;
      const additional = additionalFor({ team, vault, item, blob }, header);
      return texts.map((text, at) => {
        const cipher = sodium.crypto_secretstream_xchacha20poly1305_push(state, text, additional, tags[at] as number);
        return at === 0 ? joinBytes([header, cipher]) : cipher;
      });
    };
    expect(code(open(key, place, 100_000, made([0, 3])))).toBe("ok");
    for (const tags of [
      [3, 3],
      [0, 0],
      [1, 3],
      [2, 3],
    ])
      expect(code(open(key, place, 100_000, made(tags)))).toBe("aead");
  });
});

/** The additional data by the words of the specification, not by the code under test. */
function additionalFor(place: AttachmentPlace, header: Uint8Array): Uint8Array {
  const bytes = (text: string) => base32Bytes(text) as Uint8Array;
  const { team, vault, item, blob } = place;
  const context = {
    purpose: "attachment",
    team: bytes(team),
    vault: bytes(vault),
    item: bytes(item),
    blob: bytes(blob),
  };
  return joinBytes([encode(context), header]);
}
