import { expect, it } from "vitest";
import { createEmitter } from "./emitter.ts";
import { createSubscriptions } from "./subscriptions.ts";
import type { SyncEvents } from "./sync/vault-events.ts";
import { followWaiting } from "./waiting-notice.ts";

type Scene = Awaited<ReturnType<typeof following>>;

/** Followed from a list with one item that waits already, and one vault. */
async function following() {
  const emitter = createEmitter(() => {});
  const events = createSubscriptions<SyncEvents>();
  const held = { needs: ["a:conflict"], rights: ["ops:edit"], told: 0, looks: 0 };
  const due: (() => void)[] = [];
  const stop = followWaiting({
    tell: () => void held.told++,
    ...{ emitter, events, ready: Promise.resolve() },
    timers: {
      after(_ms, act) {
        due.push(act);
        return () => void due.splice(due.indexOf(act), 1);
      },
    },
    needs() {
      held.looks++;
      return held.needs;
    },
    rights: () => held.rights,
  });
  await Promise.resolve();
  const ring = () => {
    for (const act of due.splice(0)) act();
  };
  return { emitter, events, held, due, stop, ring };
}

const needs = (...now: string[]) => ({
  act: ({ held, emitter, ring }: Scene) => {
    held.needs = now;
    emitter.emit("items.changed", { items: [], all: true });
    ring();
  },
});
const rights = (event: "entriesVerified" | "vaultClosed", ...now: string[]) => ({
  act: ({ held, events }: Scene) => {
    held.rights = now;
    events.tell(event, [] as never);
  },
});

it.each([
  ["one more item waits", needs("a:conflict", "b:damaged"), 1],
  ["another one waits in its place", needs("b:unsent"), 1],
  ["the same item waits for something else", needs("a:damaged"), 1],
  ["nothing changed in what waits", needs("a:conflict"), 0],
  ["less waits", needs(), 0],
  ["access is given", rights("entriesVerified", "ops:edit", "web:view"), 1],
  ["access changes", rights("entriesVerified", "ops:manage"), 1],
  ["access is taken", rights("entriesVerified"), 1],
  ["access ends by its time", rights("vaultClosed"), 1],
  ["entries come that are about others", rights("entriesVerified", "ops:edit"), 0],
  [
    "somebody is in by an invite of one's own",
    { act: ({ emitter }: Scene) => emitter.emit("member.joined", { user: "x" }) },
    1,
  ],
])("is told when %s", async (_name, { act }, told) => {
  const scene = await following();
  act(scene);
  expect(scene.held.told).toBe(told);
});

it("is told once of each, by one look for many changes", async () => {
  const scene = await following();
  scene.held.needs = ["a:conflict", "b:damaged"];
  const { looks } = scene.held;
  for (const name of ["vault.changed", "sync.changed", "items.changed"] as const) scene.emitter.emit(name, {} as never);
  scene.ring();
  expect(scene.held).toMatchObject({ told: 1, looks: looks + 1 });
  needs("a:conflict", "b:damaged").act(scene);
  expect(scene.held.told).toBe(1);
});

it("ends with the profile", async () => {
  const scene = await following();
  scene.emitter.emit("items.changed", { items: [], all: true });
  scene.stop();
  expect(scene.due).toEqual([]);
  needs("z:damaged").act(scene);
  rights("entriesVerified").act(scene);
  scene.emitter.emit("member.joined", { user: "x" });
  expect(scene.held.told).toBe(0);
});

it("looks at nothing where no desktop app stands around the page", () => {
  const emitter = createEmitter(() => {});
  const read = () => {
    throw new Error("looked");
  };
  followWaiting({
    ...{ tell: undefined, emitter, events: createSubscriptions<SyncEvents>(), ready: Promise.resolve() },
    ...{ timers: { after: read }, needs: read, rights: read },
  });
  emitter.emit("items.changed", { items: [], all: true });
});
