/** Drafts are those of the sealed list, in its order: what was done to their rows is told, and changes nothing that is pushed. */
import { afterAll, describe, expect, it } from "vitest";
import { cleanUp, type Person, testTeam } from "../vaults/test-team.ts";

afterAll(cleanUp);

const save = async (person: Person, changes: object, item?: string): Promise<string> => {
  const saved = await person.items.handlers["item.save"]({ vault: person.vault, item, changes } as never);
  if (!saved.ok) throw new Error(saved.failure.code);
  return saved.value.item;
};

/** Two edits of one login that wait, the later one a change of what the first one typed. */
async function twoEdits(): Promise<{ ada: Person; item: string }> {
  const { ada } = testTeam({ ada: "manage" }).people as { ada: Person };
  const item = await save(ada, { title: "AWS", password: "zero" });
  ada.online = false;
  await save(ada, { password: "one" }, item);
  await save(ada, { password: "two" }, item);
  return { ada, item };
}

const told = ({ events }: Person) => events["alert.raised"].map(({ code }) => code);
const password = async (person: Person, item: string) =>
  person.items.handlers["item.reveal"]({ item, field: "password" } as never);

it("nothing is told of drafts that lie as they were left", async () => {
  const { ada, item } = await twoEdits();
  const again = ada.restart();
  expect(told(again)).toEqual([]);
  expect(again.items.drafts.waiting().count).toBe(2);
  again.online = true;
  await again.sync();
  expect(await password(again, item)).toMatchObject({ value: { value: "two" } });
  expect(told(again.restart())).toEqual([]);
});

it("the order of edits is that of the list, whatever their rows say", async () => {
  const { ada, item } = await twoEdits();
  ada.db().exec("UPDATE drafts SET number = 100 - number");
  const again = ada.restart();
  expect(await password(again, item)).toMatchObject({ value: { value: "two" } });
});

describe("what is told by name", () => {
  it("a draft that does not open, once, and it stays", async () => {
    const { ada, item } = await twoEdits();
    ada.db().exec("UPDATE drafts SET sealed = zeroblob(300) WHERE number = (SELECT MAX(number) FROM drafts)");
    const again = ada.restart();
    await again.items.handlers["item.list"]({} as never);
    expect(await password(again, item)).toMatchObject({ ok: false });
    expect(told(again)).toEqual(["damaged-database"]);
    expect(again.items.drafts.waiting().count).toBe(2);
  });

  it.each([
    ["a row that was taken away", "DELETE FROM drafts WHERE number = (SELECT MAX(number) FROM drafts)", "one"],
    ["a list that was taken away", "DELETE FROM settings WHERE name = 'drafts'", "two"],
    ["a list that was changed", "UPDATE settings SET sealed = zeroblob(99) WHERE name = 'drafts'", "two"],
  ])("%s", async (_, sql, shown) => {
    const { ada, item } = await twoEdits();
    ada.db().exec(sql);
    const again = ada.restart();
    expect(told(again)).toEqual(["damaged-database"]);
    expect(await password(again, item)).toMatchObject({ value: { value: shown } });
  });

  it("a draft that was put back after it had been pushed or given up, and it is not pushed", async () => {
    const { ada } = await twoEdits();
    const { item } = (await ada.items.handlers["item.save"]({
      ...{ vault: ada.vault, changes: { title: "Given up", password: "x" } },
    } as never).then((saved) => (saved.ok ? saved.value : { item: "" }))) as { item: string };
    ada.db().exec("CREATE TABLE kept AS SELECT * FROM drafts");
    await ada.items.handlers["draft.discard"]({ item } as never);
    ada.db().exec(`INSERT OR IGNORE INTO drafts SELECT * FROM kept WHERE item = '${item}'; DROP TABLE kept`);
    const again = ada.restart();
    expect(told(again)).toEqual(["damaged-database"]);
    again.online = true;
    await again.sync();
    expect(again.unlocked.chains.chain(again.vault).items.has(item as never)).toBe(false);
  });
});
