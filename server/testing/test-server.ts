/** A running server in a scratch folder, with a team on it where asked; all gone after the test. */
import { atEnd, scratchDir } from "../../e2e/kit/scratch.ts";
import { readTransferCode } from "../../shared/protocol/transfer-code/transfer-code.ts";
import { admit, invite, joiner } from "../../shared/testing/posts.ts";
import { type Built, createTestTeam, must, type Person, type TestTeam } from "../../shared/testing/team.ts";
import { createServer, type RunningServer, type ServerOptions } from "../app.ts";
import { connectPerson, founderCaller, inviteCaller } from "./callers.ts";
import { connect, type TestClient } from "./client.ts";

/** Starts a server; a refusal ends the test. */
export async function startServer(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const running = must(await createServer({ dataDir: scratchDir(), ...options }));
  atEnd(() => running.close());
  return running;
}

/** The token in a setup code. */
export function tokenOf(setupCode: string | null): Uint8Array {
  return must(readTransferCode("setup", setupCode ?? "")).token;
}

export type TestServer = { server: RunningServer; team: TestTeam; founder: TestClient };

/** A server with a team that Ada has just made. */
export async function testServerWithTeam(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = await startServer(options);
  const { team, post } = createTestTeam(options.clock?.now());
  const founding = await connect(server, founderCaller(team.team, team.founder));
  must(await founding.call("append", { ...post, setup: tokenOf(server.setupCode) }));
  return { server, team, founder: await connectPerson(server, team, team.founder) };
}

/** Posts what was built on the test's state; a refusal ends the test. */
export async function post(client: TestClient, built: Built): Promise<void> {
  must(await client.call("append", { ...built, setup: null }));
}

/** Invites, joins and admits one more person. */
export async function addPerson(
  { server, team, founder }: TestServer,
  options: Parameters<typeof invite>[2] = {},
): Promise<{ person: Person; client: TestClient }> {
  const invited = invite(team, team.founder, options);
  await post(founder, invited.built);
  const person = joiner(team.team, invited);
  const asInvite = await connect(server, inviteCaller(team.team, invited));
  must(await asInvite.call("join", { join: person.join }));
  await post(founder, admit(team, team.founder, person));
  return { person, client: await connectPerson(server, team, person) };
}
