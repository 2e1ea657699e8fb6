import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { type HostileTeam, hostileTeam, inStep, readsAll } from "../../../e2e/kit/hostile-team.ts";
import { profileFile } from "../../../e2e/kit/profile-file.ts";
import type { Between } from "../../../e2e/kit/tampering.ts";
import { must, readyVault } from "../../../e2e/kit/team.ts";
import type { RouteResponse } from "../../../shared/protocol/routes/routes.ts";

type Page = RouteResponse<"commits">;
type Row = [what: string, code: string, how: (line: Between, team: HostileTeam) => void | Promise<void>];

/** Only the answers about the vault that is lied about are tampered with. */
const tamperCommits =
  (tamper: (page: Page, team: HostileTeam) => Page | Response): Row[2] =>
  (line, team) =>
    line.tamper("commits", (page, { vault }) => (vault === team.vault ? tamper(page, team) : page));
const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

const commits: Row[] = [
  ["withholds a commit", "manifest", tamperCommits(({ head, commits: [, ...rest] }) => ({ head, commits: rest }))],
  [
    "swaps two commits",
    "manifest",
    tamperCommits(({ head, commits: [one, two, ...rest] }) => ({ head, commits: [two, one, ...rest] as Uint8Array[] })),
  ],
  ["shows no commit at all", "manifest", tamperCommits(({ head }) => ({ head, commits: [] }))],
  [
    "shows one commit twice",
    "manifest",
    tamperCommits(({ head, commits: [one] }) => ({ head, commits: [one, one] as Uint8Array[] })),
  ],
  [
    "changes a commit",
    "signature",
    tamperCommits(({ head, commits: [one, ...rest] }) => ({
      head,
      commits: [flip(one as Uint8Array, (one as Uint8Array).length - 70), ...rest], // within a hash near the end of the body
    })),
  ],
  [
    "sends garbage for a commit",
    "encoding",
    tamperCommits(({ head }) => ({ head, commits: [Uint8Array.of(1), Uint8Array.of(2)] })),
  ],
  [
    "shows an empty vault",
    "log-rollback",
    tamperCommits(({ head }) => ({ head: { seq: 0, hash: head.hash }, commits: [] })),
  ],
  ["answers with a page of its own", "encoding", tamperCommits(() => new Response("<html>"))],
  ["says that there is no such vault", "not-found", tamperCommits(() => notFound())],
];

/** The server's own words for what it does not have: code, retry, no detail. */
function notFound(): Response {
  const text = (word: string) => [0x60 + word.length, ...new TextEncoder().encode(word)];
  const body = [
    0xa3,
    ...text("code"),
    ...text("not-found"),
    ...text("retry"),
    ...text("never"),
    ...text("detail"),
    0xf6,
  ];
  return new Response(Uint8Array.from(body), { status: 404 });
}

async function write({ ada, vault }: HostileTeam, title: string): Promise<void> {
  await must(ada, "item.save", { vault, kind: "login", changes: { title, password: "new" } });
}

describe("a server that lies about a vault's commits", () => {
  it.each(commits)(
    "and %s is refused as %s: one vault alone stands still, and honesty heals it",
    async (what, code, how) => {
      const team = await hostileTeam();
      const { ada, bob, line, vault, other, item } = team;
      const shown = await readsAll(team);
      line.cut(true);
      await write(team, `${what} 1`);
      await write(team, `${what} 2`);
      await must(ada, "item.save", { vault: other, kind: "login", changes: { title: `beside: ${what}` } });
      await how(line, team);
      line.cut(false);
      line.forget();
      const status = await must(bob, "sync.now", {});
      expect(status.failures, what).toContainEqual({ vault, code });
      const now = await readsAll(team);
      expect(now, what).toEqual(expect.arrayContaining(shown));
      // The other vault went on.
      expect(now, what).toContain(`beside: ${what}`);
      expect(now, what).not.toContain(`${what} 2`);
      const saved = await must(bob, "item.save", { vault, item, changes: { username: what } });
      expect(saved.draft, what).toBe(true);
      expect(
        line.asked.filter(({ route }) => route === "push"),
        what,
      ).toEqual([]);
      line.honest();
      await must(bob, "sync.resume", {});
      await inStep(bob, 5);
      expect((await must(bob, "item.get", { item })).username, what).toBe(what);
    },
  );

  it("shows another vault's commits in its place: refused, in both", async () => {
    const team = await hostileTeam();
    const { ada, bob, line, vault, other, alerts } = team;
    let theirs: Uint8Array[] = [];
    line.tamper("commits", (page, asked) => {
      if (asked.vault === other) theirs = page.commits;
      return page;
    });
    await must(ada, "item.save", { vault: other, kind: "login", changes: { title: "beside it" } });
    await inStep(bob, 3);
    expect(theirs).toHaveLength(1);
    line.cut(true);
    await write(team, "one more");
    line.tamper("commits", (page, asked) => (asked.vault === vault ? { head: page.head, commits: theirs } : page));
    line.cut(false);
    const status = await must(bob, "sync.now", {});
    expect(status.failures).toContainEqual({ vault, code: "manifest" });
    expect(status.failures.some((failure) => failure.vault === other)).toBe(false);
    expect(alerts).toContainEqual(expect.objectContaining({ code: "manifest", vault }));
    expect(await readsAll(team)).toEqual(["AWS", "Elsewhere", "beside it"]);
    line.honest();
    await must(bob, "sync.resume", {});
    await inStep(bob, 4);
  });

  it("leaves a vault out, or names another head at my number: nothing is hidden for it", async () => {
    const team = await hostileTeam();
    const { bob, line, vault, alerts } = team;
    line.tamper("vaults", ({ heads }) => ({ heads: heads.filter((head) => head.vault !== vault) }));
    expect((await must(bob, "sync.now", {})).failures).toContainEqual({ vault, code: "log-rollback" });
    expect(await readsAll(team)).toEqual(["AWS", "Elsewhere"]);
    line.honest();
    await inStep(bob, 2);
    const elsewhere = (head: Page["head"]) => ({
      ...head,
      hash: head.hash.replace(/^./, (first) => (first === "0" ? "1" : "0")) as never,
    });
    line.tamper("vaults", ({ heads }) => ({
      heads: heads.map((head) => (head.vault === vault ? { ...head, ...elsewhere(head) } : head)),
    }));
    line.tamper("commits", (page, asked) => (asked.vault === vault ? { ...page, head: elsewhere(page.head) } : page));
    expect((await must(bob, "sync.now", {})).failures).toContainEqual({ vault, code: "log-fork" });
    expect(alerts).toContainEqual(expect.objectContaining({ code: "log-fork", vault }));
    expect(await readsAll(team)).toEqual(["AWS", "Elsewhere"]);
    line.honest();
    await must(bob, "sync.resume", {});
    await inStep(bob, 2);
  });
});

describe("a server that lies about envelopes", () => {
  type Envelopes = RouteResponse<"envelopes">;
  const rows: [
    what: string,
    code: string | null,
    tamper: (envelopes: Envelopes["envelopes"], old: Uint8Array | null) => Envelopes["envelopes"],
  ][] = [
    ["changes a bit", "manifest", ([one, ...rest]) => [flip(one as Uint8Array, 30), ...rest]],
    ["swaps two", "manifest", (all) => [...all].reverse()],
    ["sends an old one", "manifest", ([one, ...rest], old) => [one === null ? null : old, ...rest]],
    ["sends none", "encoding", () => []],
    ["sends more than was asked", "encoding", (all) => [...all, ...all]],
    // A claim like any other: nothing is hidden for it, and it is asked again.
    ["says that they are gone", null, (all) => all.map(() => null)],
  ];

  it.each(rows)("and %s ends as %s; overviews and secrets come from the honest one", async (what, code, tamper) => {
    const team = await hostileTeam();
    let old: Uint8Array | null = null;
    const { ada, bob, line, vault, item } = team;
    line.tamper("envelopes", (answer) => {
      old ??= answer.envelopes[0] ?? null;
      return answer;
    });
    await must(ada, "item.save", { vault, item, changes: { username: "somebody" } });
    await eventually(
      async () => ({ seen: await must(bob, "sync.now", {}), old }),
      () => old !== null,
    );
    await inStep(bob, 2);
    line.cut(true);
    await write(team, what);
    line.tamper("envelopes", ({ envelopes }) => ({ envelopes: tamper(envelopes, old) }));
    line.cut(false);
    const status = await must(bob, "sync.now", {});
    if (code === null) expect(status.failures, what).toEqual([]);
    else expect(status.failures, what).toContainEqual({ vault, code });
    expect(await readsAll(team), what).toEqual(expect.arrayContaining(["AWS", "Elsewhere"]));
    line.honest();
    await must(bob, "sync.resume", {});
    await inStep(bob, 3);
    const rowsNow = (await must(bob, "item.list", { vault })).items;
    const fresh = rowsNow.find(({ title }) => title === what);
    expect(fresh, what).toBeDefined();
    expect((await must(bob, "item.reveal", { item: fresh?.item as string, field: "password" })).value).toBe("new");
  });
});

it("a server that kept an item's bytes back, and gives them beside a newer item: both are listed with that pull", async () => {
  const team = await hostileTeam();
  const { ada, bob, line, vault } = team;
  line.tamper("envelopes", ({ envelopes }) => ({ envelopes: envelopes.map(() => null) }));
  await must(ada, "item.save", { vault, kind: "login", changes: { title: "Kept back", password: "k" } });
  await must(bob, "sync.now", {});
  await eventually(
    async () => (await must(bob, "vault.list", {})).find((one) => one.vault === vault)?.absent,
    (absent) => absent === 1,
  );
  line.cut(true);
  await must(ada, "item.save", { vault, kind: "login", changes: { title: "Newer", password: "n" } });
  line.honest();
  line.cut(false);
  await inStep(bob, 4);
  expect((await must(bob, "vault.list", {})).find((one) => one.vault === vault)?.absent).toBe(0);
});

function blobsOnDisk(dataDir: string): number {
  const db = new Sqlite(profileFile(dataDir), { readonly: true });
  const { count } = db.prepare("SELECT COUNT(*) AS count FROM log_blobs").get() as { count: number };
  db.close();
  return count;
}

describe("a server that keeps keys back", () => {
  it.each([
    ["drops them", (): Uint8Array[] => []],
    ["sends garbage for them", (): Uint8Array[] => Array.from({ length: 50 }, (_, at) => new Uint8Array(700).fill(at))],
  ])("%s: the vault waits for its key by name, and opens when it comes", async (_what, instead) => {
    const team = await hostileTeam();
    const { ada, bob, line, vault } = team;
    const user = (await must(bob, "account.status", {})).user as string;
    const kept = blobsOnDisk(team.bobDir);
    // A page that leads on without an end is not followed.
    line.tamper("bundles", (_honest, { url }) => ({ blobs: instead(), next: Number(url.split("=")[1]) + 1 }));
    const { vault: fresh } = await must(ada, "vault.create", { title: "Fresh" });
    await must(ada, "item.save", { vault: fresh, kind: "login", changes: { title: "Inside", password: "i" } });
    await must(ada, "vault.setAccess", { vault: fresh, user, permission: "edit" });
    await must(bob, "sync.now", {});
    const shown = (await must(bob, "vault.list", {})).find((one) => one.vault === fresh);
    expect(shown?.state).toBe("key-pending");
    // What no entry names is not kept.
    expect(blobsOnDisk(team.bobDir)).toBe(kept);
    expect(await readsAll(team)).toEqual(["AWS", "Elsewhere"]);
    expect((await must(bob, "vault.list", {})).find((one) => one.vault === vault)?.state).toBe("ready");
    line.honest();
    await must(bob, "sync.now", {});
    await readyVault(bob, fresh);
    await inStep(bob, 3);
  });
});
