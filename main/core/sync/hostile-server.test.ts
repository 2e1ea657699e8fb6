/** Another server in the place of ours: foreign keys, a redirect, a session that proves nothing. Nothing is said to it. */
import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { hostileTeam, inStep, readsAll } from "../../../e2e/kit/hostile-team.ts";
import { atEnd } from "../../../e2e/kit/scratch.ts";
import { client, founder, must, passphrase, server } from "../../../e2e/kit/team.ts";

/** A plain server that counts who asks. */
async function listen(
  port: number,
  status: number,
  headers: Record<string, string>,
): Promise<{ asked: string[]; port: number }> {
  const asked: string[] = [];
  const made = createServer((request, response) => {
    asked.push(request.url ?? "");
    request.resume();
    response.writeHead(status, headers).end();
  });
  await new Promise<void>((resolve) => made.listen(port, "127.0.0.1", resolve));
  atEnd(
    () =>
      new Promise<void>((resolve) => {
        made.closeAllConnections();
        made.close(() => resolve());
      }),
  );
  return { asked, port: (made.address() as { port: number }).port };
}

describe("another server in the place of ours", () => {
  it("with keys of its own gets a challenge and not one word more", async () => {
    const team = await hostileTeam();
    const { bob, line, running } = team;
    const foreign = await server();
    await must(bob, "account.lock", {});
    line.answer("challenge", async () => fetch(`${foreign.url}/v1/challenge`, challengeRequest));
    line.forget();
    await must(bob, "account.unlock", { passphrase });
    const status = await must(bob, "sync.now", {});
    expect(status.failures).toEqual([{ code: "pin" }]);
    expect((await bob.call("vault.create", { title: "X" })).ok).toBe(false);
    expect(new Set(line.asked.map(({ route }) => route))).toEqual(new Set(["challenge"]));
    expect(await readsAll(team)).toEqual(["AWS", "Elsewhere"]);
    expect(running.url).not.toBe(foreign.url);
    line.honest();
    await must(bob, "sync.resume", {});
    await inStep(bob, 2);
  });

  it("with our server's keys, but without what is behind them, opens no session", async () => {
    const team = await hostileTeam();
    const { bob, line } = team;
    await must(bob, "account.lock", {});
    // It shows the right public keys and signs with nothing that they belong to.
    line.tamper("session", ({ body, sig }) => ({ body, sig: sig.map((byte) => byte ^ 1) }));
    line.forget();
    await must(bob, "account.unlock", { passphrase });
    const status = await must(bob, "sync.now", {});
    expect(status.failures).toEqual([{ code: "session-binding" }]);
    expect(new Set(line.asked.map(({ route }) => route))).toEqual(new Set(["challenge", "session"]));
    expect(await readsAll(team)).toEqual(["AWS", "Elsewhere"]);
    line.honest();
    await must(bob, "sync.resume", {});
    await inStep(bob, 2);
  });

  it.each([301, 302, 303, 307, 308])("that sends us elsewhere with %i is not followed", async (status) => {
    const running = await server();
    const ada = await founder(running, {});
    await must(ada, "vault.create", { title: "Ops" });
    const port = Number(new URL(running.url).port);
    await running.close();
    // Nothing of the time before is still on its way when another server stands there.
    await must(ada, "sync.now", {});
    await must(ada, "account.lock", {});
    const elsewhere = await listen(0, 200, {});
    const redirecting = await listen(port, status, { location: `http://127.0.0.1:${elsewhere.port}/v1/challenge` });
    await must(ada, "account.unlock", { passphrase });
    // Connections to the server that was here before are found dead first.
    const seen = await eventually(
      () => must(ada, "sync.now", {}),
      ({ failures }) => failures.length > 0,
    );
    expect(seen.state).toBe("offline");
    expect(seen.failures).toEqual([{ code: "server-error" }]);
    expect([...new Set(redirecting.asked)]).toEqual(["/v1/challenge"]);
    expect(elsewhere.asked).toEqual([]);
  });

  it("is named before a team is made on it, and nothing of the team is sent", async () => {
    const running = await server();
    const foreign = await server();
    const ada = await client();
    const made = await ada.call("team.create", {
      name: "N",
      person: "Ada",
      passphrase,
      server: { url: running.url, setupCode: foreign.setupCode },
    });
    expect(made).toMatchObject({ ok: false, failure: { code: "pin" } });
    expect((await must(ada, "account.status", {})).state).toBe("none");
  });
});

/** `{suite: 1}`. */
const challengeRequest = {
  method: "POST",
  headers: { "content-type": "application/cbor" },
  body: Uint8Array.from([0xa1, 0x65, ...new TextEncoder().encode("suite"), 0x01]),
};
