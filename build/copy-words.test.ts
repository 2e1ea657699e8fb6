import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findRetired, readRetired } from "./copy-words.ts";
import { root } from "./root.ts";

const retired = readRetired(readFileSync(join(root, "build/copy-words.txt"), "utf8"));

describe("retired words of the catalogue", () => {
  it.each([
    'userName: "User name"',
    'note: "Items you may open appear here."',
    'made: "Made"',
    ["out: (name: string) => `Take $", "{name} out of it`"].join(""),
    'note: "This cannot be undone in this version of Latchkey."',
    'note: "The vault gets a new key, by itself"',
  ])("are found in %s", (entry) => expect(findRetired(`const words = { ${entry} };`, retired)).not.toEqual([]));

  it.each(['userName: "Username"', 'made: "Created"', 'key: "The app has made the new key"', 'take: "Take 5 items"'])(
    "are not found in %s",
    (entry) => expect(findRetired(`const words = { ${entry} };`, retired)).toEqual([]),
  );
});
