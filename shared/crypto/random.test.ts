import { afterEach, expect, it } from "vitest";
import { hexText } from "../text.ts";
import { randomNonce, setRandomSource } from "./random.ts";

afterEach(() => setRandomSource(null));

it("never gives a nonce twice, nor a part of one, whatever the lengths asked for", () => {
  const seen = new Set<string>();
  for (let at = 0; at < 20_000; at++) {
    const nonce = randomNonce(at % 3 === 0 ? 12 : 24);
    for (let from = 0; from < nonce.length; from += 12) seen.add(hexText(nonce.subarray(from, from + 12)));
  }
  expect(seen.size).toBe(20_000 * 2 - Math.ceil(20_000 / 3));
});

it("gives away nothing that is handed out again: writing into a nonce changes no other", () => {
  const [one, two] = [randomNonce(24), randomNonce(24)];
  const before = hexText(two);
  one.fill(0);
  new Uint8Array(one.buffer).fill(0);
  expect(hexText(two)).toBe(before);
});

it("follows a source that was put in place", () => {
  setRandomSource((length) => new Uint8Array(length).fill(7));
  expect(hexText(randomNonce(24))).toBe("07".repeat(24));
});
