import { describe, expect, it } from "vitest";
import { isMarkAll, listKeyNames, listKeys, placeOf, stepOf } from "./list-keys.ts";

const press = (key: string) => ({ key, target: null });

describe("the keys of lists", () => {
  it.each([
    ["ArrowDown", 1],
    ["ArrowUp", -1],
    ["PageDown", 7],
    ["PageUp", -7],
    ["Home", -40],
    ["End", 40],
    ["Enter", null],
    ["a", null],
  ])("%s leads %s on in a list of 40 of which 7 are seen", (key, by) => expect(stepOf(press(key), 40, 7)).toBe(by));

  it("say of every press that leads somewhere that it does", () => {
    const shown = listKeyNames.flatMap((name) => listKeys[name].chords.map(({ key }) => key as string));
    for (const name of listKeyNames) {
      const rule = listKeys[name];
      for (const key of "leads" in rule ? Object.keys(rule.leads) : []) expect(shown).toContain(key.toLowerCase());
    }
  });

  it("never lead out of the list", () => {
    expect(["ArrowUp", "Home", "PageUp"].map((key) => placeOf(press(key), 0, 3))).toEqual([0, 0, 0]);
    expect(["ArrowDown", "End", "PageDown"].map((key) => placeOf(press(key), 1, 3))).toEqual([2, 2, 2]);
    expect(placeOf(press("x"), 1, 3)).toBeNull();
  });

  it("mark all by Ctrl A and Cmd A, not by the letter alone", () => {
    const of = (ctrlKey: boolean, metaKey: boolean) => isMarkAll({ key: "A", ctrlKey, metaKey });
    expect([of(true, false), of(false, true), of(false, false)]).toEqual([true, true, false]);
  });
});
