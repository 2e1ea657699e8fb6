import { expect, it } from "vitest";
import { createEmitter } from "./emitter.ts";
import { keepAlerts } from "./raised-alerts.ts";

function kept() {
  const emitter = createEmitter(() => {});
  return { emitter, list: keepAlerts(emitter) };
}

it("lists what was raised, newest first and each thing once", () => {
  const { emitter, list } = kept();
  for (const code of ["local-rollback", "log-fork", "local-rollback"]) emitter.emit("alert.raised", { code });
  expect(list()).toEqual([{ code: "local-rollback" }, { code: "log-fork" }]);
});

it("keeps what is raised while a profile opens, and forgets it at lock", () => {
  const { emitter, list } = kept();
  emitter.emit("alert.raised", { code: "damaged-database", reason: "auto-lock" });
  emitter.emit("session.changed", { state: "unlocked" });
  expect(list()).toHaveLength(1);
  emitter.emit("session.changed", { state: "locked" });
  expect(list()).toEqual([]);
});

it("keeps no more than fifty, however many there are", () => {
  const { emitter, list } = kept();
  for (let at = 0; at < 60; at++) emitter.emit("alert.raised", { code: "key-commit", vault: String(at) });
  expect([list().length, list()[0]?.vault]).toEqual([50, "59"]);
});
