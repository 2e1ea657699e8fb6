/** An act whose answer nobody got is the same one for an hour, by whichever clock ends it first; its names wait without an end. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { ItemId, ProfileId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { encodeRecord } from "../../../shared/model/records/records.ts";
import { passing, twoClocks } from "../../../shared/testing/two-clocks.ts";
import { testDatabase } from "../store/test-database.ts";
import { createBegunActs } from "./begun-acts.ts";

beforeAll(cryptoReady);

const hourMs = 3_600_000;
const lost = (): Promise<Result<true>> => Promise.resolve(fail("offline"));

/** A profile in its own database; each opening is a run of its own. */
function profile() {
  const { clock, pass } = twoClocks();
  const { db } = testDatabase();
  const vaults = new Set<string>();
  const drafted: string[] = [];
  const unlocked = {
    ...{ db, keys: { localStateKey: randomBytes(32) }, profile: { profile: newId<ProfileId>() }, ports: { clock } },
    log: { state: () => ({ vaults, invites: new Set(), groups: new Set() }) },
    chains: { chain: () => ({ items: new Map() }) },
    ...{ events: { tell: () => undefined }, emit: () => undefined },
  };
  const drafts = {
    ofItem: () => [],
    add: (added: { vault: VaultId }[]) => {
      drafted.push(...added.map(({ vault }) => vault));
      return [];
    },
  };
  const open = () => createBegunActs({ unlocked, drafts } as unknown as Parameters<typeof createBegunActs>[0]);
  /** Asks for the same vault again; answers under which id it is made. */
  const ask = async (acts: ReturnType<typeof open>, work: () => Promise<Result<true>> = lost): Promise<string> => {
    let made = "";
    const fresh = () => {
      const id = newId<VaultId>();
      const record = encodeRecord({ kind: "vault", title: "Ops", single: false });
      return { id, records: [{ vault: id, item: id as string as ItemId, record }] };
    };
    await acts.run({ command: "vault.create", input: { title: "Ops" } }, fresh, async ({ id }, begin) => {
      made = id;
      begin();
      return work();
    });
    return made;
  };
  return { clock, pass, open, ask, vaults, drafted };
}

describe("an act whose answer was lost", () => {
  it("is the same within the hour, in this run and in the next, and another after it was answered", async () => {
    const { pass, open, ask } = profile();
    const acts = open();
    const first = await ask(acts);
    pass({ kind: "works", ms: hourMs - 1 });
    expect(await ask(acts)).toBe(first);
    expect(await ask(open())).toBe(first);
    expect(await ask(open(), async () => ok(true))).toBe(first);
    expect(await ask(open())).not.toBe(first);
  });

  it("is another once the computer worked for an hour in this run, whatever its clock was set to", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(passing, { maxLength: 8 }), fc.boolean(), async (walk, isNextRun) => {
        const { pass, open, ask } = profile();
        const before = open();
        const first = await ask(before);
        const acts = isNextRun ? open() : before;
        for (const step of walk) pass(step);
        pass({ kind: "works", ms: hourMs });
        pass({ kind: "is set", ms: -walk.reduce((sum, { kind, ms }) => (kind === "works" ? sum : sum + ms), hourMs) });
        expect(await ask(acts)).not.toBe(first);
      }),
      { numRuns: 30 },
    );
  });

  it("is another after sleep that lasted for an hour", async () => {
    const { pass, open, ask } = profile();
    const acts = open();
    const first = await ask(acts);
    pass({ kind: "sleeps", ms: hourMs });
    expect(await ask(acts)).not.toBe(first);
  });

  it("keeps its names until the log shows it, however late and whatever the time of day is by then", async () => {
    const { pass, open, ask, vaults, drafted } = profile();
    const first = await ask(open());
    pass({ kind: "is set", ms: 400 * 86_400_000 });
    await ask(open());
    vaults.add(first);
    open().draftRecords();
    expect(drafted).toEqual([first]);
  });
});
