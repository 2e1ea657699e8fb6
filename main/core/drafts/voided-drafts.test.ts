/** What a manager's rotation voided comes back as drafts on the computer that wrote it, and merges like any late edit [protocol: Rotation]. */
import { afterEach, describe, expect, it } from "vitest";
import type { VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain, foldCommit } from "../../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { rewind } from "../../../shared/protocol/vault-chain/rewind.ts";
import { must } from "../../../shared/testing/team.ts";
import { moveVoided, readCommits } from "../store/vault-rows.ts";
import { cleanUp, type Holder, type Person, testTeam } from "../vaults/test-team.ts";

afterEach(cleanUp);

type Two = { holder: Holder; ada: Person; bob: Person };
function two(): Two {
  const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
  return { holder, ada: people.ada as Person, bob: people.bob as Person };
}

/** Void above this height: the holder's chain is cut, and everybody's is taken back as sync does it. */
async function voidAbove({ holder, ada, bob }: Two, seq: number): Promise<void> {
  holder.commits.splice(seq);
  const cut = emptyChain(holder.chain.vault);
  for (const bytes of holder.commits) foldCommit(cut, must(parseCommit(bytes)));
  Object.assign(holder.chain, cut);
  for (const { unlocked, vault } of [ada, bob]) {
    const mine = readCommits(unlocked.db, vault, 0).map((bytes) => must(parseCommit(bytes)));
    const { chain, voided } = rewind(vault, mine, { seq });
    unlocked.db.transaction(() => {
      const head = { ...chain.head, logSeq: chain.logSeq };
      moveVoided(unlocked.db, vault, { commits: voided, head, entrySeq: 9, at: 0 });
      Object.assign(unlocked.chains.chain(vault), chain);
      unlocked.events.tell("commitsVoided", { vault, commits: voided, isGone: false });
    });
    unlocked.events.tell("keysChanged", vault);
  }
}

const save = async (person: Person, item: string | null, changes: Record<string, string>): Promise<string> => {
  const place = item === null ? { vault: person.vault, kind: "login" as const } : { vault: person.vault, item };
  return must(await person.items.handlers["item.save"]({ ...place, changes } as never)).item;
};
const usernameOf = async (person: Person, item: string) =>
  must(await person.items.handlers["item.get"]({ item } as never)).username;
const titles = async (person: Person) =>
  must(await person.items.handlers["item.list"]({} as never))
    .items.map(({ title, draft }) => `${title}${draft ? " (draft)" : ""}`)
    .sort();

describe("commits that a manager's rotation voided", () => {
  it("come back as drafts of their author alone, and are pushed again", async () => {
    const both = two();
    const { ada, bob } = both;
    const item = await save(ada, null, { title: "AWS", username: "first" });
    await bob.sync();
    await save(bob, item, { username: "second" });
    await save(bob, null, { title: "Bob's own" });
    await ada.sync();
    expect(await titles(ada)).toEqual(["AWS", "Bob's own"]);
    await voidAbove(both, 1);
    expect(await titles(ada)).toEqual(["AWS"]);
    expect(await usernameOf(ada, item)).toBe("first");
    expect(await titles(bob)).toEqual(["AWS (draft)", "Bob's own (draft)"]);
    expect(await usernameOf(bob, item)).toBe("second");
    // They are durable: a kill between loses nothing.
    const again = bob.restart();
    expect(again.items.drafts.waiting().count).toBe(2);
    must(await again.sync());
    must(await ada.sync());
    expect(await titles(ada)).toEqual(["AWS", "Bob's own"]);
    expect(await usernameOf(ada, item)).toBe("second");
    expect(again.items.drafts.waiting().count).toBe(0);
  });

  it("are followed by drafts that were made on top of them", async () => {
    const both = two();
    const { ada, bob } = both;
    const item = await save(ada, null, { title: "AWS", username: "first" });
    await bob.sync();
    await save(bob, item, { username: "second" });
    bob.online = false;
    await save(bob, item, { username: "third" });
    await voidAbove(both, 1);
    expect(await usernameOf(bob, item)).toBe("third");
    bob.online = true;
    must(await bob.sync());
    must(await ada.sync());
    expect(await usernameOf(ada, item)).toBe("third");
    expect(must(await ada.items.handlers["item.get"]({ item } as never)).conflicts).toBe(0);
  });

  it("also where they were a deletion", async () => {
    const both = two();
    const { ada, bob } = both;
    const item = await save(ada, null, { title: "AWS" });
    await bob.sync();
    must(await bob.items.handlers["item.delete"]({ item } as never));
    must(await ada.sync());
    expect(await titles(ada)).toEqual([]);
    await voidAbove(both, 1);
    expect(await titles(ada)).toEqual(["AWS"]);
    must(await bob.sync());
    must(await ada.sync());
    expect(await titles(ada)).toEqual([]);
  });

  it("stay with their author, once each, where the right is gone: told as changes that cannot be sent", async () => {
    const both = two();
    const { holder, ada, bob } = both;
    const item = await save(ada, null, { title: "AWS", username: "first" });
    await bob.sync();
    await save(bob, item, { username: "second" });
    await ada.sync();
    bob.online = false;
    const inLog = holder.state.vaults.get(bob.vault) as VaultInLog;
    const own = { permission: "use" as const, end: null };
    const access = new Map([...inLog.access, [bob.unlocked.profile.user, own]]) as VaultInLog["access"];
    holder.state = { ...holder.state, vaults: new Map([...holder.state.vaults, [bob.vault, { ...inLog, access }]]) };
    bob.online = true;
    await voidAbove(both, 1);
    await voidAbove(both, 1);
    const again = bob.restart();
    expect(await again.sync()).toMatchObject({ failure: { code: "role" } });
    expect(again.items.drafts.waiting().count).toBe(1);
    expect(await usernameOf(again, item)).toBe("second");
    const { handlers } = again.items;
    expect(must(await handlers["item.needs"]())).toMatchObject([{ item, why: "unsent" }]);
    expect(must(await handlers["draft.list"]())).toMatchObject([{ item, reason: "role" }]);
    expect(await usernameOf(ada, item)).toBe("first");
  });
});
