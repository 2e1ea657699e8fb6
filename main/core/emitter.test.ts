/** Events reach who listens for them, and one listener's bug is that listener's alone. */
import { expect, it, vi } from "vitest";
import { createEmitter } from "./emitter.ts";

it("tells an event to each who listens for it, once, and to nobody who stopped", () => {
  const emitter = createEmitter(() => {});
  const [first, second, other] = [vi.fn(), vi.fn(), vi.fn()];
  const stop = emitter.on("invite.changed", first);
  emitter.on("invite.changed", first);
  emitter.on("invite.changed", second);
  emitter.on("member.changed", other);
  emitter.emit("invite.changed", {});
  expect([first, second, other].map(({ mock }) => mock.calls)).toEqual([[[{}]], [[{}]], []]);
  stop();
  emitter.emit("invite.changed", {});
  expect([first, second, other].map(({ mock }) => mock.calls.length)).toEqual([1, 2, 0]);
});

it("tells the others where a listener throws, and says so", () => {
  const failed = vi.fn();
  const emitter = createEmitter(failed);
  const heard = vi.fn();
  emitter.on("invite.changed", () => {
    throw new Error("a bug of a listener");
  });
  emitter.on("invite.changed", heard);
  emitter.emit("invite.changed", {});
  expect([failed.mock.calls.length, heard.mock.calls.length]).toEqual([1, 1]);
});
