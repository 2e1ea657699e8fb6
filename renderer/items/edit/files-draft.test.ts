/** Files in the editor: what is too large or too many is left out and said, and nothing else is lost by it. */
import { describe, expect, it } from "vitest";
import { fileChanges, noFiles, withFiles } from "./files-draft.ts";

const file = (name: string, size = 1): File => ({ name, size }) as File;
const names = (draft: typeof noFiles) => draft.added.map((one) => one.file.name);

describe("files that are added in the editor", () => {
  it("are taken beside those that were, and counted as changes with those that go", () => {
    const first = withFiles(noFiles, 2, [file("a")]).draft;
    const { draft, problem } = withFiles({ ...first, removed: new Set(["x"]) }, 2, [file("b"), file("c")]);
    expect({ names: names(draft), problem, changes: fileChanges(draft) }).toEqual({
      names: ["a", "b", "c"],
      problem: null,
      changes: 4,
    });
  });

  it("are left out by name where they are larger than 25 MB, and only those", () => {
    const { draft, problem } = withFiles(noFiles, 0, [file("a"), file("large.bin", 25 * 1024 * 1024 + 1), file("b")]);
    expect({ names: names(draft), problem }).toEqual({
      names: ["a", "b"],
      problem: "“large.bin” is larger than 25 MB",
    });
  });

  it("stop at 50 for one item; one that goes makes a place", () => {
    const more = [file("a"), file("b")];
    const full = withFiles(noFiles, 49, more);
    expect({ names: names(full.draft), problem: full.problem }).toEqual({
      names: ["a"],
      problem: "An item holds up to 50 files",
    });
    expect(names(withFiles({ added: [], removed: new Set(["x"]) }, 49, more).draft)).toEqual(["a", "b"]);
  });
});
