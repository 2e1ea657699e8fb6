/** Writing to the team log over real sockets: one order, all or none, and what only the server can check [protocol: Team log] [protocol: Vault keys]. */
import { describe, expect, it } from "vitest";
import type { Result } from "../../shared/failures.ts";
import type { Head } from "../../shared/protocol/team-log/state/team-state.ts";
import type { VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { build, createVault, grant, invite, rotate } from "../../shared/testing/posts.ts";
import { type Built, must, type Person } from "../../shared/testing/team.ts";
import type { TestClient } from "../testing/client.ts";
import { addPerson, post, type TestServer, testServerWithTeam } from "../testing/test-server.ts";

const failed = (result: Result<unknown>) => (result.ok ? { code: "ok" } : result.failure);

/** Builds on the test's state, posts, and puts the state back where the server refuses. */
async function tryPost(testServer: TestServer, client: TestClient, make: () => Built) {
  const before = testServer.team.state;
  const answer = await client.call("append", { ...make(), setup: null });
  if (!answer.ok) testServer.team.state = before;
  return failed(answer);
}

async function sharedVault(testServer: TestServer) {
  const { vault, built } = createVault(testServer.team, testServer.team.founder);
  await post(testServer.founder, built);
  return vault;
}

async function push(
  testServer: TestServer,
  client: TestClient,
  by: Person,
  vault: Awaited<ReturnType<typeof sharedVault>>,
) {
  const made = commit(testServer.team, by, { vault });
  must(await client.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault));
  fold(testServer.team, vault, made.bytes);
  return made;
}

describe("appending", () => {
  it("is ordered by compare-and-set: of two admins one wins, the other is answered with the head", async () => {
    const testServer = await testServerWithTeam();
    const { person, client } = await addPerson(testServer, { role: "admin" });
    const base = testServer.team.state;
    const one = invite(testServer.team, testServer.team.founder).built;
    testServer.team.state = base;
    const other = invite(testServer.team, person).built;
    const answers = await Promise.all([
      testServer.founder.call("append", { ...one, setup: null }),
      client.call("append", { ...other, setup: null }),
    ]);
    const lost = answers.find((answer) => !answer.ok) as Result<unknown>;
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(failed(lost)).toEqual({ code: "log-gap", retry: "later", detail: { number: base.head.seq + 1 } });
  });

  it("takes all or none, and a repeat of the same bytes is ok", async () => {
    const testServer = await testServerWithTeam();
    const { team, founder } = testServer;
    const before = team.state;
    const good = invite(team, team.founder).built;
    const bad = invite(team, team.founder).built.entries[0]?.slice() as Uint8Array;
    bad[20] = (bad[20] as number) ^ 1; // Inside the signature, which stands first.
    const answer = await founder.call("append", { entries: [...good.entries, bad], blobs: [], setup: null });
    expect(failed(answer).code).toBe("signature");
    expect(must(await founder.call("log", { from: 0 })).head).toEqual(before.head);
    team.state = before;
    const [one, two] = [invite(team, team.founder).built, invite(team, team.founder).built];
    const both = { entries: [...one.entries, ...two.entries], blobs: [], setup: null };
    for (let times = 0; times < 3; times++)
      expect(must(await founder.call("append", both)).head).toEqual(team.state.head);
    expect(must(await founder.call("append", { ...both, entries: one.entries })).head).toEqual(team.state.head);
    const three = invite(team, team.founder).built;
    const overlapping = { ...both, entries: [...two.entries, ...three.entries] };
    expect(failed(await founder.call("append", overlapping)).code).toBe("log-gap");
    expect(must(await founder.call("log", { from: before.head.seq + 1 })).entries).toEqual(both.entries);
  });

  it("takes a person's entries from their own computer alone", async () => {
    const testServer = await testServerWithTeam();
    const { client } = await addPerson(testServer);
    expect(
      await tryPost(testServer, client, () => invite(testServer.team, testServer.team.founder).built),
    ).toMatchObject({
      code: "role",
      detail: { reason: "actor" },
    });
  });

  it("reads in pages that go on where they ended", async () => {
    const testServer = await testServerWithTeam();
    const all: Uint8Array[] = [];
    for (let from = 0; ; from = all.length) {
      const page = must(await testServer.founder.call("log", { from }));
      all.push(...page.entries);
      if (all.length > page.head.seq) break;
    }
    expect(all).toHaveLength(testServer.team.state.head.seq + 1);
    expect(must(await testServer.founder.call("log", { from: 1000 })).entries).toEqual([]);
  });

  it("stops at what one member may take of the team's quota", async () => {
    const testServer = await testServerWithTeam({ limits: { entriesPerTeam: 16 } });
    expect(
      (await tryPost(testServer, testServer.founder, () => invite(testServer.team, testServer.team.founder).built))
        .code,
    ).toBe("ok");
    expect(
      (await tryPost(testServer, testServer.founder, () => invite(testServer.team, testServer.team.founder).built))
        .code,
    ).toBe("limit");
    const small = await testServerWithTeam({ limits: { storedBytesPerTeam: 60_000 } });
    const vault = () => createVault(small.team, small.team.founder).built;
    let code = "ok";
    for (let times = 0; times < 20 && code === "ok"; times++) code = (await tryPost(small, small.founder, vault)).code;
    expect(code).toBe("limit");
  });
});

describe("blobs beside entries", () => {
  it.each<[string, string, (blobs: Uint8Array[]) => Uint8Array[]]>([
    ["none", "recipient-set", () => []],
    ["one more", "recipient-set", (blobs) => [...blobs, new Uint8Array(9)]],
    ["others", "recipient-set", (blobs) => blobs.map((blob) => blob.map((byte) => byte ^ 1))],
    ["exactly those that the entries list", "ok", (blobs) => blobs],
  ])("are %s: %s", async (_name, expected, change) => {
    const testServer = await testServerWithTeam();
    const make = () => {
      const { built } = createVault(testServer.team, testServer.team.founder);
      return { ...built, blobs: change(built.blobs) };
    };
    expect((await tryPost(testServer, testServer.founder, make)).code).toBe(expected);
  });

  it("reach the device that they are for, and histories whoever was sent the key later", async () => {
    const testServer = await testServerWithTeam();
    const { team, founder } = testServer;
    const vault = await sharedVault(testServer);
    const rotated = rotate(team, team.founder, { vault });
    await post(founder, rotated);
    const { person, client } = await addPerson(testServer);
    const from = team.state.head.seq + 1;
    expect(must(await client.call("bundles", { from })).blobs).toEqual([]);
    const given = grant(team, team.founder, { vault, to: person, permission: "use" });
    await post(founder, given);
    const mine = must(await client.call("bundles", { from }));
    expect(mine.next).toBeNull();
    const history = rotated.blobs.at(-1) as Uint8Array;
    expect(new Set(mine.blobs.map(String))).toEqual(new Set([...given.blobs, history].map(String)));
    const outsider = await addPerson(testServer);
    const others = must(await outsider.client.call("bundles", { from: 0 })).blobs.map(String);
    const theirs = new Set([...given.blobs, ...rotated.blobs].map(String));
    expect(others.filter((blob) => theirs.has(blob))).toEqual([]);
  });
});

describe("heads in entries", () => {
  it.each<[string, (now: Head, behind: Head) => Head]>([
    ["an earlier head", (_now, behind) => behind],
    ["a head ahead of it", (now) => ({ ...now, seq: now.seq + 1 })],
    ["its number with another hash", (now, behind) => ({ ...now, hash: behind.hash })],
  ])("cuts must be the head of this moment and not %s; the answer names vault and head", async (_name, wrong) => {
    const testServer = await testServerWithTeam();
    const { team, founder } = testServer;
    const vault = await sharedVault(testServer);
    const { person } = await addPerson(testServer);
    await post(founder, grant(team, team.founder, { vault, to: person, permission: "edit" }));
    const behind = (team.chains.get(vault) as VaultChain).head;
    await push(testServer, founder, team.founder, vault);
    const now = (team.chains.get(vault) as VaultChain).head;
    const lower = (cut: Head) => () => grant(team, team.founder, { vault, to: person, permission: null, cut });
    expect(await tryPost(testServer, founder, lower(wrong(now, behind)))).toEqual({
      code: "recipient-set",
      retry: "later",
      detail: { vault, number: now.seq, reason: "cut-head" },
    });
    expect((await tryPost(testServer, founder, lower(now))).code).toBe("ok");
  });

  it.each<[string, (now: Head, old: Head) => Head]>([
    ["beyond its end", (now) => ({ ...now, seq: 7 })],
    ["with an earlier hash", (_now, old) => ({ seq: 1, hash: old.hash })],
    ["with a later hash", (now) => ({ seq: 0, hash: now.hash })],
  ])("given heads must be on the server's own chain and not %s", async (_name, wrong) => {
    const testServer = await testServerWithTeam();
    const { team, founder } = testServer;
    const vault = await sharedVault(testServer);
    const { person } = await addPerson(testServer);
    const old = (team.chains.get(vault) as VaultChain).head;
    await push(testServer, founder, team.founder, vault);
    const now = (team.chains.get(vault) as VaultChain).head;
    const give = (head: Head) => () => grant(team, team.founder, { vault, to: person, permission: "use", head });
    expect((await tryPost(testServer, founder, give(wrong(now, old)))).code).toBe("recipient-set");
    expect((await tryPost(testServer, founder, give(old))).code).toBe("ok");
  });

  type Turn = Partial<Parameters<typeof rotate>[2]>;
  it.each<[string, string, (head: Head, empty: Head) => Turn]>([
    ["at an earlier head", "recipient-set", (_head, empty) => ({ pin: empty })],
    ["at the head with another hash", "recipient-set", (head, empty) => ({ pin: { ...head, hash: empty.hash } })],
    ["with another root than our own fold", "manifest", (_head, empty) => ({ root: empty.hash })],
  ])("a pin must not be %s: %s", async (_name, code, tamper) => {
    const testServer = await testServerWithTeam();
    const { team, founder } = testServer;
    const vault = await sharedVault(testServer);
    const empty = (team.chains.get(vault) as VaultChain).head;
    await push(testServer, founder, team.founder, vault);
    const { head } = team.chains.get(vault) as VaultChain;
    const turn = (options: Turn) => () => rotate(team, team.founder, { vault, ...options });
    expect(await tryPost(testServer, founder, turn(tamper(head, empty)))).toMatchObject({ code });
    team.keys.set(vault, team.keys.get(vault)?.slice(0, 1) as Uint8Array[]);
    expect((await tryPost(testServer, founder, turn({}))).code).toBe("ok");
  });

  it("a manager's rotation below the head voids what lies above, and the chain goes on from the pin", async () => {
    const testServer = await testServerWithTeam();
    const { team, founder } = testServer;
    const vault = await sharedVault(testServer);
    const { person, client } = await addPerson(testServer);
    await post(founder, grant(team, team.founder, { vault, to: person, permission: "edit" }));
    const kept = await push(testServer, founder, team.founder, vault);
    const pinned = structuredClone(team.chains.get(vault) as VaultChain);
    await push(testServer, client, person, vault);
    await push(testServer, client, person, vault);
    team.chains.set(vault, pinned);
    expect((await tryPost(testServer, founder, () => rotate(team, team.founder, { vault, voids: 1 }))).code).toBe(
      "recipient-set",
    );
    const beside = { ...pinned.head, hash: team.state.head.hash };
    const tampered = () => rotate(team, team.founder, { vault, voids: 2, pin: beside });
    expect((await tryPost(testServer, founder, tampered)).code).toBe("manifest");
    team.keys.set(vault, team.keys.get(vault)?.slice(0, 1) as Uint8Array[]);
    expect((await tryPost(testServer, founder, () => rotate(team, team.founder, { vault, voids: 2 }))).code).toBe("ok");
    const chain = must(await client.call("commits", { from: 1 }, vault));
    expect(chain).toEqual({ head: pinned.head, commits: [kept.bytes] });
    await push(testServer, client, person, vault);
    expect(must(await client.call("commits", { from: 1 }, vault)).commits).toHaveLength(2);
    expect(must(await client.call("vaults", {})).heads.find((head) => head.vault === vault)?.seq).toBe(2);
  });

  it("a cut that lost the race holds the vault back, three times an hour", async () => {
    const clock = { at: 1_800_000_000_000, now: () => clock.at };
    const testServer = await testServerWithTeam({ clock });
    const { team, founder } = testServer;
    const vault = await sharedVault(testServer);
    const { person, client } = await addPerson(testServer);
    await post(founder, grant(team, team.founder, { vault, to: person, permission: "edit" }));
    const first = (team.chains.get(vault) as VaultChain).head;
    await push(testServer, client, person, vault);
    const late = () => grant(team, team.founder, { vault, to: person, permission: null, cut: first });
    const attempt = async (by: Person, from: TestClient) => {
      const made = commit(team, by, { vault });
      return failed(await from.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault));
    };
    expect((await tryPost(testServer, founder, late)).code).toBe("recipient-set");
    expect(await attempt(team.founder, founder)).toMatchObject({ code: "throttled", detail: { waitMs: 5000 } });
    expect(await attempt(person, client)).toMatchObject({ code: "throttled", detail: { waitMs: 60_000 } });
    clock.at += 5000;
    await push(testServer, founder, team.founder, vault);
    expect((await attempt(person, client)).code).toBe("throttled");
    for (let times = 0; times < 3; times++)
      expect((await tryPost(testServer, founder, late)).code).toBe("recipient-set");
    clock.at += 60_000;
    expect((await tryPost(testServer, founder, late)).code).toBe("recipient-set");
    await push(testServer, client, person, vault);
    const now = (team.chains.get(vault) as VaultChain).head;
    const lands = () => grant(team, team.founder, { vault, to: person, permission: null, cut: now });
    expect((await tryPost(testServer, founder, lands)).code).toBe("ok");
    expect((await attempt(person, client)).code).toBe("not-found");
  });
});

describe("grants that end", () => {
  it("are not served after their end, and lend no authority any more", async () => {
    const clock = { at: 1_800_000_000_000, now: () => clock.at };
    const testServer = await testServerWithTeam({ clock });
    const { team, founder } = testServer;
    const vault = await sharedVault(testServer);
    const { person, client } = await addPerson(testServer);
    const end = clock.at + 60_000;
    await post(founder, grant(team, team.founder, { vault, to: person, permission: "manage", end }));
    const { person: other } = await addPerson(testServer);
    clock.at = end - 1;
    expect(failed(await client.call("commits", { from: 1 }, vault)).code).toBe("ok");
    clock.at = end;
    expect(failed(await client.call("commits", { from: 1 }, vault)).code).toBe("not-found");
    const give = () => {
      const changes = [{ user: other.user, group: null, permission: "manage" as const, end: null }];
      const head = (team.chains.get(vault) as VaultChain).head;
      const payload = { vault, changes };
      const entry = build(team, person, { type: "vault-access", payload, attached: { heads: [{ vault, ...head }] } });
      return { entries: [entry.bytes], blobs: [] };
    };
    expect(await tryPost(testServer, client, give)).toMatchObject({ code: "role", detail: { reason: "ended" } });
    expect((await tryPost(testServer, client, () => rotate(team, person, { vault }))).code).toBe("role");
  });
});
