/**
 * What apps bring back to a server that was put back to an older copy [protocol: Restored servers]: verified like all else, from
 * anybody of the team; and what nobody can make of it.
 */
import { describe, expect, it } from "vitest";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import type { VaultId } from "../../shared/encoding/ids.ts";
import type { VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { act } from "../../shared/testing/entries.ts";
import { planRemove } from "../../shared/testing/leavers.ts";
import { createVault, grant, rotate } from "../../shared/testing/posts.ts";
import { statement } from "../../shared/testing/statements.ts";
import { must, type Person, type TestTeam } from "../../shared/testing/team.ts";
import { verdict } from "../../shared/testing/verdicts.ts";
import { backup } from "../copies/backup.ts";
import { checkDatabase } from "../copies/check.ts";
import { restore } from "../copies/restore.ts";
import { databaseOf } from "../data-folder.ts";
import { connectPerson } from "../testing/callers.ts";
import type { TestClient } from "../testing/client.ts";
import { addPerson, post, startServer, testServerWithTeam } from "../testing/test-server.ts";

type Kept = { entries: Uint8Array[]; commits: Uint8Array[]; envelopes: Uint8Array[]; blobs: Uint8Array[] };

/**
 * Ada with a vault that Bob and Cleo edit. `after` runs on the server once it was copied; then the copy is put back. `kept` is what apps
 * have of all that there was.
 */
async function restored(after: (made: Made) => Promise<void>) {
  const dataDir = scratchDir();
  const testServer = await testServerWithTeam({ dataDir });
  const { team, founder } = testServer;
  const { vault, built } = createVault(team, team.founder);
  await post(founder, built);
  const [bob, cleo] = [await addPerson(testServer), await addPerson(testServer)];
  for (const { person } of [bob, cleo])
    await post(founder, grant(team, team.founder, { vault, to: person, permission: "edit" }));
  const kept: Kept = { entries: [], commits: [], envelopes: [], blobs: [] };
  const write = async (client: TestClient, by: Person) => {
    const made = commit(team, by, { vault });
    must(await client.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault));
    fold(team, vault, made.bytes);
    kept.envelopes.push(...made.envelopes);
  };
  await write(founder, team.founder);
  await write(bob.client, bob.person);
  const to = `${scratchDir()}/copy.db`;
  must(await backup({ dataDir, to }));
  await after({ team, vault, founder, bob, cleo, write, keep: (blobs) => void kept.blobs.push(...blobs) });
  kept.entries = must(await founder.call("log", { from: 0 })).entries;
  kept.commits = must(await founder.call("commits", { from: 1 }, vault)).commits;
  await testServer.server.close();
  must(await restore({ from: to, dataDir, replace: true }));
  const server = await startServer({ dataDir });
  const as = (person: Person) => connectPerson(server, team, person);
  const ada = await as(team.founder);
  const seq = must(await ada.call("log", { from: 0 })).head.seq;
  const lost = must(await ada.call("commits", { from: 1 }, vault)).head.seq;
  const offer = async (client: TestClient, said: Uint8Array[] = [], entries = kept.entries.slice(seq + 1)) =>
    client.call("restoreLog", { entries, blobs: kept.blobs, statements: said });
  const bring = async (client: TestClient, commits = kept.commits.slice(lost), envelopes = kept.envelopes) =>
    client.call("restoreVault", { commits, envelopes }, vault);
  return {
    ...{ team, vault, bob, cleo, ada, as, kept, seq, lost, offer, bring },
    log: async () => must(await ada.call("log", { from: 0 })),
    chain: async () => must(await ada.call("commits", { from: 1 }, vault)),
    async faults() {
      await server.close();
      return must(await checkDatabase(databaseOf(dataDir))).faults;
    },
  };
}
type Made = {
  team: TestTeam;
  vault: VaultId;
  founder: TestClient;
  bob: { person: Person; client: TestClient };
  cleo: { person: Person; client: TestClient };
  write(client: TestClient, by: Person): Promise<void>;
  keep(blobs: readonly Uint8Array[]): void;
};

/** Cleo's last edit, then Ada takes Bob out, rotates, and writes on. */
async function removal({ team, vault, founder, bob, cleo, write, keep }: Made): Promise<void> {
  await write(bob.client, bob.person);
  await write(cleo.client, cleo.person);
  const entry = act(team, team.founder, planRemove(team, team.founder, bob.person.user));
  await post(founder, { entries: [entry.bytes], blobs: [] });
  const rotated = rotate(team, team.founder, { vault });
  keep(rotated.blobs);
  await post(founder, rotated);
  await write(founder, team.founder);
}

const others = (team: TestTeam, by: Person) => [statement(team, by, { vaults: [] })];

describe("a restored server", () => {
  it("gets back entries and commits from anybody, each as it was, and goes on from there", async () => {
    const made = await restored(removal);
    const { team, vault, cleo, as, kept, offer, bring } = made;
    const asCleo = await as(cleo.person);
    must(await offer(asCleo));
    must(await bring(asCleo));
    expect((await made.log()).entries).toEqual(kept.entries);
    expect((await made.chain()).commits).toEqual(kept.commits);
    const next = commit(team, team.founder, { vault });
    must(await made.ada.call("push", { commits: [next.bytes], envelopes: next.envelopes }, vault));
    expect(verdict(await offer(asCleo))).toBe("taken");
    expect(await made.faults()).toEqual([]);
  });

  it("compares the heads in entries of who offers them with its own, unless somebody else stands behind them", async () => {
    const { team, cleo, ada, offer, seq } = await restored(removal);
    expect(verdict(await offer(ada))).toBe("recipient-set cut-head");
    const old = [statement(team, cleo.person, { logSeq: seq, vaults: [] })];
    expect(verdict(await offer(ada, old))).toBe("recipient-set cut-head");
    expect(verdict(await offer(ada, others(team, team.founder)))).toBe("recipient-set cut-head");
    expect(verdict(await offer(ada, others(team, cleo.person)))).toBe("taken");
  });

  it("takes nothing new into a vault whose chain it owes, until it is brought whole", async () => {
    const { team, vault, cleo, ada, as, lost, kept, offer, bring } = await restored(removal);
    const asCleo = await as(cleo.person);
    must(await offer(asCleo));
    const next = commit(team, team.founder, { vault });
    const push = () => ada.call("push", { commits: [next.bytes], envelopes: next.envelopes }, vault);
    expect(verdict(await push())).toBe("manifest behind");
    expect(verdict(await bring(asCleo, kept.commits.slice(lost, lost + 1)))).toBe("manifest behind");
    expect(verdict(await bring(asCleo, [next.bytes]))).toBe("manifest chain");
    must(await bring(asCleo));
    expect(verdict(await push())).toBe("taken");
  });

  it("takes a removal of a vault that it owes by the head that the log names", async () => {
    const { team, vault, cleo, ada, as, offer } = await restored(removal);
    must(await offer(await as(cleo.person)));
    const heads = must(await ada.call("allHeads", {})).heads;
    const pinned = team.state.vaults.get(vault)?.bindings.at(-1);
    expect(heads.find((head) => head.vault === vault)).toEqual({ vault, seq: pinned?.seq, hash: pinned?.hash });
    const chain = team.chains.get(vault) as VaultChain;
    team.chains.set(vault, { ...chain, head: { seq: pinned?.seq as number, hash: pinned?.hash as never } });
    const entry = act(team, team.founder, planRemove(team, team.founder, cleo.person.user));
    expect(verdict(await ada.call("append", { entries: [entry.bytes], blobs: [], setup: null }))).toBe("taken");
  });

  it.each<[string, number]>([
    ["above the head of their removal", 2],
    ["in the place of what was lost", 0],
  ])("lets nobody back in who was removed: what they wrote meanwhile %s goes aside", async (_where, more) => {
    const { team, vault, bob, cleo, as, kept, lost, offer, bring, chain, faults } = await restored(removal);
    // The copy does not know the removal: Bob's session opens, and Bob writes once more.
    const asBob = await as(bob.person);
    if (more > 0) must(await bring(asBob, kept.commits.slice(lost, lost + more)));
    const now = (await chain()).head;
    const on = { ...(team.chains.get(vault) as VaultChain), head: now, items: new Map() };
    const log = must(await asBob.call("log", { from: 0 }));
    const then = { ...team, state: { ...team.state, vaults: withEpoch(team, vault, 1) } };
    const late = commit(then, bob.person, { vault, on, logSeq: log.head.seq });
    expect(verdict(await asBob.call("push", { commits: [late.bytes], envelopes: late.envelopes }, vault))).toBe(
      "taken",
    );
    const asCleo = await as(cleo.person);
    must(await offer(asCleo));
    must(await bring(asCleo));
    expect((await chain()).commits).toEqual(kept.commits);
    const again = { commits: [late.bytes], envelopes: late.envelopes };
    expect(verdict(await asBob.call("push", again, vault))).toMatch(/role|session-binding|not-found/);
    expect(verdict(await bring(asCleo, [late.bytes], late.envelopes))).toMatch(/manifest|epoch-stale/);
    expect(await faults()).toEqual([]);
  });

  it("asks for what is beside them once it has them, takes that alone, and from whoever has it", async () => {
    const { vault, cleo, ada, as, kept, offer, bring, faults } = await restored(removal);
    const asCleo = await as(cleo.person);
    const { blobs, envelopes } = kept;
    kept.blobs = [];
    must(await offer(asCleo));
    must(await bring(asCleo, undefined, []));
    const asked = must(await ada.call("lacking", { from: 0 }));
    expect(asked.next).toBe(null);
    expect([asked.lacking.filter((one) => one.vault === null).length, asked.lacking.length]).toEqual([
      blobs.length,
      blobs.length + 6,
    ]);
    must(await ada.call("restoreLog", { entries: [], blobs: [new Uint8Array(300), ...blobs], statements: [] }));
    must(await ada.call("restoreVault", { commits: [], envelopes: [new Uint8Array(300), ...envelopes] }, vault));
    expect(must(await ada.call("lacking", { from: 0 })).lacking).toEqual([]);
    expect(await faults()).toEqual([]);
  });

  it.each<[string, string, (entries: Uint8Array[]) => Uint8Array[]]>([
    ["a changed byte", "signature", ([first]) => [flipped(first as Uint8Array)]],
    ["the next but one", "log-gap", (entries) => entries.slice(1)],
    ["what is no entry", "encoding", () => [new Uint8Array(100)]],
  ])("refuses %s: %s", async (_what, code, change) => {
    const { cleo, as, kept, seq, offer, log } = await restored(removal);
    expect(verdict(await offer(await as(cleo.person), [], change(kept.entries.slice(seq + 1))))).toContain(code);
    expect((await log()).head.seq).toBe(seq);
  });
});

function withEpoch(team: TestTeam, vault: VaultId, epoch: number) {
  const found = team.state.vaults.get(vault) as never as object;
  return new Map(team.state.vaults).set(vault, { ...found, epoch } as never);
}

/** The signature is what stands first in an entry. */
function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => (at === 10 ? byte ^ 1 : byte));
}
