import { expect, test } from "vitest";
import { chacha20, salsa20 } from "./stream-ciphers.ts";

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"));
const stream = (cipher: ReturnType<typeof chacha20>, length: number) => {
  const bytes = new Uint8Array(length);
  cipher.apply(bytes);
  return Buffer.from(bytes).toString("hex");
};

test("ChaCha20, RFC 8439 A.1 vectors 1 and 2: zero key and nonce, blocks 0 and 1", () => {
  expect(stream(chacha20(new Uint8Array(32), new Uint8Array(12)), 128)).toBe(
    "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586" +
      "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f",
  );
});

test("ChaCha20, RFC 8439 2.4.2: the sunscreen text, from block 1", () => {
  const key = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  const text = new TextEncoder().encode(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  );
  const cipher = chacha20(key, hex("000000000000004a00000000"));
  cipher.skip(64);
  cipher.apply(text);
  expect(Buffer.from(text).toString("hex")).toMatch(
    /^6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0b/,
  );
});

test("Salsa20/20, eSTREAM set 1 vector 0: key 80 00..., zero nonce", () => {
  const key = new Uint8Array(32);
  key[0] = 0x80;
  const bytes = stream(salsa20(key, new Uint8Array(8)), 512);
  expect(bytes.slice(0, 128)).toBe(
    "e3be8fdd8beca2e3ea8ef9475b29a6e7003951e1097a5c38d23b7a5fad9f6844b22c97559e2723c7cbbd3fe4fc8d9a0744652a83e72a9c461876af4d7ef1a117",
  );
  expect(bytes.slice(2 * 192, 2 * 256)).toBe(
    "57be81f47b17d9ae7c4ff15429a73e10acf250ed3a90a93c711308a74c6216a9ed84cd126da7f28e8abf8bb63517e1ca98e712f4fb2e1a6aed9fdc73291faa17",
  );
});

test("in pieces, with skips, it is one stream", () => {
  for (const make of [
    () => chacha20(new Uint8Array(32).fill(3), new Uint8Array(12)),
    () => salsa20(new Uint8Array(32).fill(3), new Uint8Array(8)),
  ]) {
    const whole = stream(make(), 300);
    const pieces = make();
    const parts = [stream(pieces, 1), stream(pieces, 63), stream(pieces, 70)];
    pieces.skip(66);
    parts.push(whole.slice(2 * 134, 2 * 200), stream(pieces, 100));
    expect(parts.join("")).toBe(whole);
  }
});
