/** Making a team over real sockets, and joining it: whom the server lets in, and in which order [protocol: Team log]. */
import { describe, expect, it } from "vitest";
import type { Result } from "../../shared/failures.ts";
import type { RouteResponse } from "../../shared/protocol/routes/routes.ts";
import { build, invite, joiner } from "../../shared/testing/posts.ts";
import { type Built, createTestTeam, must, type Person, type TestTeam } from "../../shared/testing/team.ts";
import { connectPerson, founderCaller, inviteCaller } from "../testing/callers.ts";
import { connect, openSession } from "../testing/client.ts";
import { addPerson, post, startServer, testServerWithTeam, tokenOf } from "../testing/test-server.ts";

const failed = (result: Result<unknown>) => (result.ok ? { code: "ok" } : result.failure);

describe("making a team", () => {
  it.each<[string, (setup: Uint8Array) => Uint8Array | null]>([
    ["no code", () => null],
    ["a code of zeros", () => new Uint8Array(16)],
    ["the code with bits changed", (setup) => setup.map((byte) => byte ^ 1)],
  ])("is refused with %s, and takes the printed one afterwards", async (_name, tamper) => {
    const server = await startServer();
    const { team, post: firstPost } = createTestTeam();
    const client = await connect(server, founderCaller(team.team, team.founder));
    const setup = tokenOf(server.setupCode);
    expect(failed(await client.call("append", { ...firstPost, setup: tamper(setup) })).code).toBe("setup-code");
    must(await client.call("append", { ...firstPost, setup }));
  });

  it("needs the printed code, once, and answers a repeat of the same bytes", async () => {
    const server = await startServer();
    const { team, post: firstPost } = createTestTeam();
    const client = await connect(server, founderCaller(team.team, team.founder));
    const setup = tokenOf(server.setupCode);
    const made = must(await client.call("append", { ...firstPost, setup }));
    expect(made.head).toEqual(team.state.head);
    expect(must(await client.call("append", { ...firstPost, setup })).head).toEqual(team.state.head);
    const again = await connect(server, founderCaller(team.team, team.founder));
    expect(must(await again.call("append", { ...firstPost, setup: null })).head).toEqual(team.state.head);
    const second = createTestTeam();
    const other = await openSession(server, founderCaller(second.team.team, second.team.founder));
    expect(failed(other).code).toBe("setup-code");
  });

  it("lets exactly one of several founders with one code through", async () => {
    const server = await startServer({ maxTeams: 5 });
    const setup = tokenOf(server.setupCode);
    const founders = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { team, post: firstPost } = createTestTeam();
        return { client: await connect(server, founderCaller(team.team, team.founder)), firstPost };
      }),
    );
    const codes = await Promise.all(
      founders.map(async ({ client, firstPost }) => {
        const answer = failed(await client.call("append", { ...firstPost, setup }));
        // Whose request had not arrived yet finds the session ended, and no new one to be had.
        return answer.code === "session-binding" ? "setup-code" : answer.code;
      }),
    );
    expect(codes.sort()).toEqual(["ok", ...Array.from({ length: 5 }, () => "setup-code")]);
  });

  type Founding = ReturnType<typeof createTestTeam>;
  it.each<[string, string, (made: Founding) => Built]>([
    [
      "some of its entries",
      "genesis",
      ({ post: { entries, blobs } }) => ({ entries: entries.slice(0, 5), blobs: blobs.slice(0, 4) }),
    ],
    ["entries without the first", "genesis", ({ post: { entries, blobs } }) => ({ entries: entries.slice(1), blobs })],
    ["a blob too few", "recipient-set", ({ post: { entries, blobs } }) => ({ entries, blobs: blobs.slice(1) })],
    [
      "a blob too many",
      "recipient-set",
      ({ post: { entries, blobs } }) => ({ entries, blobs: [...blobs, new Uint8Array(64)] }),
    ],
    ["another team's entries", "unknown-team", () => createTestTeam().post],
    ["the whole of it", "ok", ({ post: whole }) => whole],
  ])("is offered %s: %s", async (_name, expected, make) => {
    const server = await startServer();
    const made = createTestTeam();
    const client = await connect(server, founderCaller(made.team.team, made.team.founder));
    const answer = await client.call("append", { ...make(made), setup: tokenOf(server.setupCode) });
    expect(failed(answer).code).toBe(expected);
  });

  it.each<[string, (made: Founding, thief: Person) => Person]>([
    ["another person", (_made, thief) => thief],
    ["the same person with another key", ({ team }, thief) => ({ ...team.founder, keys: thief.keys })],
  ])("is refused where %s opened the session", async (_name, caller) => {
    const server = await startServer();
    const made = createTestTeam();
    const by = caller(made, createTestTeam().team.founder);
    const client = await connect(server, founderCaller(made.team.team, by));
    const answer = await client.call("append", { ...made.post, setup: tokenOf(server.setupCode) });
    expect(failed(answer).code).toBe("session-binding");
  });

  it("prints a further code only where a further team may be made", async () => {
    const testServer = await testServerWithTeam({ maxTeams: 1 });
    expect(testServer.server.setupCode).not.toBeNull();
    const two = await testServerWithTeam({ maxTeams: 2 });
    const second = createTestTeam();
    const spent = await openSession(two.server, founderCaller(second.team.team, second.team.founder));
    expect(failed(spent).code).toBe("setup-code");
  });
});

describe("joining", () => {
  type Invited = ReturnType<typeof invite>;
  type Invites = { team: TestTeam; one: Invited; other: Invited };
  it.each<[string, string, (invites: Invites) => Uint8Array]>([
    ["of its own", "ok", ({ team, one }) => joiner(team.team, one).join],
    ["of another invite", "invite", ({ team, other }) => joiner(team.team, other).join],
    ["that is cut off", "encoding", ({ team, one }) => joiner(team.team, one).join.slice(0, -1)],
    ["for another team", "unknown-team", ({ one }) => joiner(createTestTeam().team.team, one).join],
  ])("with a message %s is answered %s", async (_name, code, messageOf) => {
    const { team, founder, server } = await testServerWithTeam();
    const [one, other] = [invite(team, team.founder), invite(team, team.founder)];
    await post(founder, one.built);
    await post(founder, other.built);
    const client = await connect(server, inviteCaller(team.team, one));
    expect(failed(await client.call("join", { join: messageOf({ team, one, other }) })).code).toBe(code);
  });

  it("keeps one message an invite, for admins", async () => {
    const testServer = await testServerWithTeam();
    const { team, founder, server } = testServer;
    const one = invite(team, team.founder);
    await post(founder, one.built);
    const client = await connect(server, inviteCaller(team.team, one));
    const message = joiner(team.team, one).join;
    const answer = async (join: Uint8Array) => failed(await client.call("join", { join })).code;
    expect(await answer(message)).toBe("ok");
    expect(await answer(message)).toBe("ok");
    expect(await answer(joiner(team.team, one).join)).toBe("invite");
    const waiting: RouteResponse<"joins"> = must(await founder.call("joins", {}));
    expect(waiting.joins).toEqual([message]);
    const cancel = build(team, team.founder, { type: "invite-cancel", payload: { invite: one.id } });
    await post(founder, { entries: [cancel.bytes], blobs: [] });
    expect(must(await founder.call("joins", {})).joins).toEqual([]);
    expect(failed(await client.call("log", { from: 0 })).code).toBe("invite");
  });

  it("lets the admitted person in at once, and nobody twice", async () => {
    const testServer = await testServerWithTeam();
    const { person } = await addPerson(testServer);
    const client = await connectPerson(testServer.server, testServer.team, person);
    expect(must(await client.call("log", { from: 0 })).head).toEqual(testServer.team.state.head);
    expect(must(await testServer.founder.call("joins", {})).joins).toEqual([]);
  });
});
