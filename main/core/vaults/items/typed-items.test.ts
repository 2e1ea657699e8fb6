/** What was typed and not saved: it outlives the process, nothing of it is on the disk in clear, and it goes with the save. */
import { afterAll, describe, expect, it } from "vitest";
import type { CommandOutput } from "../../../../shared/contract/commands.ts";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import type { Result } from "../../../../shared/failures.ts";
import type { TypedItem } from "../../../../shared/model/typed-item.ts";
import { cleanUp, type Person, testTeam } from "../test-team.ts";

afterAll(cleanUp);

const must = async <T>(answer: Promise<Result<T>>): Promise<T> => {
  const result = await answer;
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};
const ada = (right: "manage" | "use" = "manage"): Person => testTeam({ ada: right }).people.ada as Person;
type Keep = { typed?: string | undefined; item?: ItemId; base?: number; text: TypedItem };
/** As the editor of an item keeps it. */
const keep = ({ items, vault }: Person, { typed, item = null as never, base = null as never, text }: Keep) =>
  items.handlers["typed.keep"]({
    ...(typed === undefined ? {} : { typed }),
    text: { kind: "item", vault, item, base, text },
  });
const list = ({ items }: Person): Promise<CommandOutput<"typed.list">> => must(items.handlers["typed.list"]());
const open = ({ items }: Person, typed: string) => items.handlers["typed.open"]({ typed });

describe("what stands in an open editor", () => {
  it("is there after the process died, as it was typed, and is not sent", async () => {
    const person = ada();
    const text = {
      title: "Scales",
      password: "half a pass",
      urls: [{ url: "htt", match: "domain" as const }],
      tags: "a,",
    };
    const { typed } = await must(keep(person, { text }));
    expect(person.events["typed.changed"]).toHaveLength(1);
    const again = person.restart();
    expect(await list(again)).toMatchObject([{ typed, kind: "item", item: null, title: "Scales", isOpen: true }]);
    expect(await must(open(again, typed))).toMatchObject({ text: { base: null, text } });
    expect(again.items.drafts.waiting().count).toBe(0);
    expect((await must(again.items.handlers["item.list"]({} as never))).total).toBe(0);
  });

  it("keeps half a character that was just typed", async () => {
    const person = ada();
    const { typed } = await must(keep(person, { text: { title: "a\ud83d", notes: "\udd11" } }));
    expect(await must(open(person.restart(), typed))).toMatchObject({
      text: { text: { title: "a\ud83d", notes: "\udd11" } },
    });
  });

  it("keeps also what is too long to be saved, until its person cut it", async () => {
    const person = ada();
    const text = { title: "x".repeat(300), notes: "y".repeat(70_000) };
    const { typed } = await must(keep(person, { text }));
    expect(await must(open(person.restart(), typed))).toMatchObject({ title: "x".repeat(200), text: { text } });
  });

  it("lies nowhere in the file in clear", async () => {
    const person = ada();
    await must(keep(person, { text: { title: "canary-title", password: "canary-password", notes: "canary-notes" } }));
    const rows = person.db().prepare("SELECT sealed FROM settings").all() as { sealed: Uint8Array }[];
    expect(rows.length).toBeGreaterThan(0);
    for (const { sealed } of rows) expect(Buffer.from(sealed).includes("canary")).toBe(false);
  });

  it("takes the place of what the same editor held before", async () => {
    const person = ada();
    const { typed } = await must(keep(person, { text: { title: "one" } }));
    person.now += 1000;
    expect(await must(keep(person, { typed, text: { title: "two" } }))).toEqual({ typed });
    expect(await list(person)).toMatchObject([{ typed, title: "two", at: person.now }]);
    expect(person.events["typed.changed"]).toHaveLength(1);
  });

  it("of another editor takes nothing away; where too many are kept, the new one is refused", async () => {
    const person = ada();
    for (let at = 0; at < 32; at++) await must(keep(person, { text: { title: `login ${at}` } }));
    expect(await keep(person, { text: { title: "one more" } })).toMatchObject({ failure: { code: "limit" } });
    const kept = await list(person);
    expect(kept.map(({ title }) => title)).toEqual(Array.from({ length: 32 }, (_, at) => `login ${31 - at}`));
    expect((await keep(person, { typed: kept[9]?.typed, text: { title: "still" } })).ok).toBe(true);
  });

  it("is refused where all of it together is too long for one record, and the rest stays", async () => {
    const person = ada();
    const fields = Array.from({ length: 8 }, (_, at) => ({
      ...{ from: null, type: "text" as const },
      ...{ name: `${at}`, value: "x".repeat(60_000) },
    }));
    let kept = 0;
    let last = await keep(person, { text: { fields } });
    for (; last.ok && kept < 32; kept++) last = await keep(person, { text: { fields } });
    expect(last).toMatchObject({ failure: { code: "limit", detail: { field: "text" } } });
    expect(await list(person)).toHaveLength(kept);
  });

  it("is refused where it is too long, and what was kept before stays", async () => {
    const person = ada();
    const { typed } = await must(keep(person, { text: { title: "one" } }));
    const fields = Array.from({ length: 20 }, (_, at) => ({
      ...{ from: null, type: "text" as const },
      ...{ name: `${at}`, value: "x".repeat(60_000) },
    }));
    expect(await keep(person, { typed, text: { fields } })).toMatchObject({ failure: { code: "limit" } });
    expect(await must(open(person, typed))).toMatchObject({ text: { text: { title: "one" } } });
  });

  it("goes with the save, and with giving it up", async () => {
    const person = ada();
    const { handlers } = person.items;
    const { typed } = await must(keep(person, { text: { title: "Scales" } }));
    const made = { vault: person.vault, changes: { title: "Scales" }, typed };
    const { item } = await must(handlers["item.save"](made));
    expect(await list(person)).toEqual([]);
    const other = await must(keep(person, { item: item as ItemId, base: 1, text: { notes: "more" } }));
    expect(await list(person)).toMatchObject([{ item, title: "Scales", isOpen: true }]);
    await must(handlers["item.save"]({ vault: person.vault, item: item as ItemId, changes: {}, typed: other.typed }));
    expect(await list(person)).toEqual([]);
    const third = await must(keep(person, { item: item as ItemId, text: { notes: "more" } }));
    await must(handlers["typed.drop"]({ typed: third.typed }));
    expect(await list(person)).toEqual([]);
    expect(await open(person, third.typed)).toMatchObject({ failure: { code: "not-found" } });
  });

  it("stays where a save is refused", async () => {
    const person = ada();
    const { typed } = await must(keep(person, { text: { totp: "not base32 !" } }));
    const changes = { title: "Scales", totp: "not base32 !" };
    const saved = await person.items.handlers["item.save"]({ vault: person.vault, changes, typed });
    expect(saved.ok).toBe(false);
    expect(await list(person)).toHaveLength(1);
  });

  it("stays where its item was deleted meanwhile, by the name that it had, and says that it cannot go on there", async () => {
    const person = ada();
    const { handlers } = person.items;
    const { item } = await must(handlers["item.save"]({ vault: person.vault, changes: { title: "Scales" } }));
    const { typed } = await must(keep(person, { item: item as ItemId, base: 1, text: { password: "new" } }));
    await must(handlers["item.delete"]({ item: item as ItemId }));
    expect(await list(person)).toMatchObject([{ typed, item, title: "Scales", isOpen: false }]);
    await must(keep(person, { typed, item: item as ItemId, base: 1, text: { password: "newer" } }));
    expect(await must(open(person, typed))).toMatchObject({
      title: "Scales",
      text: { text: { password: "newer" } },
    });
  });

  it("is kept also for a person who may only read here now", async () => {
    const person = ada("use");
    const { typed } = await must(keep(person, { text: { title: "Scales" } }));
    expect(await list(person)).toMatchObject([{ typed, isOpen: false }]);
  });
});
