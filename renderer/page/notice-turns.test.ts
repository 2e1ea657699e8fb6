import { describe, expect, it } from "vitest";
import { type Passing, twoClocks } from "../../shared/testing/two-clocks.ts";
import { createFailures, createTurns, type Notice, type Offer } from "./notice-turns.ts";

function screen() {
  const told: string[] = [];
  const acts: string[] = [];
  let shown: Notice | null = null;
  const { clock, pass } = twoClocks();
  const turns = createTurns(
    clock,
    (notice) => {
      shown = notice;
      told.push(notice.message);
    },
    () => {
      shown = null;
    },
  );
  const offer = (kind: Offer["kind"]): Offer => ({ kind, label: kind, forMs: 30_000, onAct: () => acts.push(kind) });
  const end = async (): Promise<void> => {
    if (shown !== null) turns.ended(shown);
    await Promise.resolve();
  };
  return { turns, told, acts, offer, end, pass, isShown: () => shown !== null };
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
    expect(told).toEqual(["Moved to Trash"]);
    expect(turns.take("undo")).toBe(true);
    expect(acts).toEqual(["undo"]);
    await Promise.resolve();
    expect(told).toEqual(["Moved to Trash", "Bob is in"]);
    await end();
    expect(told.at(-1)).toBe("Imported");
  });
  it("of the background come at once where nothing is offered", () => {
    const { turns, told } = screen();
    turns.tellLater("Bob is in");
    turns.tellLater("Imported");
    expect(told).toEqual(["Bob is in", "Imported"]);
  });
  it("that an act replaced keep those that wait", async () => {
    const { turns, told, offer, end } = screen();
    turns.tell({ message: "Moved to Trash", offer: offer("undo") });
    turns.tellLater("Bob is in");
    turns.tell({ message: "Saved", offer: null });
    expect(told).toEqual(["Moved to Trash", "Saved"]);
    await end();
    expect(told.at(-1)).toBe("Bob is in");
  });
});

describe("failures", () => {
  it("stand one at a time: the newest is read, those that were still to be read are counted, the same one is not", () => {
    const seen: string[] = [];
    let last = 0;
    const failures = createFailures(({ message, before, shown }) => {
      // What was shown is taken away for the next, and that is no reading.
      failures.ended(last);
      last = shown;
      seen.push(`${message} ${before}`);
    });
    for (const message of ["Offline", "Offline", "No space", "Refused"]) failures.tell(message);
    failures.ended(last);
    failures.tell("Offline");
    expect(seen).toEqual(["Offline 0", "Offline 0", "No space 1", "Refused 2", "Offline 0"]);
  });
});
