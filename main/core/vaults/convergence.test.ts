/**
 * Three computers, random edits, deletions, cut lines, lost answers and restarts: all end equal, and every value that
 * anybody typed is in a version of the chain or in a conflict [protocol: Merge]. fast-check prints the seed of a failure.
 */

import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { ItemId } from "../../../shared/encoding/ids.ts";
import { everyValue } from "./test-every-value.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterEach(cleanUp);

const names = ["ada", "bob", "eve"] as const;
type Act =
  | { do: "save"; who: number; item: number; field: "title" | "username" | "password" | "notes" | "pin" }
  | { do: "delete"; who: number; item: number }
  | { do: "line"; who: number; on: boolean }
  | { do: "sync"; who: number }
  | { do: "lose"; who: number }
  | { do: "restart"; who: number };

const who = fc.integer({ min: 0, max: 2 });
const item = fc.integer({ min: 0, max: 2 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("save" as const),
      who,
      item,
      field: fc.constantFrom("title", "username", "password", "notes", "pin"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), who, item }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("line" as const), who, on: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("sync" as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lose" as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const), who }) },
);

test("all end equal and nothing typed is lost", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
      const { holder, people } = testTeam({ ada: "manage", bob: "edit", eve: "edit" });
      const persons = names.map((name) => people[name] as Person);
      const [ada] = persons as [Person, Person, Person];
      const items: string[] = [];
      for (let at = 0; at < 3; at++) {
        const saved = await ada.items.handlers["item.save"]({ vault: ada.vault, changes: { title: `start ${at}` } });
        if (saved.ok) items.push(saved.value.item);
      }
      for (const person of persons) await person.sync();
      const typed: string[] = [];
      for (const [at, one] of acts.entries()) {
        const person = persons[one.who] as Person;
        if (one.do === "restart") {
          persons[one.who] = person.restart();
          (persons[one.who] as Person).online = person.online;
        } else await perform(person, one, { items, typed, value: `typed ${at}`, holder });
      }
      holder.loseNextAnswer = false;
      await settle(persons);
      const seen = await Promise.all(persons.map((person) => contents(person)));
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[2]).toEqual(seen[0]);
      const everything = await everyValue(persons[0] as Person, items);
      for (const value of typed) expect(everything, value).toContain(value);
      cleanUp();
    }),
    { numRuns: 60 },
  );
});

type Round = { items: string[]; typed: string[]; value: string; holder: { loseNextAnswer: boolean } };

async function perform(person: Person, one: Exclude<Act, { do: "restart" }>, round: Round): Promise<void> {
  if (one.do === "line") person.online = one.on;
  if (one.do === "sync") await person.sync();
  if (one.do === "lose") round.holder.loseNextAnswer = true;
  if (one.do === "delete") await person.items.handlers["item.delete"]({ item: round.items[one.item] as ItemId });
  if (one.do !== "save") return;
  const { value } = round;
  const changes =
    one.field === "pin" ? { fields: [{ name: "PIN", type: "hidden" as const, value }] } : { [one.field]: value };
  const saved = await person.items.handlers["item.save"]({
    vault: person.vault,
    item: round.items[one.item] as ItemId,
    changes,
  });
  // Deleted on this computer: there is nothing to save to, and the person is told.
  if (saved.ok) round.typed.push(value);
  else expect(saved.failure.code).toBe("not-found");
}

async function settle(persons: Person[]): Promise<void> {
  for (let round = 0; round < 3; round++) {
    for (const person of persons) {
      person.online = true;
      expect(await person.sync()).toMatchObject({ ok: true });
    }
  }
  for (const person of persons) expect(person.items.drafts.waiting().count).toBe(0);
}

/** Everything of every listed item, in one order. */
async function contents(person: Person): Promise<string[]> {
  const list = await person.items.handlers["item.list"]({});
  if (!list.ok) throw new Error("no list");
  const lines: string[] = [];
  for (const { item: id, title, username, version, conflicts } of list.value.items) {
    const detail = await person.items.handlers["item.get"]({ item: id as ItemId });
    if (!detail.ok) throw new Error(detail.failure.code);
    const values: string[] = [];
    const fields = [
      ...detail.value.fields.map(({ field }) => field),
      ...detail.value.conflictList.map(({ conflict }) => `conflict:${conflict}`),
    ];
    for (const field of fields) {
      const value = await person.items.handlers["item.reveal"]({ item: id as ItemId, field });
      values.push(`${field}=${value.ok ? value.value : value.failure.code}`);
    }
    lines.push(JSON.stringify([id, title, username, version, conflicts, values]));
  }
  return lines.sort();
}
