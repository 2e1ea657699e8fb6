import { describe, expect, it } from "vitest";
import { actKeys, keyOf, keyTable, type SectionKey, sectionKeys, shownKey } from "./keys.ts";
import { listKeyNames } from "./list-keys.ts";

const press = (key: string, held = "") => ({
  key,
  ctrlKey: held.includes("c"),
  metaKey: held.includes("m"),
  shiftKey: held.includes("s"),
  altKey: held.includes("a"),
});

describe("the table of keys", () => {
  it("says what each key does, and no two acts share a chord", () => {
    const names = ["items", "people", "settings"] as const;
    const sections = names.map((name, at) => ({ name, key: sectionKeys[at] as SectionKey }));
    const groups = keyTable(sections);
    expect(groups.map(({ group }) => group)).toEqual(["find", "copy", "item", "goTo"]);
    for (const { rows } of groups) expect(rows.length).toBeGreaterThan(0);
    const table = groups.flatMap(({ rows }) => rows);
    const named = [...actKeys, ...listKeyNames, "section1", "section2", "section3"];
    expect(table.map(({ name }) => name).sort()).toEqual(named.sort());
    for (const { does } of table) expect(does.length).toBeGreaterThan(2);
    const shown = table.flatMap((row) => row.shown);
    expect(new Set(shown).size).toBe(shown.length);
  });
  it("shows the key that also acts while typing", () => {
    expect([shownKey("new"), shownKey("new", true), shownKey("copyUser")]).toEqual(["N", "Ctrl N", "Ctrl Shift U"]);
  });
});

describe("which act a key means", () => {
  it.each([
    ["/", "", "search"],
    ["f", "c", "search"],
    ["Enter", "", "main"],
    ["Enter", "c", "open"],
    ["C", "cs", "copyPassword"],
    ["U", "cs", "copyUser"],
    ["O", "cs", "copyCode"],
    [" ", "", "reveal"],
    ["e", "", "edit"],
    ["h", "", "history"],
    ["s", "c", "save"],
    ["Escape", "", "cancel"],
    ["n", "", "new"],
    ["n", "c", "new"],
    ["l", "c", "lock"],
    ["2", "c", "section2"],
    ["?", "s", "help"],
    ["c", "c", null],
    ["e", "a", null],
    ["l", "m", null],
    ["x", "", null],
  ])("%s with %s is %s", (key, held, name) => expect(keyOf(press(key, held), false, false)).toBe(name));

  it("letters stay letters while text is typed", () => {
    for (const key of ["/", " ", "e", "n", "?", "E"]) expect(keyOf(press(key), true, false)).toBeNull();
    expect(keyOf(press("Enter"), true, false)).toBe("main");
    expect(keyOf(press("n", "c"), true, false)).toBe("new");
    expect(keyOf(press("l", "c"), true, false)).toBe("lock");
  });

  it("is Cmd on macOS, and Ctrl is not", () => {
    expect(keyOf(press("l", "m"), false, true)).toBe("lock");
    expect(keyOf(press("l", "c"), false, true)).toBeNull();
  });
});
