import { describe, expect, it } from "vitest";
import { findWords, readWords } from "./words.ts";

const words = readWords("# a comment: not a word\nroom: space\nhis: their\ninTurn: serialize\n");
const found = (text: string) => findWords("x.ts", text, words);

describe("words that are not used", () => {
  it.each([
    ["// There is room."],
    ["const roomLeft = 1;"],
    ["const useRoom = 1;"],
    ["type HTTPRoom = 1;"],
    ['it("leaves room", run);'],
    ["const file_room = 1;"],
  ])("are found in %s", (text) => expect(found(text)).toEqual(["x.ts:1 room: space"]));

  it("are found by the line, each once a line", () => {
    expect(found("one\n// his room, his")).toEqual(["x.ts:2 his: their", "x.ts:2 room: space"]);
    expect(found("inTurn(a);")).toEqual(["x.ts:1 inTurn: serialize"]);
  });

  it.each([["mushroom"], ["this history"], ["bathrooms"], ["turn"], ["in turn"]])("are not found in %s", (text) =>
    expect(found(text)).toEqual([]),
  );
});
