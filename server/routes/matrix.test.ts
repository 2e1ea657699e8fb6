/**
 * Every route with every kind of caller (docs/threat-model.md). The table of callers is run over the route table itself: a route
 * without a row fails. What is refused leaves state and answer empty; foreign and unknown vaults look the same.
 */
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { scratchDir } from "../../e2e/kit/scratch.ts";
import { inboxKeys } from "../../shared/crypto/device-keys.ts";
import { envelopeHash } from "../../shared/crypto/hash.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import type { BlobId, Hash, LetterId, VaultId } from "../../shared/encoding/ids.ts";
import { makeCertificate } from "../../shared/protocol/join/join.ts";
import { type RouteName, type RouteRequest, routes } from "../../shared/protocol/routes/routes.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { admit, build, createVault, grant, invite, joiner } from "../../shared/testing/posts.ts";
import { statement } from "../../shared/testing/statements.ts";
import { createTestTeam, must, newComputer, type Person, takeFirst } from "../../shared/testing/team.ts";
import { connectPerson, founderCaller, inviteCaller, paperCaller } from "../testing/callers.ts";
import { clientOf, connect, signedHeaders, type TestClient } from "../testing/client.ts";
import { sealedFile, sendFile } from "../testing/files.ts";
import { addPerson, post, startServer, type TestServer, testServerWithTeam } from "../testing/test-server.ts";

const callers = [
  "admin and manager",
  "member with edit",
  "member with use",
  "member without a right",
  "member whose grant has ended",
  "member whose role has ended",
  "sheet of paper",
  "open invite",
  "used invite",
  "ended invite",
  "cancelled invite",
  "founder of another team",
  "nobody",
] as const;
type CallerName = (typeof callers)[number];
type Cell = "ok" | string;

/** What each caller is answered; a vault route is asked for one vault that only the first three may see. */
const place: Record<CallerName, Cell> = {
  "admin and manager": "ok",
  "member with edit": "ok",
  "member with use": "ok",
  "member without a right": "ok",
  "member whose grant has ended": "ok",
  "member whose role has ended": "role",
  "sheet of paper": "role",
  "open invite": "role",
  "used invite": "role",
  "ended invite": "role",
  "cancelled invite": "role",
  "founder of another team": "role",
  nobody: "session-binding",
};
const reading: Record<CallerName, Cell> = {
  ...place,
  "member without a right": "not-found",
  "member whose grant has ended": "not-found",
};
const forAdmins: Record<CallerName, Cell> = {
  ...place,
  "member with edit": "role",
  "member with use": "role",
  "member without a right": "role",
  "member whose grant has ended": "role",
};
const withoutFactor = Object.fromEntries(
  Object.entries(place).map(([caller, cell]) => [caller, cell === "ok" ? "not-found" : cell]),
) as Record<CallerName, Cell>;
const table: Record<Exclude<RouteName, "challenge" | "session" | "linkNew">, Record<CallerName, Cell>> = {
  join: {
    ...place,
    "admin and manager": "role",
    "member with edit": "role",
    "member with use": "role",
    "member without a right": "role",
    "member whose grant has ended": "role",
    "open invite": "ok",
    "used invite": "invite",
    // Its end is for the entry of an admin, not for the server's clock.
    "ended invite": "ok",
    "cancelled invite": "invite",
  },
  joins: forAdmins,
  log: {
    ...place,
    "sheet of paper": "ok",
    "open invite": "ok",
    "used invite": "ok",
    "ended invite": "ok",
    "cancelled invite": "invite",
  },
  append: { ...place, "founder of another team": "setup-code" },
  bundles: { ...place, "sheet of paper": "ok" },
  vaults: place,
  allHeads: forAdmins,
  commits: reading,
  push: { ...reading, "member with use": "role" },
  envelopes: reading,
  upload: { ...reading, "member with use": "role" },
  download: reading,
  space: place,
  letters: reading,
  sendLetter: place,
  inbox: place,
  openInbox: reading,
  heads: place,
  stateHeads: place,
  restoreLog: place,
  restoreVault: reading,
  lacking: place,
  secondFactor: place,
  enrolSecondFactor: place,
  // Nobody in this scene began one, or has one: who may ask is told so.
  confirmSecondFactor: withoutFactor,
  answerSecondFactor: withoutFactor,
  checkSecondFactor: place,
  releaseSecondFactor: { ...forAdmins, "admin and manager": "not-found" },
  secondFactors: forAdmins,
  openLink: place,
  // Whose slot it is; anybody else is answered as for one that is not there.
  linkOld: {
    ...place,
    "member with edit": "not-found",
    "member with use": "not-found",
    "member without a right": "not-found",
    "member whose grant has ended": "not-found",
  },
  openCompare: forAdmins,
  // Nobody compares anything: an invite that stands hears so, the rest may not ask.
  linkJoin: {
    ...place,
    "admin and manager": "role",
    "member with edit": "role",
    "member with use": "role",
    "member without a right": "role",
    "member whose grant has ended": "role",
    "open invite": "not-found",
    "used invite": "not-found",
    "ended invite": "not-found",
    "cancelled invite": "invite",
  },
  live: place,
};

type Scene = {
  testServer: TestServer;
  vault: VaultId;
  envelope: Hash;
  /** A file that the vault's chain names. */
  blob: BlobId;
  /** Of the admin. */
  slot: number;
  /** The entry of an invite that nobody used. */
  openInvite: Hash;
  clients: Record<CallerName, TestClient>;
  persons: Partial<Record<CallerName, Person>>;
  joins: Partial<Record<CallerName, Uint8Array>>;
};

const clock = { at: 0, now: () => clock.at };
const minuteMs = 60_000;
const soonMs = 10 * minuteMs;

async function buildScene(): Promise<Scene> {
  clock.at = 1_800_000_000_000;
  const testServer = await testServerOpenToFounders();
  const { server, team, founder } = testServer;
  const roleEnded = await addPerson(testServer, { roleEnd: clock.at + soonMs });
  const [edit, use, without, ended] = [
    await addPerson(testServer),
    await addPerson(testServer),
    await addPerson(testServer),
    await addPerson(testServer),
  ];
  const { vault, built } = createVault(team, team.founder);
  await post(founder, built);
  await post(founder, grant(team, team.founder, { vault, to: edit.person, permission: "edit" }));
  await post(founder, grant(team, team.founder, { vault, to: use.person, permission: "use" }));
  const until = { permission: "manage" as const, end: clock.at + soonMs };
  await post(founder, grant(team, team.founder, { vault, to: ended.person, ...until }));
  const file = sealedFile(1000);
  await sendFile(founder, vault, file);
  const first = commit(team, team.founder, { vault, tamper: (change) => ({ ...change, blobs: [file.named] }) });
  must(await founder.call("push", { commits: [first.bytes], envelopes: first.envelopes }, vault));
  fold(team, vault, first.bytes);
  const paper = newComputer(team, team.founder);
  const certificate = makeCertificate(paper.keys, { team: team.team, user: paper.user }, "paper");
  await post(founder, takeFirst(team, team.founder, { type: "device-add", certificate }));
  const invites = await inviteClients(testServer);
  const other = createTestTeam(clock.at).team;
  const stranger = await connect(server, founderCaller(other.team, other.founder));
  const nobody = clientOf(server, { of: null, session: newId(), key: randomBytes(32), counter: 0, time: 0 });
  clock.at += 2 * soonMs;
  return {
    testServer,
    vault,
    envelope: envelopeHash(first.envelopes[0] as Uint8Array),
    blob: file.named.blob,
    ...must(await founder.call("openLink", {})),
    openInvite: invites.openInvite,
    clients: {
      "admin and manager": founder,
      "member with edit": edit.client,
      "member with use": use.client,
      "member without a right": without.client,
      "member whose grant has ended": ended.client,
      "member whose role has ended": roleEnded.client,
      "sheet of paper": await connect(server, paperCaller(team.team, paper)),
      "founder of another team": stranger,
      nobody,
      ...invites.clients,
    },
    persons: {
      "admin and manager": team.founder,
      "member with edit": edit.person,
      "member with use": use.person,
      "member without a right": without.person,
      "member whose grant has ended": ended.person,
      "member whose role has ended": roleEnded.person,
    },
    joins: invites.joins,
  };
}

/** A server with a team where a second may still be made: nobody is a founder elsewhere. */
async function testServerOpenToFounders(): Promise<TestServer> {
  const kept = { clock, dataDir: scratchDir(), maxTeams: 2 };
  const { server: first, team } = await testServerWithTeam(kept);
  await first.close();
  const server = await startServer({ ...kept, newSetupCode: true });
  return { server, team, founder: await connectPerson(server, team, team.founder) };
}

async function inviteClients({ server, team, founder }: TestServer) {
  const [open, used, cancelled] = [invite(team, team.founder), invite(team, team.founder), invite(team, team.founder)];
  const ended = invite(team, team.founder, { end: clock.at + soonMs });
  for (const { built } of [open, used, cancelled, ended]) await post(founder, built);
  const clients = {
    "open invite": await connect(server, inviteCaller(team.team, open)),
    "used invite": await connect(server, inviteCaller(team.team, used)),
    "ended invite": await connect(server, inviteCaller(team.team, ended)),
    "cancelled invite": await connect(server, inviteCaller(team.team, cancelled)),
  };
  const newcomer = joiner(team.team, used);
  must(await clients["used invite"].call("join", { join: newcomer.join }));
  await post(founder, admit(team, team.founder, newcomer));
  const cancel = build(team, team.founder, { type: "invite-cancel", payload: { invite: cancelled.id } });
  await post(founder, { entries: [cancel.bytes], blobs: [] });
  const joins = {
    "open invite": joiner(team.team, open).join,
    "used invite": joiner(team.team, used).join,
    "ended invite": joiner(team.team, ended).join,
    "cancelled invite": joiner(team.team, cancelled).join,
  };
  return { clients, joins, openInvite: open.invite };
}

type Asks = { [Name in keyof typeof table]: (scene: Scene, caller: CallerName) => RouteRequest<Name> };
/** A request that is right in everything but who asks. */
const asks: Asks = {
  join: ({ joins }, caller) => ({ join: joins[caller] ?? (joins["open invite"] as Uint8Array) }),
  joins: () => ({}),
  log: () => ({ from: 0 }),
  append: ({ testServer: { team }, persons }, caller) => ({
    ...createVault(team, persons[caller] ?? team.founder).built,
    setup: null,
  }),
  bundles: () => ({ from: 0 }),
  vaults: () => ({}),
  allHeads: () => ({}),
  commits: () => ({ from: 1 }),
  push: ({ testServer: { team }, vault, persons }, caller) => {
    const built = commit(team, persons[caller] ?? team.founder, { vault });
    return { commits: [built.bytes], envelopes: built.envelopes };
  },
  envelopes: ({ vault, envelope }) => ({ vault, hashes: [envelope] }),
  upload: ({ vault }) => ({ vault, blob: newId<BlobId>(), size: 300, part: 0, bytes: new Uint8Array(300) }),
  download: ({ vault, blob }) => ({ vault, blob, part: 0 }),
  space: () => ({}),
  letters: () => ({ from: 0 }),
  sendLetter: () => ({ epoch: 1, id: newId<LetterId>(), bytes: randomBytes(2000) }),
  inbox: () => ({}),
  openInbox: ({ testServer: { team }, vault }) => ({
    epoch: 1,
    kemPk: inboxKeys(team.keys.get(vault)?.[0] as Uint8Array).kemPk,
  }),
  heads: () => ({ from: 0 }),
  stateHeads: ({ testServer: { team }, persons }, caller) => ({
    statement: statement(team, persons[caller] ?? team.founder, { vaults: [] }),
  }),
  restoreLog: () => ({ entries: [], blobs: [], statements: [] }),
  restoreVault: () => ({ commits: [], envelopes: [] }),
  lacking: () => ({ from: 0 }),
  secondFactor: () => ({}),
  enrolSecondFactor: () => ({}),
  confirmSecondFactor: () => ({ code: "123456", codes: null }),
  answerSecondFactor: () => ({ code: "123456", recovery: null }),
  checkSecondFactor: () => ({}),
  releaseSecondFactor: ({ testServer: { team } }) => ({ user: team.founder.user, device: team.founder.device }),
  secondFactors: () => ({}),
  openLink: () => ({}),
  linkOld: ({ slot }) => ({ slot, put: null }),
  openCompare: ({ openInvite }) => ({ invite: openInvite }),
  linkJoin: () => ({ put: null }),
  live: () => ({}),
};

const takesVault = (name: string) => routes[name as RouteName].path.includes(":vault");

/** What the server holds, as its admin sees it. */
async function standing({ testServer: { founder }, vault }: Scene): Promise<unknown> {
  const { head } = must(await founder.call("log", { from: 0 }));
  const chain = must(await founder.call("commits", { from: 1 }, vault));
  const { letters } = must(await founder.call("letters", { from: 0 }, vault));
  const inbox = must(await founder.call("inbox", {}, vault));
  const { statements } = must(await founder.call("heads", { from: 0 }));
  const { joins } = must(await founder.call("joins", {}));
  return [head, chain.head, joins.length, letters.length, inbox, statements.length];
}

/** Opens the live socket as this caller; the HTTP status that it was answered. */
async function openLive({ testServer: { server } }: Scene, client: TestClient): Promise<number> {
  const headers = signedHeaders(client.session, { method: "GET", path: routes.live.path });
  const socket = new WebSocket(`${server.url.replace("http", "ws")}${routes.live.path}`, { headers });
  return await new Promise((resolve) => {
    socket.on("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("error", () => undefined);
  });
}

async function cell(scene: Scene, name: keyof typeof table, caller: CallerName): Promise<Cell> {
  const client = scene.clients[caller];
  if (name === "live") {
    const status = await openLive(scene, client);
    return { 101: "ok", 401: "session-binding", 403: "role" }[status] ?? String(status);
  }
  const { team } = scene.testServer;
  const before = team.state;
  const request = asks[name](scene, caller) as RouteRequest<"log">;
  const answer = await client.call(name as "log", request, takesVault(name) ? scene.vault : undefined);
  if (!answer.ok) team.state = before;
  else if (name === "push")
    fold(team, scene.vault, (request as never as RouteRequest<"push">).commits[0] as Uint8Array);
  return answer.ok ? "ok" : answer.failure.code;
}

describe("who may call what", () => {
  it("has a row for every route and a column for every kind of session", () => {
    const inSessions = Object.entries(routes).filter(([, route]) => route.sessions !== null);
    expect(Object.keys(table).sort()).toEqual(inSessions.map(([name]) => name).sort());
    const kinds = new Set(inSessions.flatMap(([, route]) => route.sessions as readonly string[]));
    expect([...kinds].sort()).toEqual(["device", "founder", "invite", "paper"]);
  });

  it.each(Object.entries(table))("has a cell for every caller of %s", (_name, row) => {
    expect(Object.keys(row).sort()).toEqual([...callers].sort());
  });

  it.each(Object.keys(table) as (keyof typeof table)[])("%s", async (name) => {
    const scene = await buildScene();
    const seen: Partial<Record<CallerName, Cell>> = {};
    const changedBy: CallerName[] = [];
    for (const caller of callers) {
      const before = JSON.stringify(await standing(scene));
      seen[caller] = await cell(scene, name, caller);
      if (seen[caller] !== "ok" && JSON.stringify(await standing(scene)) !== before) changedBy.push(caller);
    }
    expect({ seen, changedBy }).toEqual({ seen: table[name], changedBy: [] });
  });

  const others: [string, (vault: VaultId) => string][] = [
    ["does not exist", () => newId<VaultId>()],
    ["has no name of a vault", () => "nonsense"],
    ["has its name in capitals", (vault) => vault.toUpperCase()],
  ];
  it.each(
    others.flatMap(([what, of]) =>
      (["commits", "push", "letters", "openInbox"] as const).map((name) => [name, what, of] as const),
    ),
  )("answers %s for a vault that one may not see as for one that %s", async (name, _what, of) => {
    const scene = await buildScene();
    const client = scene.clients["member without a right"];
    const request = asks[name](scene, "member without a right") as RouteRequest<"commits">;
    const foreign = await client.call(name as "commits", request, scene.vault);
    expect(foreign).toMatchObject({ ok: false, failure: { code: "not-found" } });
    expect(await client.call(name as "commits", request, of(scene.vault))).toEqual(foreign);
  });

  it("answers envelopes of a vault that one may not see as of one that does not exist", async () => {
    const scene = await buildScene();
    const client = scene.clients["member without a right"];
    const foreign = await client.call("envelopes", { vault: scene.vault, hashes: [scene.envelope] });
    expect(foreign).toMatchObject({ ok: false, failure: { code: "not-found" } });
    expect(await client.call("envelopes", { vault: newId<VaultId>(), hashes: [scene.envelope] })).toEqual(foreign);
    const own = [...scene.testServer.team.state.vaults.values()].find(({ kind }) => kind === "directory")
      ?.vault as VaultId;
    const crossed = await client.call("envelopes", { vault: own, hashes: [scene.envelope] });
    expect(crossed).toEqual({ ok: true, value: { envelopes: [null] } });
    expect(must(await client.call("vaults", {})).heads.some(({ vault }) => vault === scene.vault)).toBe(false);
  });

  it("answers a file of a vault that one may not see as one that does not exist, also where one may read another vault", async () => {
    const { testServer, clients, vault, blob } = await buildScene();
    const asked = { blob, part: 0 };
    const unknown = await clients["member with use"].call("download", { ...asked, vault, blob: newId<BlobId>() });
    expect(unknown).toMatchObject({ ok: false, failure: { code: "not-found" } });
    const without = clients["member without a right"];
    const foreign = await without.call("download", { ...asked, vault });
    expect(foreign).toMatchObject({ ok: false, failure: { code: "not-found" } });
    expect(await without.call("download", { ...asked, vault: newId<VaultId>() })).toEqual(foreign);
    const own = [...testServer.team.state.vaults.values()].find(({ kind }) => kind === "directory")?.vault as VaultId;
    expect(await without.call("download", { ...asked, vault: own })).toEqual(unknown);
    expect(must(await clients["member with use"].call("download", { ...asked, vault })).bytes.length).toBe(1000);
  });
});
