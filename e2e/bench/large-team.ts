/**
 * A large team on a real server: most of its people are keys in this process, whose entries and commits the product's own planner
 * and sealer made, so that making it costs seconds; two of them run the real core.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deviceCaller, founderCaller } from "../../server/testing/callers.ts";
import { connect, type Place, type TestClient } from "../../server/testing/client.ts";
import { sealItemOverview, sealItemSecret } from "../../shared/crypto/item-envelopes.ts";
import { newId } from "../../shared/crypto/random.ts";
import { cryptoReady } from "../../shared/crypto/ready.ts";
import type { Hash, ItemId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { emptyItem, encodeOverview, encodeSecret } from "../../shared/model/items.ts";
import { makeCertificate } from "../../shared/protocol/join/join.ts";
import { applyEntry } from "../../shared/protocol/team-log/verify.ts";
import { readTransferCode, writeTransferCode } from "../../shared/protocol/transfer-code/transfer-code.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { admit, createVault, type Invited, invite, joiner } from "../../shared/testing/posts.ts";
import {
  type Built,
  createTestTeam,
  must,
  newComputer,
  type Person,
  planOf,
  postOf,
  type TestTeam,
  takeFirst,
  takePlan,
} from "../../shared/testing/team.ts";
import { base32Text, hexBytes } from "../../shared/text.ts";
import { type Client, createClient } from "../drive.ts";
import { passphrase, must as told } from "../kit/must.ts";
import { until } from "./checkout-client.ts";
import { startOurServer } from "./program.ts";

/** How large; the founder and two real people come to `people`. */
export type TeamSize = { people: number; computers: number; vaults: number; items: number };
export type LargeTeam = {
  /** An admin who manages every vault, and somebody who may edit them. */
  ada: Client;
  bob: Client;
  /** Somebody with all their computers in every vault. */
  leaver: UserId;
  vaults: VaultId[];
  close(): Promise<void>;
};

type Making = { place: Place; team: TestTeam; founder: TestClient; folder: string; clients: Client[] };
const realPeople = 2;
const perCommit = 400;

/** Makes the team; both clients hold all of it. */
export async function openLargeTeam(size: TeamSize): Promise<LargeTeam> {
  await cryptoReady();
  const folder = mkdtempSync(join(tmpdir(), "latchkey-large-"));
  const server = await startOurServer(join(folder, "server"));
  const clients: Client[] = [];
  const close = async (): Promise<void> => {
    for (const client of clients) await client.close();
    server.child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const serverKeys = base32Text(hexBytes(server.line.serverKey as string) as Uint8Array) as Hash;
    const place = { url: server.line.url as string, origin: server.line.origin as string, serverKeys };
    const making = { ...(await found(place, server.line.setupCode as string)), folder, clients };
    const people: Person[] = [];
    for (let at = 0; at < size.people - 1 - realPeople; at++) people.push(await bring(making, size.computers));
    const [ada, bob] = [await bringReal(making, "ada"), await bringReal(making, "bob")];
    const role = { id: newId<string>(), user: ada.user, role: "admin" as const, end: null };
    await postNewest(making, () => takeFirst(making.team, making.team.founder, { type: "user-role", ...role }));
    const users = new Set([...making.team.state.users.keys()].filter((user) => user !== making.team.founder.user));
    const vaults: VaultId[] = [];
    for (let at = 0; at < size.vaults; at++)
      vaults.push(await fillVault(making, { users, manager: ada.user, items: Math.ceil(size.items / size.vaults) }));
    for (const { client } of [ada, bob]) await holdsAll(client, vaults, size.items);
    const [first] = people;
    if (first === undefined) throw new Error("nobody is there to leave");
    return { ada: ada.client, bob: bob.client, leaver: first.user, vaults, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function found(place: Place, setupCode: string): Promise<Pick<Making, "place" | "team" | "founder">> {
  const { team, post } = createTestTeam();
  const founding = await connect(place, founderCaller(team.team, team.founder));
  must(await founding.call("append", { ...post, setup: must(readTransferCode("setup", setupCode)).token }));
  return { place, team, founder: await connect(place, deviceCaller(team.team, team.founder)) };
}

async function post(client: TestClient, built: Built): Promise<void> {
  must(await client.call("append", { ...built, setup: null }));
}

/** What the founder does on the log as it is by now: the real people write into it too, by themselves. */
async function postNewest({ team, founder }: Making, build: () => Built): Promise<void> {
  for (;;) {
    await follow(team, founder);
    const before = team.state;
    const posted = await founder.call("append", { ...build(), setup: null });
    if (posted.ok) return;
    if (posted.failure.code !== "log-gap") throw new Error(posted.failure.code);
    team.state = before;
  }
}

async function follow(team: TestTeam, founder: TestClient): Promise<void> {
  const { entries } = must(await founder.call("log", { from: team.state.head.seq + 1 }));
  for (const bytes of entries) team.state = must(applyEntry(team.state, bytes)).state;
}

/** Invited and let in with a first computer, to which they add the others. */
async function bring({ place, team, founder }: Making, computers: number): Promise<Person> {
  const invited = invite(team, team.founder);
  await post(founder, invited.built);
  const person = joiner(team.team, invited);
  await post(founder, admit(team, team.founder, person));
  const own = await connect(place, deviceCaller(team.team, person));
  for (let at = 1; at < computers; at++) {
    const computer = newComputer(team, person);
    const certificate = makeCertificate(computer.keys, { team: team.team, user: person.user });
    await post(own, takeFirst(team, person, { type: "device-add", certificate }));
  }
  return person;
}

/** The same through the real core of whoever joins. */
async function bringReal(making: Making, name: string): Promise<{ client: Client; user: UserId }> {
  const { place, team, founder, folder, clients } = making;
  let invited = null as Invited | null;
  await postNewest(making, () => {
    const made = invite(team, team.founder);
    invited = made;
    return made.built;
  });
  const { invite: entry, seed } = invited as unknown as Invited;
  const { origin, serverKeys } = place;
  const names = { teamName: "Large", inviterName: "Founder" };
  const code = writeTransferCode("join", { origin, serverKeys, team: team.team, seed, invite: entry, ...names });
  const client = await createClient({ dataDir: join(folder, name) });
  clients.push(client);
  await told(client, "team.join", { code, passphrase });
  const [waiting] = must(await founder.call("joins", {})).joins;
  if (waiting === undefined) throw new Error("nobody asked to join");
  await postNewest(making, () => takeFirst(team, team.founder, { type: "user-add", join: waiting }));
  await until(async () => (await told(client, "account.status", {})).state === "unlocked");
  return { client, user: (await told(client, "account.status", {})).user as UserId };
}

/** A vault of the founder's in which everybody may edit, and one manages too, with so many items. */
async function fillVault(
  making: Making,
  { users, manager, items }: { users: ReadonlySet<UserId>; manager: UserId; items: number },
): Promise<VaultId> {
  const { team, founder } = making;
  let vault = newId<VaultId>();
  await postNewest(making, () => {
    const made = createVault(team, team.founder);
    vault = made.vault;
    return made.built;
  });
  const changes = [...users].map((user) => ({
    ...{ user, group: null, end: null },
    permission: user === manager ? ("manage" as const) : ("edit" as const),
  }));
  await postNewest(making, () =>
    postOf(takePlan(team, team.founder, planOf(team, team.founder, { type: "vault-access", vault, changes }))),
  );
  for (let left = items; left > 0; left -= perCommit) {
    const made = commit(team, team.founder, {
      vault,
      count: Math.min(left, perCommit),
      seal: (item) => sealLogin(team, vault, item),
    });
    must(await founder.call("push", { commits: [made.bytes], envelopes: made.envelopes }, vault));
    fold(team, vault, made.bytes);
  }
  return vault;
}

function sealLogin({ team, keys, founder }: TestTeam, vault: VaultId, item: ItemId) {
  const body = emptyItem("login");
  const overview = encodeOverview({ ...body.overview, title: `Tool ${item}` });
  const secret = encodeSecret("login", body.secret);
  const author = { user: founder.user, device: founder.device };
  const context = { team, vault, epoch: 1, item, version: 1, author, schema: 1 };
  const key = keys.get(vault)?.[0] as Uint8Array;
  return { overview: sealItemOverview(key, context, overview), secret: sealItemSecret(key, context, secret) };
}

async function holdsAll(client: Client, vaults: readonly VaultId[], items: number): Promise<void> {
  await until(async () => {
    await told(client, "sync.now", {});
    const held = new Map((await told(client, "vault.list", {})).map(({ vault, state }) => [vault as string, state]));
    if (!vaults.every((vault) => held.get(vault) === "ready")) return false;
    return (await told(client, "item.list", { limit: 1 })).total >= items;
  });
}
