import { expect, it } from "vitest";
import type { AppLink } from "../../shared/model/app-links.ts";
import { linkTurns } from "./link-turns.ts";

const link = (at: number): AppLink => ({ kind: "item", address: `latchkey://item/${at}` });

it("follows the first link at once, after a rest the newest of those that came in it, and then nothing", () => {
  const rests: (() => void)[] = [];
  const followed: string[] = [];
  const come = linkTurns(
    ({ address }) => followed.push(address),
    (_ms, rested) => rests.push(rested),
  );
  for (let at = 0; at < 10_000; at++) come(link(at));
  expect([followed, rests.length]).toEqual([[link(0).address], 1]);
  rests.shift()?.();
  expect([followed, rests.length]).toEqual([[link(0).address, link(9999).address], 1]);
  rests.shift()?.();
  expect([followed.length, rests.length]).toEqual([2, 0]);
  come(link(1));
  expect(followed.at(-1)).toBe(link(1).address);
});
