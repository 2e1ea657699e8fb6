/**
 * A server that lies about the team log: nothing is taken, the refusal has its name, what is here stays readable, nothing
 * is written to that server any more; and once it is honest again everything goes on.
 */
import { describe, expect, it } from "vitest";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { type HostileTeam, hostileTeam, inStep, readsAll } from "../../../e2e/kit/hostile-team.ts";
import { type Between, between } from "../../../e2e/kit/tampering.ts";
import { joiner, must } from "../../../e2e/kit/team.ts";
import { encode } from "../../../shared/encoding/canonical.ts";
import type { RouteResponse } from "../../../shared/protocol/routes/routes.ts";

type Log = RouteResponse<"log">;
/** What leaves a computer only for a server that it trusts to hold it. */
const writes = ["push", "append", "join"];
const written = (line: Between) => line.asked.filter(({ route }) => writes.includes(route)).map(({ route }) => route);
const nonsense = (status: number) => new Response("<html>sign in</html>", { status });

const tamperLog = (tamper: (log: Log) => Log | Response) => (line: Between) => line.tamper("log", tamper);
/** An entry is a map whose shortest key, the signature, comes first. */
const inSignature = 10;
const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

type Row = [what: string, code: string, state: "stopped" | "offline", how: (line: Between) => void];
const gaps: Row[] = [
  [
    "withholds an entry",
    "log-gap",
    "stopped",
    tamperLog(({ head, entries: [own, , ...rest] }) => ({ head, entries: [own as Uint8Array, ...rest] })),
  ],
  [
    "withholds all that is new",
    "log-gap",
    "stopped",
    tamperLog(({ head, entries }) => ({ head, entries: entries.slice(0, 1) })),
  ],
  ["shows no entry at all", "log-gap", "stopped", tamperLog(({ head }) => ({ head, entries: [] }))],
  [
    "swaps two entries",
    "log-gap",
    "stopped",
    tamperLog(({ head, entries: [own, one, two] }) => ({ head, entries: [own, two, one] as Uint8Array[] })),
  ],
];
const forks: Row[] = [
  [
    "shows less than it showed",
    "log-rollback",
    "stopped",
    tamperLog(({ head }) => ({ head: { ...head, seq: 3 }, entries: [] })),
  ],
  [
    "shows another entry in the place of mine",
    "log-fork",
    "stopped",
    tamperLog(({ head, entries: [own, ...rest] }) => ({
      head,
      entries: [flip(own as Uint8Array, inSignature), ...rest],
    })),
  ],
  [
    "names another head than mine",
    "log-fork",
    "stopped",
    tamperLog(({ head, entries }) => ({ head: { seq: head.seq - 2, hash: head.hash }, entries: entries.slice(0, 1) })),
  ],
  [
    "changes a signature",
    "signature",
    "stopped",
    tamperLog(({ head, entries: [own, one, two] }) => ({
      head,
      entries: [own as Uint8Array, flip(one as Uint8Array, inSignature), two as Uint8Array],
    })),
  ],
];
const garbage: Row[] = [
  [
    "sends garbage for an entry",
    "encoding",
    "offline",
    tamperLog(({ head, entries: [own] }) => ({ head, entries: [own as Uint8Array, Uint8Array.of(1, 2, 3)] })),
  ],
  ["answers with a page of its own", "encoding", "offline", tamperLog(() => nonsense(200))],
  ["says that there is no log", "server-error", "offline", tamperLog(() => nonsense(404))],
  ["answers with nothing", "encoding", "offline", tamperLog(() => new Response(new Uint8Array()))],
  [
    "sends everybody elsewhere",
    "server-error",
    "offline",
    tamperLog(() => new Response(null, { status: 307, headers: { location: "http://127.0.0.1:9/" } })),
  ],
];

async function suffer(team: HostileTeam, [what, code, state, how]: Row): Promise<void> {
  const { ada, bob, line, vault, item, alerts } = team;
  const { logSeq: before } = await must(bob, "sync.status", {});
  line.cut(true);
  await must(ada, "invite.create", { name: "Carol" });
  await must(ada, "invite.create", { name: "Dana" });
  how(line);
  line.cut(false);
  line.forget();
  alerts.length = 0;
  const status = await must(bob, "sync.now", {});
  expect(status, what).toMatchObject({ state, logSeq: before });
  expect(
    status.failures.map((failure) => failure.code),
    what,
  ).toContain(code);
  expect(await readsAll(team), what).toEqual(["AWS", "Elsewhere"]);
  // Whatever a person does now stays on this computer.
  const username = `bob after: ${what}`;
  const saved = await must(bob, "item.save", { vault, item, changes: { username } });
  expect(saved.draft, what).toBe(true);
  expect((await bob.call("vault.create", { title: "Bob's own" })).ok, what).toBe(false);
  // An answer that is no server's at all (a sign-in page on the way) says nothing about this one.
  if (code !== "server-error") expect(written(line), what).toEqual([]);
  expect((await must(bob, "sync.status", {})).logSeq, what).toBe(before);
  line.honest();
  await must(bob, "sync.resume", {});
  await inStep(bob, 2);
  expect((await must(bob, "sync.status", {})).logSeq, what).toBe(before + 2);
  await must(ada, "sync.now", {});
  expect((await must(ada, "item.get", { item })).username).toBe(username);
}

/** Connections to a server that was started anew are found dead first. */
const created = (person: HostileTeam["bob"], title: string) =>
  eventually(
    () => person.call("vault.create", { title }),
    ({ ok }) => ok,
  );

describe("a server that lies about the log", () => {
  it.each([...gaps, ...forks, ...garbage])(
    "and %s is refused as %s, and heard again when it is honest",
    async (...row) => suffer(await hostileTeam(), row),
  );

  it("is told of once: people and the evidence hear of each refusal, not of each repetition", async () => {
    const team = await hostileTeam();
    await suffer(team, gaps[0] as Row);
    const { alerts, line, bob, ada } = team;
    expect(alerts.map(({ code }) => code)).toEqual(["log-gap"]);
    alerts.length = 0;
    await must(ada, "invite.create", { name: "Eve" });
    (gaps[2] as Row)[3](line);
    for (let time = 0; time < 3; time++) await must(bob, "sync.now", {});
    expect(alerts.length).toBeLessThanOrEqual(1);
  });

  it("stops being asked after 20 answers in a row that do not verify, until a person resumes", async () => {
    const team = await hostileTeam();
    const { line, bob } = team;
    (gaps[2] as Row)[3](line);
    for (let time = 0; time < 20; time++) await must(bob, "sync.now", {});
    expect(await must(bob, "sync.status", {})).toMatchObject({ state: "stopped" });
    line.honest();
    line.forget();
    expect(await must(bob, "sync.now", {})).toMatchObject({ state: "stopped" });
    expect(line.asked).toEqual([]);
    await must(bob, "sync.resume", {});
    await inStep(bob, 2);
  });

  it("shows another history to somebody else: whoever saw the first one stays with it", async () => {
    const team = await hostileTeam();
    const { ada, bob, alerts } = team;
    const carolsLine = between();
    const carol = await joiner(ada, "Carol", { fetch: carolsLine.fetch });
    await inStep(bob, 2);
    const turnTo = await team.snapshot();
    carolsLine.cut(true);
    await created(ada, "Seen by Bob");
    await eventually(
      () => must(bob, "sync.now", {}),
      ({ state }) => state === "ok",
    );
    const { logSeq } = await must(bob, "sync.status", {});
    // Nobody who saw it is there to bring it back.
    await must(ada, "account.lock", {});
    team.line.cut(true);
    await turnTo("copy");
    // Carol saw nothing of it: and writes, on the older copy, another entry under the same number.
    carolsLine.cut(false);
    await created(carol, "Seen by Carol");
    team.line.cut(false);
    const status = await must(bob, "sync.now", {});
    expect(status).toMatchObject({ state: "stopped", logSeq });
    expect(["log-fork", "log-rollback"]).toContain(status.failures[0]?.code);
    expect(alerts.map(({ code }) => code)).toContain(status.failures[0]?.code);
    expect(await readsAll(team)).toEqual(["AWS", "Elsewhere"]);
    await turnTo("now");
    await must(bob, "sync.resume", {});
    await inStep(bob, 2);
  });

  it("was put back to an older copy and takes nothing back: nobody goes back with it, with the newer one all go on", async () => {
    const team = await hostileTeam();
    const { ada, bob, line, vault, item, alerts } = team;
    const turnTo = await team.snapshot();
    await must(bob, "item.save", { vault, item, changes: { password: "second" } });
    await created(ada, "New");
    await inStep(bob, 2);
    const { logSeq } = await must(bob, "sync.status", {});
    await must(ada, "account.lock", {});
    for (const route of ["restoreLog", "restoreVault"] as const) line.answer(route, refusal);
    await turnTo("copy");
    line.forget();
    // A connection that was kept from before the restart breaks first.
    const status = await eventually(
      () => must(bob, "sync.now", {}),
      ({ state }) => state !== "offline",
    );
    expect(status).toMatchObject({ state: "stopped", logSeq, failures: [{ code: "log-rollback" }] });
    expect(alerts.map(({ code }) => code)).toContain("log-rollback");
    expect(await readsAll(team, "second")).toEqual(["AWS", "Elsewhere"]);
    expect((await bob.call("vault.create", { title: "X" })).ok).toBe(false);
    expect(written(line)).toEqual([]);
    line.honest();
    await turnTo("now");
    await must(bob, "sync.resume", {});
    await inStep(bob, 2);
    await created(bob, "Y");
  });
});

/** What a server says that does not want what it is offered. */
function refusal(): Response {
  return new Response(encode({ code: "signature", retry: "never", detail: null }).slice(), { status: 400 });
}
