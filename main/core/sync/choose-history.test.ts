/**
 * Two histories of a team become one again without anybody being removed: whoever stands on the one that ends goes over to the other
 * by the words of an admin, verified whole; what they wrote comes back to them, and once nobody stands there any more all may write.
 */
import { expect, it } from "vitest";
import type { Client } from "../../../e2e/drive.ts";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { must, passphrase, readyVault, refusal, userOf } from "../../../e2e/kit/team.ts";
import { created, splitTeam, status } from "./test-split-team.ts";

type Split = Awaited<ReturnType<typeof splitTeam>>;
type ReadOut = { user: string; number: number; text: string; passphrase: string };

const titles = async (person: Client, vault: string) =>
  (await must(person, "item.list", { vault })).items.map(({ title }) => title).sort();
const until = (person: Client, is: (seen: Awaited<ReturnType<typeof status>>) => boolean) =>
  eventually(() => status(person), is, 15_000);

/** Carol and Dora go on by themselves, then everybody is shown the history of Ada and Bob. */
async function split(): Promise<Split> {
  const team = await splitTeam(async ({ ada, carol, vault }) => {
    await must(ada, "vault.setAccess", { vault, user: await userOf(carol), permission: "edit" });
    await readyVault(carol, vault);
  });
  const { ada, bob, carol, dora, line, vault, turnTo } = team;
  await created(carol, "Of Carol");
  await must(carol, "item.save", { vault, kind: "login", changes: { title: "Of Carol too", password: "own" } });
  const { vault: alone } = await must(carol, "vault.create", { title: "Carol alone" });
  await must(carol, "item.save", {
    vault: alone,
    kind: "login",
    changes: { title: "In a vault that ends", password: "p" },
  });
  await until(carol, ({ pending }) => pending === 0);
  await until(dora, ({ state }) => state === "ok");
  await created(dora, "Of Dora");
  const { logSeq } = await status(dora);
  await until(carol, (seen) => seen.logSeq === logSeq);
  line.cut(false);
  await must(ada, "account.unlock", { passphrase });
  await until(ada, ({ frozen }) => frozen);
  await turnTo("now");
  for (const person of [ada, bob, carol, dora]) await must(person, "sync.resume", {});
  for (const person of [ada, carol, dora]) await until(person, ({ frozen }) => frozen);
  return team;
}

/** What Ada's app shows at the entry where the two part, as it is read out. */
async function readOut({ ada }: Split): Promise<ReadOut> {
  const { mine } = await must(ada, "team.fork", {});
  const { number, words } = await must(ada, "team.code", { number: mine?.number ?? 0 });
  return { user: await userOf(ada), number, text: words.join(" "), passphrase };
}

async function goesOver(team: Split, person: Client): Promise<void> {
  await must(person, "team.chooseHistory", await readOut(team));
  await eventually(
    async () => (await must(person, "account.status", {})).state,
    (state) => state === "locked",
  );
  await must(person, "account.unlock", { passphrase });
}

/** What does not choose it, whoever says so. */
async function refusesAllElse(team: Split): Promise<void> {
  const read = await readOut(team);
  const own = await must(team.carol, "team.code", { number: read.number });
  const rows: [string, Partial<ReadOut>][] = [
    ["unlock", { passphrase: "another passphrase" }],
    ["sas", { text: own.words.join(" ") }],
    ["sas", { text: "" }],
    ["sas", { number: read.number - 1 }],
    ["sas", { number: read.number + 400 }],
    ["not-found", { user: await userOf(team.bob) }],
    ["not-found", { user: await userOf(team.carol) }],
  ];
  for (const [code, change] of rows)
    expect(await refusal(team.carol, "team.chooseHistory", { ...read, ...change }), JSON.stringify(change)).toBe(code);
  // Also who knows of no fork can read the words, of any entry that is there.
  expect((await must(team.bob, "team.code", { number: read.number })).words.join(" ")).toBe(read.text);
  expect(await refusal(team.bob, "team.code", { number: read.number + 400 })).toBe("invalid-input");
  // Whoever holds the history that is read has no other one to go to: the server shows theirs.
  expect(await refusal(team.ada, "team.chooseHistory", read)).toBe("log-fork");
  expect((await status(team.carol)).frozen).toBe(true);
}

it("is chosen by an admin's words alone, and then nobody's place is lost and nothing that was written", async () => {
  const team = await split();
  const { ada, bob, carol, dora, vault } = team;
  await refusesAllElse(team);
  expect(await titles(carol, vault)).toEqual(["AWS", "Of Carol too"]);
  await goesOver(team, carol);
  // Dora stands on the other one still.
  const after = await until(carol, ({ state }) => state === "ok");
  expect(after.frozen).toBe(true);
  expect(await titles(carol, vault)).toEqual(["AWS", "Of Carol too"]);
  expect((await status(ada)).frozen).toBe(true);
  await goesOver(team, dora);
  for (const person of [dora, carol, bob, ada]) await until(person, ({ frozen }) => !frozen);
  await eventually(
    async () => {
      await status(carol);
      await status(ada);
      return titles(ada, vault);
    },
    (seen) => seen.includes("Of Carol too"),
    15_000,
  );
  // What lay in a vault that the other history never had is offered for another place.
  const left = await must(carol, "draft.list", {});
  expect(left.map(({ title }) => title)).toEqual(["In a vault that ends"]);
  await must(carol, "draft.move", { item: left[0]?.item as string, vault });
  await until(carol, ({ pending, failures }) => pending === 0 && failures.length === 0);
  expect(await titles(carol, vault)).toEqual(["AWS", "In a vault that ends", "Of Carol too"]);
  await created(ada, "After it");
  for (const person of [ada, bob, carol, dora]) await until(person, ({ state }) => state === "ok");
  const codes = new Set<string>();
  for (const person of [ada, bob, carol, dora]) codes.add((await must(person, "team.code", {})).words.join(" "));
  expect(codes.size).toBe(1);
  // A restart finds the same.
  await must(carol, "account.lock", {});
  await must(carol, "account.unlock", { passphrase });
  expect(await until(carol, ({ state }) => state === "ok")).toMatchObject({ frozen: false, failures: [] });
}, 120_000);
