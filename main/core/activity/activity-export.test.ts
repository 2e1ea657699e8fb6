/** The activity as a file, through the commands: every event, safe to open, exact to read, and the export itself among the next ones. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchDir } from "../../../e2e/kit/scratch.ts";
import { founder, must, server, userOf } from "../../../e2e/kit/team.ts";
import { fail, ok } from "../../../shared/failures.ts";
import { textOfCell } from "../../../shared/model/table-cells.ts";
import { utf8Text } from "../../../shared/text.ts";
import { exportActivity } from "./activity-export.ts";

const titles = ['=WEBSERVICE("https://evil.example")', "\u202eexe.fdp\u001b[2J", "Router, Büro"];

/** Every cell of every line, as a reader of CSV has it. */
const cellsOf = (text: string): string[][] =>
  text
    .replace(/^\ufeff/, "")
    .split("\r\n")
    .filter((line) => line !== "")
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = ""]) => cell.replaceAll('""', '"')));

describe("the activity as a file", () => {
  it("holds every event with its names, in cells that are text and lines that are exact", async () => {
    const dataDir = scratchDir();
    const ada = await founder(await server(), { dataDir });
    const { vault } = await must(ada, "vault.create", { title: "@Office" });
    for (const title of titles) {
      const { item } = await must(ada, "item.save", { vault, changes: { title, password: "hunter2-secret" } });
      await must(ada, "item.reveal", { item, field: "password" });
    }
    const read = (name: string) => readFileSync(join(dataDir, "downloads", name), "utf8");
    const { events } = await must(ada, "activity.list", { limit: 1000 });
    const csv = await must(ada, "activity.export", { format: "csv" });
    expect(csv).toMatchObject({ place: "downloads", events: events.length + 1, gaps: 0 });
    const [head = [], ...rows] = cellsOf(read(csv.name));
    const column = (name: string) => rows.map((row) => row[head.indexOf(name)] as string);
    expect(rows).toHaveLength(csv.events);
    expect(column("type")[0]).toBe("activity-exported");
    expect(new Set(column("user"))).toEqual(new Set([await userOf(ada)]));
    expect(new Set(column("userName"))).toEqual(new Set(["Ada"]));
    expect(column("vaultName")).toContain("'@Office");
    const shown = new Set(column("titles").map(textOfCell));
    for (const title of titles) expect(shown).toContain(title);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[\s]*[=+\-@]/);

    const jsonl = await must(ada, "activity.export", { format: "jsonl", types: ["secret-shown"] });
    const lines = read(jsonl.name).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).items[0].title)).toEqual([...titles].reverse());
    for (const file of [csv.name, jsonl.name]) {
      expect(read(file)).not.toContain("hunter2");
      expect(read(file)).not.toMatch(/\u202e|\p{Cc}\[/u);
    }
  });

  const gap = { user: "u", device: "d", from: 3, to: 5, why: "missing" as const, after: 1_800_000_000_000 };
  const parts = (
    write: (bytes: Uint8Array) => ReturnType<typeof ok<true>> | ReturnType<typeof fail>,
    after = gap.after,
  ) => {
    let discarded = 0;
    const file = {
      write,
      finish: () => ok({ name: "x", place: "downloads" as const }),
      discard: () => void discarded++,
    };
    return {
      discarded: () => discarded,
      ...{
        list: async () => ({ events: [], gaps: [{ ...gap, after }] }) as never,
        names: async () => new Map([["u", "Bob"]]),
      },
      ...{ downloads: { begin: async () => ok(file), tidy: () => undefined }, now: () => 0 },
    };
  };

  it.each(["csv", "jsonl"] as const)("names what is missing before all else, as %s", async (format) => {
    const written: string[] = [];
    const answer = await exportActivity(
      parts((bytes) => {
        written.push(utf8Text(bytes) ?? "");
        return ok(true);
      }),
      { format },
    );
    expect(answer).toMatchObject({ ok: true, value: { events: 0, gaps: 1 } });
    const text = written.join("");
    if (format === "csv") expect(cellsOf(text)[1]).toEqual(expect.arrayContaining(["gap missing", "3..5", "Bob"]));
    else expect(JSON.parse(text)).toEqual({ kind: "gap", userName: "Bob", ...gap });
  });

  it("is made whatever time others say, also one that no calendar shows", async () => {
    const written: string[] = [];
    const take = (bytes: Uint8Array) => {
      written.push(utf8Text(bytes) ?? "");
      return ok<true>(true);
    };
    const answer = await exportActivity(parts(take, Number.MAX_SAFE_INTEGER), { format: "csv" });
    expect(answer).toMatchObject({ ok: true, value: { gaps: 1 } });
    expect(cellsOf(written.join(""))[1]?.join()).toContain("275760-09-13T00:00:00.000Z");
  });

  it("leaves nothing where the disk is full", async () => {
    const full = parts(() => fail("storage-full"));
    expect(await exportActivity(full, { format: "csv" })).toMatchObject({ failure: { code: "storage-full" } });
    expect(full.discarded()).toBe(1);
  });
});
