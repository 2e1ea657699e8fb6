import { describe, expect, it } from "vitest";
import { linkCore } from "./core-link.ts";

/** A core that does nothing but stand, and a link to it that keeps what is told. */
function linked() {
  const told: string[] = [];
  const running: { exit(): void; isKilled: boolean }[] = [];
  const link = linkCore<null>(
    ({ exit }) => {
      const core = { exit, isKilled: false };
      running.push(core);
      return { send: () => {}, kill: () => (core.isKilled = true), pid: () => running.length };
    },
    { dataDir: "/", clipboard: "host", deviceName: "", kdf: "floor" },
    {
      ...{ movedTo: () => null, startServer: async () => null },
      ...{ ended: () => told.push("ended"), replaced: () => told.push("replaced"), gaveUp: () => told.push("gave up") },
    },
  );
  return { link, told, running };
}

describe("the link to a core", () => {
  it("tells that a core ended before it puts the next in its place, and nothing of one that it ended itself", async () => {
    const { link, told, running } = linked();
    running[0]?.exit();
    expect(told).toEqual(["ended"]);
    link.lock();
    expect(told).toEqual(["ended", "replaced"]);
    running[0]?.exit();
    expect({ told: told.length, cores: running.length }).toEqual({ told: 2, cores: 2 });
    link.close();
  });

  it("stops until it is started: a lock puts nothing in the empty place, and a start nothing where a core stands", () => {
    const { link, told, running } = linked();
    link.start();
    expect(running).toHaveLength(1);
    link.stop();
    expect(running[0]?.isKilled).toBe(true);
    link.lock();
    expect({ cores: running.length, told }).toEqual({ cores: 1, told: [] });
    link.start();
    link.start();
    expect({ cores: running.length, told }).toEqual({ cores: 2, told: ["replaced"] });
    link.close();
  });
});
