/** What a request's body takes is given back as soon as it was read, not when the collector comes. */
import { expect, it } from "vitest";
import { release } from "./bodies.ts";

it("bytes in memory of their own are given back at once", () => {
  const bytes = new Uint8Array(1000);
  release(bytes);
  expect(bytes.buffer.detached).toBe(true);
});

it("bytes in memory that others share stay, and none are none", () => {
  const shared = new Uint8Array(1000).fill(7);
  const pooled = Buffer.from("a few letters");
  for (const bytes of [shared.subarray(10, 20), shared.subarray(0, 999), pooled, new Uint8Array()]) release(bytes);
  expect(shared.every((byte) => byte === 7)).toBe(true);
  expect(pooled.toString()).toBe("a few letters");
});
