/** Purges over real sockets [protocol: Vault chain]: not before thirty days by the server's clock; what they leave behind; and on a server that was put back. */

import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { envelopeHash } from "../../shared/crypto/hash.ts";
import { newId } from "../../shared/crypto/random.ts";
import type { BlobId, Hash, ItemId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import type { VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import { type Change, parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import { type BuiltCommit, commit, fold } from "../../shared/testing/commits.ts";
import { createVault, grant, rotate } from "../../shared/testing/posts.ts";
import { must, type Person } from "../../shared/testing/team.ts";
import { verdict } from "../../shared/testing/verdicts.ts";
import { checkDatabase } from "../copies/check.ts";
import { databaseOf } from "../data-folder.ts";
import type { ServerLimits } from "../limits/limits.ts";
import { connectPerson } from "../testing/callers.ts";
import { sealedFile, sendFile } from "../testing/files.ts";
import { addPerson, post, testServerWithTeam } from "../testing/test-server.ts";

const day = 86_400_000;
const bare = { overview: null, secret: null, blobs: [] };
const gone = (change: Change): Change => ({ ...change, ...bare, op: "delete" });
const purge =
  (purged: number[]) =>
  (change: Change): Change => ({ ...change, ...bare, op: "purge", purged });

/** Ada with a vault in which Bob edits, on a clock of their own. */
async function scene(limitsOf: Partial<ServerLimits> = {}) {
  const dataDir = scratchDir();
  const clock = { at: 1_800_000_000_000, now: () => clock.at };
  const testServer = await testServerWithTeam({ dataDir, clock, limits: limitsOf });
  const { team, server, founder } = testServer;
  const { vault, built } = createVault(team, team.founder);
  await post(founder, built);
  const { person: bob } = await addPerson(testServer);
  await post(founder, grant(team, team.founder, { vault, to: bob, permission: "edit" }));
  const as = (person: Person) => connectPerson(server, team, person);
  type Options = Omit<Parameters<typeof commit>[2], "vault">;
  const tryWrite = async (by: Person, options: Options) => {
    const made = commit(team, by, { vault, ...options });
    const answer = await (await as(by)).call("push", { commits: [made.bytes], envelopes: namedOf(made) }, vault);
    if (answer.ok) fold(team, vault, made.bytes);
    return { made, answer };
  };
  const write = async (by: Person, options: Options = {}): Promise<BuiltCommit> => {
    const { made, answer } = await tryWrite(by, options);
    must(answer);
    return made;
  };
  const held = async (hashes: Hash[]) => {
    const { envelopes } = must(await (await as(team.founder)).call("envelopes", { vault, hashes }));
    return envelopes.map((bytes) => bytes !== null);
  };
  const later = (ms: number): void => {
    clock.at += ms;
  };
  const end = async () => {
    await server.close();
    const { faults } = must(await checkDatabase(databaseOf(dataDir)));
    return { faults, ...storedIn(dataDir) };
  };
  return {
    ...{ dataDir, clock, testServer, team, vault, ada: team.founder, bob, as },
    tryWrite,
    write,
    held,
    later,
    end,
  };
}

/** Envelopes that the commit still names. */
function namedOf({ bytes, envelopes }: BuiltCommit): Uint8Array[] {
  const { changes } = must(parseCommit(bytes)).body;
  const named = new Set(changes.flatMap(({ overview, secret }) => [overview?.hash, secret?.hash]));
  return envelopes.filter((envelope) => named.has(envelopeHash(envelope)));
}

/** What lies in the file: names of envelopes and files, and the bytes that are counted for each member and for all. */
function storedIn(dataDir: string) {
  const raw = new Sqlite(databaseOf(dataDir), { readonly: true });
  const column = (sql: string) => raw.prepare(sql).pluck().all();
  const stored = {
    envelopes: new Set(column("SELECT hash FROM envelopes") as Hash[]),
    files: column("SELECT blob FROM blobs").length + column("SELECT part FROM blob_parts").length,
    shares: column("SELECT sum(stored_bytes) FROM member_shares")[0],
    counted: column("SELECT (SELECT sum(stored_bytes) FROM vaults) + (SELECT sum(stored_bytes) FROM teams)")[0],
  };
  raw.close();
  return stored;
}

describe("a purge", () => {
  it("is taken thirty days after the server took the deletion, whatever the commit says of its time", async () => {
    const { team, vault, ada, bob, tryWrite, write, held, later, end } = await scene();
    const { items, envelopes } = await write(bob, { count: 2 });
    const [dead, live] = items as [ItemId, ItemId];
    const second = await write(bob, { items: [dead] });
    team.now -= 90 * day;
    await write(bob, { items: [dead], tamper: gone });
    team.now += 90 * day;
    const tried = { items: [dead], tamper: purge([1, 2]) };
    expect((await tryWrite(ada, tried)).answer).toEqual({
      ok: false,
      failure: { code: "throttled", retry: "later", detail: { vault, waitMs: 30 * day, reason: "purge" } },
    });
    later(30 * day - 1);
    expect(verdict((await tryWrite(ada, tried)).answer)).toBe("throttled purge");
    expect(verdict((await tryWrite(bob, tried)).answer)).toBe("role purge");
    later(1);
    expect(verdict((await tryWrite(ada, { items: [live], tamper: purge([1]) })).answer)).toBe("manifest purge");
    expect(await held(second.envelopes.map(envelopeHash))).toEqual([true, true]);
    await write(ada, tried);
    expect(await held([...envelopes, ...second.envelopes].map(envelopeHash))).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
    // What was deleted a moment ago and what was restored and deleted again begin anew.
    await write(bob, { items: [dead] });
    await write(bob, { items: [dead], tamper: gone });
    expect(verdict((await tryWrite(ada, { items: [dead], tamper: purge([5]) })).answer)).toBe("throttled purge");
    const { faults, shares, counted } = await end();
    expect(faults).toEqual([]);
    expect(shares).toBe(counted);
  });

  it("takes files along, and nothing that another version names", async () => {
    const { vault, ada, bob, as, write, held, later, end } = await scene();
    const [alone, shared] = [sealedFile(300_000), sealedFile(2000)];
    for (const file of [alone, shared]) await sendFile(await as(bob), vault, file);
    const blobs = [alone.named, shared.named];
    const dead = await write(bob, { tamper: (change) => ({ ...change, blobs }) });
    const overview = dead.envelopes[0] as Uint8Array;
    const same = { size: overview.length, hash: envelopeHash(overview) };
    await write(ada, { tamper: (change) => ({ ...change, overview: same, blobs: [shared.named] }) });
    await write(bob, { items: dead.items, tamper: gone });
    later(31 * day);
    await write(ada, { items: dead.items, tamper: purge([1]) });
    expect(await held(dead.envelopes.map(envelopeHash))).toEqual([true, false]);
    const { faults, files, shares, counted } = await end();
    expect(faults).toEqual([]);
    expect(files).toBe(2);
    expect(shares).toBe(counted);
  });

  it("of any history leaves exactly what versions that are not purged name", async () => {
    const { team, vault, ada, bob, write, later, end } = await scene();
    const names = new Map<string, Hash[]>();
    const items = (await write(bob, { count: 4 })).items;
    const chain = () => team.chains.get(vault) as VaultChain;
    const note = (made: BuiltCommit, of: readonly ItemId[]): void => {
      for (const [at, item] of of.entries())
        names.set(
          `${item} ${chain().items.get(item)?.version}`,
          made.envelopes.slice(2 * at, 2 * at + 2).map(envelopeHash),
        );
    };
    note(await write(bob, { items }), items);
    const first = new Set<string>();
    for (let step = 0; step < 24; step++) {
      const item = items[Math.floor(Math.random() * items.length)] as ItemId;
      const { deleted, version, purged } = chain().items.get(item) as never as {
        deleted: boolean;
        version: number;
        purged: number[];
      };
      if (!deleted && Math.random() < 0.5) note(await write(bob, { items: [item] }), [item]);
      else if (!deleted) await write(bob, { items: [item], tamper: gone });
      else if (Math.random() < 0.3) note(await write(bob, { items: [item] }), [item]);
      else {
        later(31 * day);
        const left = Array.from({ length: version }, (_, at) => at + 1).filter(
          (one) => !purged.includes(one) && Math.random() < 0.7,
        );
        if (left.length === 0) continue;
        await write(ada, { items: [item], tamper: purge(left) });
        for (const one of left) {
          names.delete(`${item} ${one}`);
          if (one === 1) first.add(item);
        }
      }
    }
    const { faults, envelopes, shares, counted } = await end();
    expect(faults).toEqual([]);
    for (const hash of [...names.values()].flat()) expect(envelopes.has(hash)).toBe(true);
    expect(envelopes.size).toBe([...names.values()].flat().length + 2 * (items.length - first.size));
    expect(shares).toBe(counted);
  });

  it("that a rotation voids stays done, and the copy is sound", async () => {
    const { testServer, team, vault, ada, bob, as, write, later, end } = await scene();
    const dead = await write(bob);
    await write(bob, { items: dead.items, tamper: gone });
    later(31 * day);
    const pinned = structuredClone(team.chains.get(vault) as VaultChain);
    await write(ada, { items: dead.items, tamper: purge([1]) });
    team.chains.set(vault, pinned);
    await post(await as(ada), rotate(team, team.founder, { vault, voids: 1 }));
    expect(testServer.team.state.vaults.get(vault)?.epoch).toBe(2);
    expect((await end()).faults).toEqual([]);
  });

  it("is taken where no space is left", async () => {
    const { team, vault, ada, bob, as, tryWrite, write, later, end } = await scene({ storedBytesPerTeam: 1_000_000 });
    const dead = await write(bob);
    await write(bob, { items: dead.items, tamper: gone });
    later(31 * day);
    for (let size = 400_000; size > 500; size = Math.floor(size / 2)) {
      const part = { vault, size, part: 0, bytes: new Uint8Array(size) };
      for (let isTaken = true; isTaken; )
        isTaken = (await (await as(ada)).call("upload", { ...part, blob: newId<BlobId>() })).ok;
    }
    const left = { count: 3, tamper: (change: Change) => change };
    expect(verdict((await tryWrite(ada, left)).answer)).toBe("limit team-bytes");
    expect(verdict((await tryWrite(ada, { items: dead.items, tamper: purge([1]) })).answer)).toBe("taken");
    expect(team.chains.get(vault)?.items.get(dead.items[0] as ItemId)?.isPurge).toBe(true);
    expect((await end()).faults).toEqual([]);
  });
});

describe("a purge that is brought back", () => {
  async function lost() {
    const made = await scene();
    const dead = await made.write(made.bob);
    const tombstone = commit(made.team, made.bob, { vault: made.vault, items: dead.items, tamper: gone });
    fold(made.team, made.vault, tombstone.bytes);
    const purged = commit(made.team, made.ada, { vault: made.vault, items: dead.items, tamper: purge([1]) });
    fold(made.team, made.vault, purged.bytes);
    const bring = async (by: Person, commits = [tombstone.bytes, purged.bytes]) =>
      (await made.as(by)).call("restoreVault", { commits, envelopes: dead.envelopes }, made.vault);
    return { ...made, dead, tombstone, purged, bring };
  }

  it("is taken from somebody else than its signer, and what it purged is neither kept nor asked for", async () => {
    const { ada, bob, as, dead, held, bring, end } = await lost();
    must(await bring(ada));
    expect(verdict(await bring(ada))).toBe("throttled purge");
    must(await bring(bob));
    expect(await held(dead.envelopes.map(envelopeHash))).toEqual([false, false]);
    expect(must(await (await as(ada)).call("lacking", { from: 0 })).lacking).toEqual([]);
    const { faults, shares, counted } = await end();
    expect(faults).toEqual([]);
    expect(shares).toBe(counted);
  });

  it("by its signer alone waits as long as any", async () => {
    const { ada, tombstone, bring, later, held, dead } = await lost();
    must(await bring(ada, [tombstone.bytes]));
    later(29 * day);
    expect(verdict(await bring(ada))).toBe("throttled purge");
    expect(await held(dead.envelopes.map(envelopeHash))).toEqual([true, true]);
    later(limits.purgeWaitMs - 29 * day);
    must(await bring(ada));
    expect(await held(dead.envelopes.map(envelopeHash))).toEqual([false, false]);
  });

  it("by its signer with all that came before it starts the time of its deletion", async () => {
    const { ada, tombstone, bring, later, held, dead } = await lost();
    const { head } = must(await bring(ada));
    expect(head.hash).toBe(tombstone.hash);
    later(limits.purgeWaitMs - 1);
    expect(verdict(await bring(ada))).toBe("throttled purge");
    later(1);
    must(await bring(ada));
    expect(await held(dead.envelopes.map(envelopeHash))).toEqual([false, false]);
  });

  it("by its signer is taken where nobody else reads the vault", async () => {
    const { testServer, team, ada, as, end } = await scene();
    const { vault, built } = createVault(team, team.founder);
    await post(await as(ada), built);
    const first = commit(team, ada, { vault });
    fold(team, vault, first.bytes);
    const tombstone = commit(team, ada, { vault, items: first.items, tamper: gone });
    fold(team, vault, tombstone.bytes);
    const purged = commit(team, ada, { vault, items: first.items, tamper: purge([1]) });
    const commits = [first, tombstone, purged].map(({ bytes }) => bytes);
    must(await testServer.founder.call("restoreVault", { commits, envelopes: first.envelopes }, vault));
    expect((await end()).faults).toEqual([]);
  });
});
