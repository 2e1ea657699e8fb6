/** Pushing commits over real sockets: compare-and-set, the shared verifier, envelopes by size and hash [protocol: Vault chain]. */
import { describe, expect, it } from "vitest";
import { envelopeHash } from "../../shared/crypto/hash.ts";
import type { Hash, VaultId } from "../../shared/encoding/ids.ts";
import type { Result } from "../../shared/failures.ts";
import type { VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import { buildCommit, type Change, parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import { type BuiltCommit, commit, fold } from "../../shared/testing/commits.ts";
import { build, createVault, grant, rotate } from "../../shared/testing/posts.ts";
import { must, type Person } from "../../shared/testing/team.ts";
import type { TestClient } from "../testing/client.ts";
import { addPerson, post, type TestServer, testServerWithTeam } from "../testing/test-server.ts";

const failed = (result: Result<unknown>) => (result.ok ? { code: "ok" } : result.failure);

type Scene = { testServer: TestServer; vault: VaultId; bob: Person; asBob: TestClient };

/** Ada's vault, in which Bob may edit. */
async function scene(options: Parameters<typeof testServerWithTeam>[0] = {}): Promise<Scene> {
  const testServer = await testServerWithTeam(options);
  const { team, founder } = testServer;
  const { vault, built } = createVault(team, team.founder);
  await post(founder, built);
  const { person, client } = await addPerson(testServer);
  await post(founder, grant(team, team.founder, { vault, to: person, permission: "edit" }));
  return { testServer, vault, bob: person, asBob: client };
}

const send = (client: TestClient, vault: VaultId, made: Pick<BuiltCommit, "bytes" | "envelopes">) =>
  client.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault);

const headOnServer = async ({ testServer, vault }: Scene) =>
  must(await testServer.founder.call("commits", { from: 1 }, vault)).head;

describe("pushing", () => {
  it("appends, and serves commits and envelopes as they came", async () => {
    const { testServer, vault, asBob } = await scene();
    const { team, founder } = testServer;
    const made = commit(team, team.founder, { vault, count: 3 });
    expect(must(await send(founder, vault, made)).head).toEqual({ seq: 1, hash: made.hash });
    const page = must(await asBob.call("commits", { from: 1 }, vault));
    expect(page).toEqual({ head: { seq: 1, hash: made.hash }, commits: [made.bytes] });
    const hashes = made.envelopes.map(envelopeHash);
    const unknown = envelopeHash(new Uint8Array(1));
    const got = must(await asBob.call("envelopes", { vault, hashes: [...hashes, unknown] }));
    expect(got.envelopes).toEqual([...made.envelopes, null]);
    expect(must(await asBob.call("vaults", {})).heads.find((head) => head.vault === vault)).toEqual({
      vault,
      seq: 1,
      hash: made.hash,
    });
  });

  it("of two writers one wins, the other is answered with the head, and a repeat of the same bytes is ok", async () => {
    const place = await scene();
    const { testServer, vault, bob, asBob } = place;
    const { team, founder } = testServer;
    for (let round = 1; round <= 10; round++) {
      const tries = [
        { client: founder, made: commit(team, team.founder, { vault }) },
        { client: asBob, made: commit(team, bob, { vault }) },
      ];
      const answers = await Promise.all(tries.map(({ client, made }) => send(client, vault, made)));
      const winner = tries[answers.findIndex((answer) => answer.ok)];
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      const lost = failed(answers.find((answer) => !answer.ok) as Result<unknown>);
      expect(lost).toEqual({ code: "manifest", retry: "later", detail: { vault, number: round, reason: "head" } });
      fold(team, vault, winner?.made.bytes as Uint8Array);
      const repeated = await send(winner?.client as TestClient, vault, winner?.made as BuiltCommit);
      expect(must(repeated).head.seq).toBe(round);
    }
    expect((await headOnServer(place)).seq).toBe(10);
  });

  it.each([
    ["another head than the server's", "log-fork", 0],
    ["a head above the server's", "log-gap", 1],
  ])("refuses a commit on %s as %s: nobody hears a lone claim of another history", async (_what, code, above) => {
    const place = await scene();
    const { testServer, vault, bob, asBob } = place;
    const made = commit(testServer.team, bob, { vault });
    const { body } = must(parseCommit(made.bytes));
    const logHead = "1".padEnd(52, "0") as Hash;
    const { bytes } = buildCommit({ ...body, logHead, logSeq: body.logSeq + above }, bob.keys);
    expect(failed(await send(asBob, vault, { ...made, bytes })).code).toBe(code);
    expect((await headOnServer(place)).seq).toBe(0);
    expect(must(await send(asBob, vault, made)).head.seq).toBe(1);
  });

  const rounds = ["first", "second", "third", "fourth"];
  it.each(rounds.flatMap((round) => ["before", "after"].map((order) => [order, round] as const)))(
    "that comes %s the entry which takes its right away and waits for it is refused (%s round)",
    async (order) => {
      const place = await scene();
      const { testServer, vault, bob, asBob } = place;
      const { team, founder } = testServer;
      const made = commit(team, bob, { vault });
      const lower = grant(team, team.founder, { vault, to: bob, permission: null });
      const removal = () => founder.call("append", { ...lower, setup: null });
      const push = () => send(asBob, vault, made);
      const [one, other] = await Promise.all(order === "after" ? [removal(), push()] : [push(), removal()]);
      expect([one.ok, other.ok].filter(Boolean)).toHaveLength(1);
      const removed = order === "after" ? one : other;
      expect((await headOnServer(place)).seq).toBe(removed.ok ? 0 : 1);
    },
  );

  type Two = { first: BuiltCommit; second: BuiltCommit; envelopes: Uint8Array[] };
  const brokenAt20 = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, at) => (at === 20 ? byte ^ 1 : byte));
  it.each<[string, string, (two: Two) => { commits: Uint8Array[]; envelopes: Uint8Array[] }]>([
    [
      "one broken",
      "signature",
      ({ first, second, envelopes }) => ({ commits: [first.bytes, brokenAt20(second.bytes)], envelopes }),
    ],
    [
      "their order turned",
      "manifest",
      ({ first, second, envelopes }) => ({ commits: [second.bytes, first.bytes], envelopes }),
    ],
    [
      "an envelope too few",
      "manifest",
      ({ first, second, envelopes }) => ({ commits: [first.bytes, second.bytes], envelopes: envelopes.slice(1) }),
    ],
    [
      "an envelope too many",
      "manifest",
      ({ first, second, envelopes }) => ({
        commits: [first.bytes, second.bytes],
        envelopes: [...envelopes, new Uint8Array(300)],
      }),
    ],
  ])("takes none of several commits with %s (%s), and memory forgets them", async (_name, code, tamper) => {
    const place = await scene();
    const { testServer, vault } = place;
    const { team, founder } = testServer;
    const first = commit(team, team.founder, { vault });
    const ahead = structuredClone(team.chains.get(vault) as VaultChain);
    team.chains.set(vault, ahead);
    const before = structuredClone(ahead);
    fold(team, vault, first.bytes);
    const second = commit(team, team.founder, { vault, items: first.items });
    const envelopes = [...first.envelopes, ...second.envelopes];
    const commits = [first.bytes, second.bytes];
    const tampered = tamper({ first, second, envelopes });
    expect(failed(await founder.call("push", tampered, vault)).code).toBe(code);
    expect((await headOnServer(place)).seq).toBe(0);
    expect(must(await founder.call("push", { commits, envelopes }, vault)).head.seq).toBe(2);
    expect(must(await founder.call("push", { commits, envelopes }, vault)).head.seq).toBe(2);
    team.chains.set(vault, before);
  });

  it.each<[string, (change: Change) => Change]>([
    ["skips a version", (change) => ({ ...change, version: 2 })],
    ["has no overview", (change) => ({ ...change, overview: null })],
    ["deletes what is not there", (change) => ({ ...change, op: "delete", overview: null, secret: null })],
  ])("refuses a change that %s", async (_name, tamper) => {
    const place = await scene();
    const { team, founder } = place.testServer;
    const made = commit(team, team.founder, { vault: place.vault, tamper });
    expect(failed(await send(founder, place.vault, made)).code).toBe("manifest");
    expect((await headOnServer(place)).seq).toBe(0);
  });

  it.each<[string, string, (at: Scene) => Promise<Result<unknown>>]>([
    [
      "that another person signed",
      "role author",
      async ({ testServer, vault, bob }) => send(testServer.founder, vault, commit(testServer.team, bob, { vault })),
    ],
    [
      "for another vault",
      "manifest vault",
      async ({ testServer, vault }) => {
        const { team, founder } = testServer;
        const elsewhere = createVault(team, team.founder);
        await post(founder, elsewhere.built);
        return send(founder, vault, commit(team, team.founder, { vault: elsewhere.vault }));
      },
    ],
    [
      "under a key that was rotated",
      "epoch-stale",
      async ({ testServer, vault, bob, asBob }) => {
        const { team, founder } = testServer;
        await post(founder, rotate(team, team.founder, { vault }));
        return send(asBob, vault, commit(team, bob, { vault, logSeq: team.state.head.seq - 1 }));
      },
    ],
    [
      "to an archived vault",
      "role archived",
      async ({ testServer, vault, bob, asBob }) => {
        const { team, founder } = testServer;
        const cuts = [{ vault, ...(team.chains.get(vault) as VaultChain).head }];
        const archive = build(team, team.founder, { type: "vault-archive", payload: { vault }, attached: { cuts } });
        await post(founder, { entries: [archive.bytes], blobs: [] });
        return send(asBob, vault, commit(team, bob, { vault }));
      },
    ],
  ])("refuses a commit %s: %s", async (_name, expected, attempt) => {
    const place = await scene();
    const { code, detail } = { detail: undefined, ...failed(await attempt(place)) };
    expect([code, detail?.reason].filter(Boolean).join(" ")).toBe(expected);
    expect((await headOnServer(place)).seq).toBe(0);
  });

  it("takes no attachment that is not here", async () => {
    const { testServer, vault } = await scene();
    const { team, founder } = testServer;
    const blob = { blob: "0".repeat(26), size: 1, hash: envelopeHash(new Uint8Array(1)) } as never;
    const attached = commit(team, team.founder, { vault, tamper: (change) => ({ ...change, blobs: [blob] }) });
    expect(failed(await send(founder, vault, attached))).toMatchObject({
      code: "manifest",
      detail: { reason: "blob-missing" },
    });
  });

  const flipped = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, at) => (at === 7 ? byte ^ 1 : byte));
  it.each<[string, string | undefined, (overview: Uint8Array, secret: Uint8Array) => Uint8Array[]]>([
    ["one is missing", "envelope-missing", (overview) => [overview]],
    ["a bit is flipped", "envelope-unnamed", (overview, secret) => [flipped(overview), secret]],
    ["a byte is missing", "envelope-unnamed", (overview, secret) => [overview.slice(1), secret]],
    ["all are as they were signed", undefined, (overview, secret) => [overview, secret]],
  ])("checks envelopes where %s: %s", async (_name, reason, change) => {
    const { testServer, vault } = await scene();
    const { team, founder } = testServer;
    const made = commit(team, team.founder, { vault });
    const [overview, secret] = made.envelopes as [Uint8Array, Uint8Array];
    const answer = await send(founder, vault, { ...made, envelopes: change(overview, secret) });
    expect(answer.ok ? undefined : answer.failure.detail?.reason).toBe(reason);
  });

  it("checks the size that a change names", async () => {
    const { testServer, vault } = await scene();
    const { team, founder } = testServer;
    const lying = commit(team, team.founder, {
      vault,
      tamper: (change) => ({ ...change, overview: { size: 321, hash: change.overview?.hash as Hash } }),
    });
    expect(failed(await send(founder, vault, lying))).toMatchObject({ detail: { reason: "envelope-size" } });
  });

  it("stops at the team's quota", async () => {
    const { testServer, vault } = await scene({ limits: { storedBytesPerTeam: 240_000 } });
    const { team, founder } = testServer;
    let code = "ok";
    for (let times = 0; times < 10 && code === "ok"; times++) {
      const made = commit(team, team.founder, { vault, count: 40 });
      code = failed(await send(founder, vault, made)).code;
      if (code === "ok") fold(team, vault, made.bytes);
    }
    expect(code).toBe("limit");
  });
});

describe("reading", () => {
  it("goes page by page through chains and envelopes that are larger than an answer may be", async () => {
    const { testServer, vault, asBob } = await scene();
    const { team, founder } = testServer;
    const hashes: Hash[] = [];
    for (let times = 0; times < 60; times++) {
      const made = commit(team, team.founder, { vault, count: 400 });
      must(await send(founder, vault, made));
      fold(team, vault, made.bytes);
      hashes.push(...made.envelopes.map(envelopeHash));
    }
    const commits: Uint8Array[] = [];
    let pages = 0;
    for (; commits.length < 60; pages++)
      commits.push(...must(await asBob.call("commits", { from: commits.length + 1 }, vault)).commits);
    expect(pages).toBe(2);
    expect(must(await asBob.call("commits", { from: 61 }, vault)).commits).toEqual([]);
    const some = hashes.slice(0, 1024);
    const got = must(await asBob.call("envelopes", { vault, hashes: some })).envelopes;
    expect(got.map((bytes) => envelopeHash(bytes as Uint8Array))).toEqual(some);
  }, 30_000);

  it("answers fewer envelopes than asked where a page is full", async () => {
    const { testServer, vault } = await scene();
    const { team, founder } = testServer;
    const large = Array.from({ length: 20 }, (_, at) => new Uint8Array(250_000).fill(at + 1));
    const made = commit(team, team.founder, {
      vault,
      count: 20,
      tamper: (change) => ({ ...change, secret: { size: 250_000, hash: envelopeHash(large.shift() as Uint8Array) } }),
    });
    const secrets = Array.from({ length: 20 }, (_, at) => new Uint8Array(250_000).fill(at + 1));
    const overviews = made.envelopes.filter((_, at) => at % 2 === 0);
    must(await send(founder, vault, { ...made, envelopes: [...overviews, ...secrets] }));
    const hashes = secrets.map(envelopeHash);
    const first = must(await founder.call("envelopes", { vault, hashes })).envelopes;
    expect(first).toHaveLength(16);
    const rest = must(await founder.call("envelopes", { vault, hashes: hashes.slice(16) })).envelopes;
    expect([...first, ...rest]).toEqual(secrets);
  });

  it("works with chains that memory had to forget", async () => {
    const { testServer, vault } = await scene({ limits: { itemsInMemory: 1 } });
    const { team, founder } = testServer;
    const other = createVault(team, team.founder);
    await post(founder, other.built);
    for (let times = 0; times < 5; times++) {
      for (const at of [vault, other.vault]) {
        const made = commit(team, team.founder, { vault: at, count: 3 });
        must(await send(founder, at, made));
        fold(team, at, made.bytes);
      }
    }
    expect(must(await founder.call("commits", { from: 1 }, vault)).commits).toHaveLength(5);
  });
});
