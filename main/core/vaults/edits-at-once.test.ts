/** A save is an edit of what its editor opened: whoever saved the same field since is not overwritten without a word. */
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { CommandOutput } from "../../../shared/contract/commands.ts";
import type { ItemId } from "../../../shared/encoding/ids.ts";
import type { Result } from "../../../shared/failures.ts";
import { must as valueIn } from "../../../shared/testing/team.ts";
import { cleanUp, type Person, testTeam } from "./test-team.ts";

afterAll(cleanUp);

type Changes = Partial<Record<"username" | "password" | "notes" | "totp", string | null>> & { tags?: string[] };
type Saved = CommandOutput<"item.save">;

const must = async <T>(answer: Promise<Result<T>>): Promise<T> => valueIn(await answer);
const trySave = (person: Person, item: string, changes: Changes, base?: number): Promise<Result<Saved>> =>
  person.items.handlers["item.save"]({
    ...{ vault: person.vault, item: item as ItemId, changes },
    ...(base === undefined ? {} : { base }),
  });
const save = (person: Person, item: string, changes: Changes, base?: number): Promise<Saved> =>
  must(trySave(person, item, changes, base));
const get = (person: Person, item: string) => must(person.items.handlers["item.get"]({ item: item as ItemId }));
const reveal = async (person: Person, item: string, field = "password"): Promise<string> =>
  (await must(person.items.handlers["item.reveal"]({ item: item as ItemId, field }))).value;

/** Two people with one login at version 1, both in step. */
async function pair(): Promise<{ ada: Person; bob: Person; item: string }> {
  const { ada, bob } = testTeam({ ada: "manage", bob: "edit" }).people as Record<"ada" | "bob", Person>;
  const changes = { title: "Scales", username: "scale", password: "one", notes: "first", tags: ["a"] };
  const { item } = await must(ada.items.handlers["item.save"]({ vault: ada.vault, kind: "login", changes }));
  await must(bob.sync());
  return { ada, bob, item };
}

/** Offline, with what the first version was made of lost on the disk. */
function withoutFirstVersion(person: Person): Person {
  person.db().exec("DELETE FROM envelopes WHERE hash IN (SELECT overview_hash FROM item_versions WHERE version = 1)");
  person.online = false;
  return person;
}

describe("a save with the version that its editor opened", () => {
  it("is a conflict in the field that somebody else saved since, and names it", async () => {
    const { ada, bob, item } = await pair();
    await save(bob, item, { password: "bob's", notes: "bob's" }, 1);
    await must(ada.sync());
    const saved = await save(ada, item, { password: "ada's", username: "ada's" }, 1);
    expect(saved).toMatchObject({ version: 3, conflicts: [{ field: "password" }] });
    expect(await get(ada, item)).toMatchObject({ username: "ada's", conflicts: 1 });
    expect(await reveal(ada, item, `conflict:${saved.conflicts[0]?.conflict}`)).toBe("ada's");
    expect([await reveal(ada, item), await reveal(ada, item, "notes")]).toEqual(["bob's", "bob's"]);
  });

  it("is no conflict where both set the same seed of codes, and one of the seed alone where they differ", async () => {
    const { ada, bob, item } = await pair();
    await save(bob, item, { totp: "JBSWY3DPEHPK3PXP" }, 1);
    await must(ada.sync());
    expect(await save(ada, item, { totp: "JBSWY3DPEHPK3PXP" }, 1)).toMatchObject({ conflicts: [] });
    const other = await save(ada, item, { totp: "GEZDGNBVGY3TQOJQ" }, 1);
    expect(other.conflicts.map(({ field }) => field)).toEqual(["totp"]);
  });

  it("has no conflict with what this computer itself saved since", async () => {
    const { ada, item } = await pair();
    await save(ada, item, { password: "two" }, 1);
    expect(await save(ada, item, { password: "three" }, 1)).toMatchObject({ version: 3, conflicts: [] });
    expect(await reveal(ada, item)).toBe("three");
  });

  it("goes over drafts that were there when the editor opened, also when they are pushed meanwhile", async () => {
    const { ada, bob, item } = await pair();
    ada.online = false;
    await save(ada, item, { password: "draft" }, 1);
    await save(bob, item, { notes: "bob's" }, 1);
    ada.online = true;
    await must(ada.sync());
    expect(await save(ada, item, { password: "after" }, 1)).toMatchObject({ conflicts: [] });
    expect([await reveal(ada, item), await reveal(ada, item, "notes")]).toEqual(["after", "bob's"]);
  });

  it("takes a value away only if it is still the one that was seen", async () => {
    const { ada, bob, item } = await pair();
    await save(bob, item, { notes: "bob's" }, 1);
    await must(ada.sync());
    expect(await save(ada, item, { notes: null }, 1)).toMatchObject({ conflicts: [{ field: "notes" }] });
    expect(await reveal(ada, item, "notes")).toBe("bob's");
  });

  it("without it is an edit of the newest version", async () => {
    const { ada, bob, item } = await pair();
    await save(bob, item, { password: "bob's" });
    await must(ada.sync());
    expect(await save(ada, item, { password: "ada's" })).toMatchObject({ version: 3, conflicts: [] });
    expect(await reveal(ada, item)).toBe("ada's");
  });

  it("is refused above the newest version", async () => {
    const { ada, item } = await pair();
    expect(await trySave(ada, item, { password: "two" }, 2)).toMatchObject({
      failure: { code: "invalid-input", detail: { field: "base" } },
    });
    expect(await reveal(ada, item)).toBe("one");
  });

  it("keeps every differing value as a conflict where that version is not held any more", async () => {
    const { ada, bob, item } = await pair();
    await save(bob, item, { password: "bob's", username: "bob's", tags: ["b"] }, 1);
    await must(ada.sync());
    const lost = withoutFirstVersion(ada);
    const typed = { password: "ada's", username: null, notes: "first", tags: ["a", "c"] };
    const saved = await save(lost, item, typed, 1);
    expect(saved.conflicts.map(({ field }) => field).sort()).toEqual(["password", "username"]);
    // Of a list, what is there and what was typed stand side by side.
    expect(await get(lost, item)).toMatchObject({ username: "bob's", tags: ["b", "a", "c"], draft: true });
    expect(await reveal(lost, item)).toBe("bob's");
  });
});

type Step = { by: "ada" | "bob"; back: number; field: "password" | "notes" };
const steps = fc.array(
  fc.record<Step>({
    by: fc.constantFrom("ada", "bob"),
    back: fc.nat(3),
    field: fc.constantFrom("password", "notes"),
  }),
  { minLength: 1, maxLength: 8 },
);

it("whoever saves from whichever version: what was typed is current or kept, and nobody's newer value gives way", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (walk) => {
      const { ada, bob, item } = await pair();
      const people = { ada, bob };
      // Who wrote each version, which field, and whether it became current.
      const written: ((Step & { isTaken: boolean }) | null)[] = [null, null];
      for (const [number, step] of walk.entries()) {
        const person = people[step.by];
        await must(person.sync());
        const head = written.length - 1;
        const base = Math.max(1, head - step.back);
        const since = written.slice(base + 1).filter((one) => one?.field === step.field && one.isTaken);
        // What stands there now is what they saw, or wrote themselves.
        const isLate = since.length > 0 && since.at(-1)?.by !== step.by;
        const before = await reveal(person, item, step.field);
        const value = `${step.by} ${number}`;
        const saved = await save(person, item, { [step.field]: value }, base);
        written.push({ ...step, isTaken: !isLate });
        expect(saved.conflicts.map(({ field }) => field)).toEqual(isLate ? [step.field] : []);
        expect(await reveal(person, item, step.field)).toBe(isLate ? before : value);
        for (const { conflict } of saved.conflicts)
          expect(await reveal(person, item, `conflict:${conflict}`)).toBe(value);
      }
    }),
    { numRuns: 25 },
  );
});
