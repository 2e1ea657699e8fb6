/** One value has one hash, however it is fed. */
import { beforeAll, expect, it } from "vitest";
import { hexText } from "../text.ts";
import { hash, hashOfLong } from "./hash.ts";
import { cryptoReady } from "./ready.ts";

beforeAll(cryptoReady);

const KiB = 1024;

it.each([0, 1, 23, 24, 255, 256, 64 * KiB - 1, 64 * KiB, 64 * KiB + 1, 128 * KiB, 300_000, 2 ** 24 + 1])(
  "%d bytes have the same hash in pieces as at once",
  (length) => {
    const bytes = new Uint8Array(length).map((_, at) => (at * 31) & 255);
    expect(hexText(hashOfLong("request-body", bytes))).toBe(hexText(hash("request-body", bytes)));
  },
);

it("the next bytes begin anew", () => {
  const bytes = new Uint8Array(100_000).fill(1);
  const first = hexText(hashOfLong("request-body", bytes));
  expect(hexText(hashOfLong("request-body", bytes.with(99_999, 2)))).not.toBe(first);
  expect(hexText(hashOfLong("request-body", bytes))).toBe(first);
});
