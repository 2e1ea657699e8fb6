/**
 * Several acts on one login on their way at once, from one computer and from two, each made on a version that is held, was lost, or
 * is not there: whatever was typed and taken is in a version of the chain or in a conflict [protocol: Merge].
 */
import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import type { ItemChanges } from "../../../shared/contract/item-changes.ts";
import type { ConflictId, ItemId } from "../../../shared/encoding/ids.ts";
import { seedText } from "../../../shared/model/otpauth.ts";
import { must } from "../../../shared/testing/team.ts";
import { everyValue } from "./test-every-value.ts";
import { cleanUp, type Holder, type Person, testTeam } from "./test-team.ts";

afterEach(cleanUp);

type By = "ada" | "bob";
/** How far below the newest version the editor began; `above` it; `none` is said. */
type Base = number | "above" | "none";
type Act = { by: By } & (
  | { do: "save"; base: Base; field: number }
  | { do: "resolve"; base: Base; keep: "current" | "other" | "value" }
  | { do: "restore"; base: Base }
  | { do: "delete" }
  | { do: "undelete" }
  | { do: "sync" }
);

const seedOf = (value: string) =>
  seedText({
    ...{ secret: new TextEncoder().encode(value), algorithm: "SHA1", digits: 6, period: 30 },
    ...{ issuer: null, account: null },
  });
/** What is typed into each field, and by which part of what is kept it is found again. */
const typedInto = {
  title: (value) => [value, value],
  username: (value) => [value, value],
  password: (value) => [value, value],
  notes: (value) => [value, value],
  tags: (value) => [[value], value],
  urls: (value) => [[`https://${value.replace(/[ .]/g, "-")}.test/`], `//${value.replace(/[ .]/g, "-")}.test/`],
  fields: (value) => [[{ name: "Extra", type: "hidden", value }], value],
  totp: (value) => [`otpauth://totp/Scales?secret=${seedOf(value)}`, `secret=${seedOf(value)}`],
} satisfies Partial<{ [Name in keyof ItemChanges]: (value: string) => [ItemChanges[Name], string] }>;
type Field = keyof typeof typedInto;
/** Of one walk: so few that its acts meet in them. */
const someFields = fc.uniqueArray(fc.constantFrom(...(Object.keys(typedInto) as Field[])), {
  ...{ minLength: 1, maxLength: 3 },
});

const by = fc.constantFrom<By>("ada", "bob");
const base = fc.oneof(fc.nat(4), fc.constantFrom<Base>("none", "above"));
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      ...{ do: fc.constant("save" as const), by, base },
      field: fc.nat(11),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ do: fc.constant("resolve" as const), by, base },
      keep: fc.constantFrom("current" as const, "other" as const, "value" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restore" as const), by, base }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), by }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("undelete" as const), by }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("sync" as const), by }) },
);
/** Those of one step are on their way at once. */
const steps = fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });

type Round = { person: Person; item: ItemId; value: string; fields: readonly Field[] };

function numberOf({ person, item }: Round, of: Base): number | undefined {
  const head = person.unlocked.chains.chain(person.vault).items.get(item)?.version ?? 0;
  return of === "none" ? undefined : of === "above" ? head + 1 : Math.max(1, head - of);
}

/** Answers what was typed, where it was taken. */
async function perform(round: Round, one: Act): Promise<string | null> {
  const { person, item, value, fields } = round;
  const { handlers } = person.items;
  if (one.do === "sync") await person.sync();
  if (one.do === "delete") await handlers["item.delete"]({ item });
  if (one.do === "undelete") await handlers["item.restore"]({ item });
  if (one.do === "restore") await handlers["item.restore"]({ item, version: 1, base: numberOf(round, one.base) });
  if (one.do === "save") {
    const field = fields[one.field % fields.length] as Field;
    const [typed, found] = typedInto[field](value);
    const changes = { [field]: typed };
    const saved = await handlers["item.save"]({ vault: person.vault, item, changes, base: numberOf(round, one.base) });
    return saved.ok ? found : refused(one, saved.failure.code);
  }
  if (one.do !== "resolve") return null;
  const seen = await handlers["item.get"]({ item });
  const conflict = seen.ok ? seen.value.conflictList.find(({ takesText }) => takesText)?.conflict : undefined;
  if (conflict === undefined) return null;
  const keep = one.keep === "value" ? { value } : one.keep;
  const settled = await handlers["item.resolve"]({
    ...{ item, conflict: conflict as ConflictId, keep },
    base: numberOf(round, one.base),
  });
  return settled.ok && one.keep === "value" ? value : null;
}

/** Nothing is refused for being late. What was above the head may be the version that deleted it by the time it is looked at. */
function refused({ base: of }: Extract<Act, { do: "save" }>, code: string): null {
  expect(of === "above" ? ["invalid-input", "not-found"] : ["not-found"]).toContain(code);
  return null;
}

/** Nobody has what the first version was made of any more, but for whoever only reads. */
function loseFirst(holder: Holder, people: readonly Person[]): void {
  const sql = "SELECT overview_hash AS hash FROM item_versions WHERE version = 1";
  const rows = people[0]?.db().prepare(sql).all() as { hash: Uint8Array | string }[];
  expect(rows.length).toBeGreaterThan(0);
  for (const person of people)
    person.db().exec("DELETE FROM envelopes WHERE hash IN (SELECT overview_hash FROM item_versions WHERE version = 1)");
  holder.envelopes.clear();
}

it("whatever is on its way at once: what was typed and taken is kept, and all end equal", {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(steps, someFields, fc.boolean(), async (walk, fields, isLost) => {
      const { holder, people } = testTeam({ ada: "manage", bob: "edit", eve: "use" });
      const { ada, bob, eve } = people as Record<By | "eve", Person>;
      const changes = { title: "Scales", password: "one", notes: "first" };
      const item = must(await ada.items.handlers["item.save"]({ vault: ada.vault, changes })).item as ItemId;
      must(await ada.items.handlers["item.save"]({ vault: ada.vault, item, changes: { password: "two" } }));
      for (const person of [bob, eve]) must(await person.sync());
      if (isLost) loseFirst(holder, [ada, bob]);
      const typed: string[] = [];
      for (const [at, acts] of walk.entries()) {
        const kept = await Promise.all(
          acts.map((one, place) =>
            perform({ person: { ada, bob }[one.by], item, value: `${one.by} ${at}.${place}`, fields }, one),
          ),
        );
        typed.push(...kept.filter((value) => value !== null));
      }
      for (let round = 0; round < 3; round++) for (const person of [ada, bob, eve]) must(await person.sync());
      for (const person of [ada, bob]) expect(person.items.drafts.waiting().count).toBe(0);
      const values = [...(await everyValue(eve, [item]))];
      expect(typed.filter((value) => !values.some((kept) => kept.includes(value)))).toEqual([]);
      const heads = [ada, bob, eve].map(({ unlocked, vault }) => unlocked.chains.chain(vault).head.hash);
      expect(new Set(heads).size).toBe(1);
      cleanUp();
    }),
    { numRuns: 25 },
  );
});
