/** Committed vectors of sealed files: opened by the product, and made again here from the specification alone. */
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../e2e/fixtures/vectors/vector-file.ts";
import { encode } from "../encoding/canonical.ts";
import { idBytes } from "../encoding/id-bytes.ts";
import type { Hash, ItemId } from "../encoding/ids.ts";
import { hexText, joinBytes } from "../text.ts";
import { type AttachmentPlace, blobHash, blobPartHash, openAttachment } from "./attachment-stream.ts";
import { cryptoReady } from "./ready.ts";
import { sodium } from "./sodium.ts";

beforeAll(cryptoReady);

type Case = {
  name: string;
  size: number;
  sealedSize: number;
  header: Uint8Array;
  parts: Uint8Array[];
  hash: Hash;
  sealed: Uint8Array | null;
};
const vectors = readVectors<{ key: Uint8Array; place: AttachmentPlace; cases: Case[] }>("attachments");
const { key, place } = vectors;
const blockBytes = 65_536;
const partBytes = 1_048_576;

/** The file of a case: bytes that count up. */
const fileOf = ({ size }: Case): Uint8Array => Uint8Array.from({ length: size }, (_, at) => at & 255);

/** Zeros behind 0x80, up to a length that is given. */
function padded({ size, sealedSize }: Case, file: Uint8Array): Uint8Array {
  const messages = Math.ceil(sealedSize / blockBytes);
  const text = new Uint8Array(sealedSize - 24 - 17 * messages);
  text.set(file);
  text[size] = 0x80;
  return text;
}

/** The sealed bytes from key, place and header, by the words of the specification. */
function sealedOf(one: Case): Uint8Array {
  const { team, vault, item, blob } = place;
  const context = { purpose: "attachment", team: idBytes(team), vault: idBytes(vault), item: idBytes(item) };
  const additional = joinBytes([encode({ ...context, blob: idBytes(blob) }), one.header]);
  const state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(one.header, key);
  const text = padded(one, fileOf(one));
  const blocks = [one.header];
  for (let at = 0; at < text.length; ) {
    const message = text.subarray(at, at + blockBytes - 17 - (at === 0 ? 24 : 0));
    at += message.length;
    const tag = at === text.length ? 3 : 0;
    blocks.push(sodium.crypto_secretstream_xchacha20poly1305_push(state, message, additional, tag));
  }
  return joinBytes(blocks);
}

function hashOf(sealed: Uint8Array): { parts: string[]; hash: Hash } {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < sealed.length; at += partBytes) parts.push(blobPartHash(sealed.subarray(at, at + partBytes)));
  return { parts: parts.map(hexText), hash: blobHash(sealed.length, parts) };
}

/** The file, or the code with which it is refused. */
function opened(sealed: Uint8Array, of: { size: number; place?: AttachmentPlace }): Uint8Array | string {
  const opener = openAttachment(key, of.place ?? place, of.size);
  const texts: Uint8Array[] = [];
  for (let at = 0; at < sealed.length; at += blockBytes) {
    const text = opener.pull(sealed.subarray(at, at + blockBytes));
    if (!text.ok) return text.failure.code;
    texts.push(text.value);
  }
  const end = opener.end();
  return end.ok ? joinBytes(texts) : end.failure.code;
}

describe.each(vectors.cases)("a sealed file: $name", (one) => {
  it("is what key, place and header make of it, under this hash", () => {
    const sealed = sealedOf(one);
    expect(sealed.length).toBe(one.sealedSize);
    if (one.sealed !== null) expect(hexText(sealed)).toBe(hexText(one.sealed));
    expect(hashOf(sealed)).toEqual({ parts: one.parts.map(hexText), hash: one.hash });
  });

  it("opens to its file, in its place alone, and whole", () => {
    const sealed = sealedOf(one);
    const file = opened(sealed, one);
    expect(typeof file !== "string" && Buffer.from(file).equals(fileOf(one))).toBe(true);
    const elsewhere = { ...place, item: place.vault as string as ItemId };
    expect(opened(sealed, { size: one.size, place: elsewhere })).toBe("aead");
    expect(opened(sealed.slice(0, -1), one)).toBe("encoding");
    expect(
      opened(
        sealed.map((byte, at) => (at === sealed.length - 1 ? byte ^ 1 : byte)),
        one,
      ),
    ).toBe("aead");
  });
});
