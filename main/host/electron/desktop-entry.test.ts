import { describe, expect, it } from "vitest";
import { desktopEntry } from "./desktop-entry.ts";

/** Reads `Exec` as desktops do: first as the value of a key, then as words in quotes, then its field codes. */
function commandOf(entry: string): string[] {
  const line = entry.split("\n").find((one) => one.startsWith("Exec=")) ?? "";
  const value = line.slice(5).replaceAll(/\\([\\n])/g, (_all, sign: string) => (sign === "n" ? "\n" : sign));
  const words = [...value.matchAll(/"((?:\\["`$\\]|[^"`$\\])*)"(?: |$)/g)];
  expect(words.map(([word]) => word).join("")).toBe(value);
  return words.map(([, word = ""]) => word.replaceAll(/\\(["`$\\])/g, "$1").replaceAll("%%", "%"));
}

describe("the entry for a start at login", () => {
  it.each([
    [["/opt/Latchkey/latchkey"]],
    [["/home/ada/My Apps/Latchkey 1.AppImage", "--data", "/home/ada/a b"]],
    [['/a"b`c$d\\e%f', "--data", "/x\ny%%\\n"]],
  ])("starts %j", (command) => {
    expect(commandOf(desktopEntry(command))).toEqual(command);
  });

  it("has no line of somebody else's", () => {
    expect(desktopEntry(["/x\nExec=evil"]).split("\n")).toHaveLength(6);
  });
});
