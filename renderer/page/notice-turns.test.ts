import { describe, expect, it } from "vitest";
import { type Passing, twoClocks } from "../../shared/testing/two-clocks.ts";
import { createTurns, type Failed, type Notice, type Offer, type Turns } from "./notice-turns.ts";

function screen() {
  const told: string[] = [];
  const acts: string[] = [];
  let shown: Notice | Failed | null = null;
  const { clock, pass } = twoClocks();
  const put = (next: Notice | Failed | null, line: string | null): void => {
    const gone = shown;
    shown = next;
    // What is taken away for the next is told to be gone, as the window's container does.
    if (gone !== null) turns.ended(gone);
    if (line !== null) told.push(line);
  };
  const turns: Turns = createTurns(clock, {
    said: (notice, forMs) => put(notice, `${notice.message}${forMs === null ? "" : ` ${forMs / 1000} s`}`),
    failed: (failure) => put(failure, `! ${failure.message} ${failure.before}`),
    hide: () => put(null, null),
  });
  const offer = (kind: Offer["kind"]): Offer => ({ kind, label: kind, forMs: 30_000, onAct: () => acts.push(kind) });
  const end = async (): Promise<void> => {
    put(null, null);
    await Promise.resolve();
  };
  const works = (seconds: number): void => {
    for (let left = seconds; left > 0; left--) {
      pass({ kind: "works", ms: 1000 });
      turns.look();
    }
  };
  return { turns, told, acts, offer, end, pass, works, isShown: () => shown !== null };
}

describe("notices", () => {
  const ends: Passing[] = [
    { kind: "works", ms: 30_000 },
    { kind: "sleeps", ms: 30_000 },
    { kind: "is set", ms: 86_400_000 },
  ];
  it.each(ends)("offer nothing any more once the computer $kind for their time, and go", (step) => {
    for (const how of ["take", "look"] as const) {
      const { turns, acts, offer, pass, isShown } = screen();
      turns.tell({ message: "Moved to Trash", offer: offer("undo") });
      pass({ ...step, ms: step.ms - 1 });
      turns.look();
      expect(isShown()).toBe(step.kind !== "is set");
      pass({ ...step, ms: 1 });
      if (how === "look") turns.look();
      expect(turns.take("undo")).toBe(false);
      expect([acts, isShown()]).toEqual([[], false]);
    }
  });
  it("offer it no longer where the time of day is set back", () => {
    const { turns, acts, offer, pass } = screen();
    turns.tell({ message: "Moved to Trash", offer: offer("undo") });
    pass({ kind: "is set", ms: -86_400_000 });
    pass({ kind: "works", ms: 30_000 });
    expect(turns.take("undo")).toBe(false);
    expect(acts).toEqual([]);
  });
  it("give the key of undo nothing but an undo", () => {
    const { turns, acts, offer } = screen();
    turns.tell({ message: "Password copied", offer: offer("next") });
    expect(turns.take("undo")).toBe(false);
    turns.tell({ message: "Moved to Trash", offer: offer("undo") });
    expect(turns.take("undo")).toBe(true);
    expect(turns.take("undo")).toBe(false);
    expect(acts).toEqual(["undo"]);
  });
  it("of the background wait until an offer ended, and come one after the other", async () => {
    const { turns, told, acts, offer, end } = screen();
    turns.tell({ message: "Moved to Trash", offer: offer("undo") });
    turns.tellLater("Bob is in");
    turns.tellLater("Imported");
    expect(told).toEqual(["Moved to Trash 30 s"]);
    expect(turns.take("undo")).toBe(true);
    expect(acts).toEqual(["undo"]);
    await Promise.resolve();
    expect(told).toEqual(["Moved to Trash 30 s", "Bob is in"]);
    await end();
    expect(told.at(-1)).toBe("Imported");
  });
  it("of the background come at once where nothing is shown, and one after the other", async () => {
    const { turns, told, end } = screen();
    turns.tellLater("Bob is in");
    turns.tellLater("Imported");
    expect(told).toEqual(["Bob is in"]);
    await end();
    expect(told).toEqual(["Bob is in", "Imported"]);
  });
  it("of the background wait for the answer to an act", async () => {
    const { turns, told, end } = screen();
    turns.tell({ message: "Cleo can open Operations", offer: null });
    turns.tellLater("Cleo joined the team");
    expect(told).toEqual(["Cleo can open Operations"]);
    await end();
    expect(told).toEqual(["Cleo can open Operations", "Cleo joined the team"]);
  });
  it.each([
    { seconds: 1, again: true },
    { seconds: 2, again: false },
  ])(
    "of the background that an act's answer replaced after $seconds s come once more: $again",
    async ({ seconds, again }) => {
      const { turns, told, end, works } = screen();
      turns.tellLater("Cleo joined the team");
      works(seconds);
      turns.tell({ message: "Cleo can open Operations", offer: null });
      await end();
      const both = ["Cleo joined the team", "Cleo can open Operations"];
      expect(told).toEqual(again ? [...both, "Cleo joined the team"] : both);
    },
  );
  it("that an act replaced keep those that wait", async () => {
    const { turns, told, offer, end } = screen();
    turns.tell({ message: "Moved to Trash", offer: offer("undo") });
    turns.tellLater("Bob is in");
    turns.tell({ message: "Saved", offer: null });
    expect(told).toEqual(["Moved to Trash 30 s", "Saved"]);
    await end();
    expect(told.at(-1)).toBe("Bob is in");
  });
});

describe("failures", () => {
  it("stand one at a time: the newest is read, those that were still to be read are counted, the same one is not", async () => {
    const { turns, told, end } = screen();
    for (const message of ["Offline", "Offline", "No space", "Refused"]) turns.fail(message);
    await end();
    turns.fail("Offline");
    expect(told).toEqual(["! Offline 0", "! Offline 0", "! No space 1", "! Refused 2", "! Offline 0"]);
  });
  it("take the place of an offer, whose key goes on, and which comes back for the rest of its time", async () => {
    const { turns, told, acts, offer, end, works } = screen();
    turns.tell({ message: "Moved", offer: offer("undo") });
    turns.fail("Refused");
    works(9);
    expect(told).toEqual(["Moved 30 s", "! Refused 0"]);
    await end();
    expect(told.at(-1)).toBe("Moved 21 s");
    turns.fail("Offline");
    expect(turns.take("undo")).toBe(true);
    await end();
    expect([told.at(-1), acts]).toEqual(["! Offline 0", ["undo"]]);
  });
  it("end an offer whose time passes behind them", async () => {
    const { turns, told, offer, end, pass } = screen();
    turns.tell({ message: "Moved", offer: offer("undo") });
    turns.fail("Refused");
    pass({ kind: "sleeps", ms: 30_000 });
    expect(turns.take("undo")).toBe(false);
    await end();
    expect(told.at(-1)).toBe("! Refused 0");
  });
  it.each([0, 1, 2])("are read before what is told %i s later takes their place", (seconds) => {
    const { turns, told, works } = screen();
    turns.fail("Refused");
    works(seconds);
    turns.tell({ message: "Saved", offer: null });
    expect(told).toEqual(["! Refused 0"]);
    works(3 - seconds);
    expect(told).toEqual(["! Refused 0", "Saved"]);
  });
  it("give way at once where they can have been read, or are closed", async () => {
    const { turns, told, end, works } = screen();
    turns.fail("Refused");
    works(3);
    turns.tell({ message: "Saved", offer: null });
    turns.fail("Offline");
    turns.tell({ message: "Copied", offer: null });
    await end();
    expect(told).toEqual(["! Refused 0", "Saved", "! Offline 0", "Copied"]);
  });
  it("stay until they are read though something happens in the background", async () => {
    const { turns, told, end, works } = screen();
    turns.fail("Refused");
    turns.tellLater("Bob is in");
    works(8);
    expect(told).toEqual(["! Refused 0"]);
    await end();
    expect(told.at(-1)).toBe("Bob is in");
  });
});
