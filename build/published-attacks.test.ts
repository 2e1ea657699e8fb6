/** The table of published attacks in `docs/threat-model.md`: complete, and every attack of ours that it names is there and runs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sections } from "../e2e/hostile/rows.ts";
import { root } from "./root.ts";

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const rows = [
  ...read("docs/threat-model.md").matchAll(/^\| ((?:BW|LP|DL|1P)\d\d) \| [^|]* \| ([^|]*) \| ([^|]*) \|$/gm),
].map(([, attack, tried, place]) => ({
  attack: attack as string,
  tried: idsIn(tried as string),
  place: place as string,
}));

function idsIn(text: string): string[] {
  return text.match(/\b[A-K]\d+\b/g) ?? [];
}

const numbered = (of: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${of}${String(at + 1).padStart(2, "0")}`);

const fileOf = (id: string): string => `section-${(id[0] as string).toLowerCase()}.spec.ts`;

/** `runs`: it holds attacks; `waits`: it is skipped and says why; null: there is none. */
function stateOf(id: string): "runs" | "waits" | null {
  const { rows: known } = sections[id[0] as keyof typeof sections];
  const entry = new RegExp(`^  ${id.slice(1)}: (\\S)`, "m").exec(read(`e2e/hostile/${fileOf(id)}`));
  if (!Object.hasOwn(known, id.slice(1)) || entry === null) return null;
  return entry[1] === "{" ? "waits" : "runs";
}

describe("the table of published attacks", () => {
  it("has a row for each of the 31", () => {
    const all = [...numbered("BW", 12), ...numbered("LP", 7), ...numbered("DL", 6), ...numbered("1P", 6)];
    expect(rows.map(({ attack }) => attack)).toEqual(all);
  });

  it.each(rows.filter(({ tried }) => tried.length > 0))(
    "$attack: what it names is in that file and runs",
    ({ tried, place }) => {
      expect(tried.map((id) => [id, stateOf(id), place.includes(fileOf(id))])).toEqual(
        tried.map((id) => [id, "runs", true]),
      );
      const waiting = idsIn(place);
      expect(waiting.map((id) => [id, stateOf(id)])).toEqual(waiting.map((id) => [id, "waits"]));
    },
  );

  it("says of what it does not match that it does not", () => {
    const silent = rows.filter(({ tried }) => tried.length === 0);
    expect(silent.map(({ attack, place }) => [attack, place.includes("not matched")])).toEqual(
      silent.map(({ attack }) => [attack, true]),
    );
  });
});
