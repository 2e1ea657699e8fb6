import { describe, expect, it } from "vitest";
import { createTypeAhead } from "./type-ahead.ts";

function list() {
  const done: string[] = [];
  let timer: (() => void) | null = null;
  const ahead = createTypeAhead({
    act: (name) => done.push(name),
    type: (text) => done.push(`"${text}"`),
    after: (_, act) => {
      timer = act;
      return () => {
        timer = null;
      };
    },
  });
  return { ahead, done, wait: () => timer?.() };
}

describe("letters in the list", () => {
  it("act alone after a moment", () => {
    const { ahead, done, wait } = list();
    ahead.letter("d", "duplicate");
    expect(done).toEqual([]);
    wait();
    wait();
    expect(done).toEqual(["duplicate"]);
  });
  it("are a word where a second one follows, whatever either means alone", () => {
    const { ahead, done, wait } = list();
    ahead.letter("d", "duplicate");
    ahead.letter("e", "edit");
    ahead.letter("m", "move");
    ahead.letter("a", null);
    wait();
    expect(done).toEqual(['"de"', '"ma"']);
  });
  it("that mean nothing go to the search at once", () => {
    const { ahead, done } = list();
    ahead.letter("a", null);
    expect(done).toEqual(['"a"']);
  });
  it("act before another key does, and not at all once the person went elsewhere", () => {
    const { ahead, done, wait } = list();
    ahead.letter("m", "move");
    ahead.settle();
    ahead.letter("d", "duplicate");
    ahead.drop();
    wait();
    expect(done).toEqual(["move"]);
  });
});
