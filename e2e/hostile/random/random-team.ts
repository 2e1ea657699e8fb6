/** The team of the random acts: an admin and two members, each behind a line of their own, one clock for all, the real server. */
import { cpSync, rmSync } from "node:fs";
import type { Ports } from "../../../main/core/ports.ts";
import type { Place, TestClient } from "../../../server/testing/client.ts";
import type { Dice } from "../../../server/testing/tamper.ts";
import type { Person, TestTeam } from "../../../shared/testing/team.ts";
import { type Client, createClient, type RunningServer, startServer } from "../../drive.ts";
import { type MemoryKeychain, memoryKeychain } from "../../kit/drive-ports.ts";
import { must, passphrase } from "../../kit/must.ts";
import { scratchDir } from "../../kit/scratch.ts";
import { compareWith } from "../../kit/second-computer.ts";
import { type SteppedClock, steppedClock } from "../../kit/stepped-clock.ts";
import { type Forged, type RandomLine, randomLine } from "./random-line.ts";

export type Member = {
  name: string;
  user: string;
  dataDir: string;
  keychain: MemoryKeychain;
  line: RandomLine;
  client: Client;
};
export type Typed = { value: string; by: string; item: string; vault: string };
/** Somebody whose computer's keys a test holds. */
export type EvilMember = {
  person: Person;
  place: Place;
  /** Under the newest session that the server gave; null once it gives none any more. */
  client: TestClient | null;
  /** What they last saw of the log and of the chains that they may read. */
  seen: TestTeam;
};
export type RandomTeam = {
  clock: SteppedClock;
  serverDir: string;
  running: RunningServer;
  members: Member[];
  vaults: string[];
  groups: string[];
  items: { item: string; vault: string }[];
  /** Every value of which a save was answered with a yes. */
  typed: Typed[];
  /** A copy of the server's folder, for a restore. */
  copy: string | null;
  /** Whoever has a patched client. */
  eve: EvilMember | null;
  /** Everybody whose keys Eve had. */
  evils: Set<string>;
  /** What Eve signed and the server refused. */
  forged: Forged;
  /** How many of Eve's posts the server took. */
  happened: { taken: number };
  /** What was thrown where a failure was expected, and all that was logged. */
  bugs: string[];
  logged: string[];
  /** Titles that were given beside the typed values. */
  titles: Set<string>;
  close(): Promise<void>;
};

/** So many people; the member after them is the second computer of the last one. */
export const people = 3;

/** No hints: what a client knows, it asked for, so that acts come in the order of their list. */
const noSockets = {
  open: ({ onClose }: { onClose(): void }) => {
    queueMicrotask(onClose);
    return { close() {} };
  },
};

/** Ada, Bob and Cleo with two vaults: in one all may edit, in the other Cleo may view. */
export async function randomTeam(dice: Dice): Promise<RandomTeam> {
  const clock = steppedClock();
  const serverDir = scratchDir();
  const running = await startServer({ dataDir: serverDir, clock });
  const members: Member[] = [];
  const team: RandomTeam = {
    ...{
      clock,
      serverDir,
      running,
      members,
      vaults: [],
      groups: [],
      items: [],
      typed: [],
      copy: null,
      eve: null,
      bugs: [],
      logged: [],
    },
    titles: new Set(),
    evils: new Set(),
    happened: { taken: 0 },
    forged: { entries: [], commits: [] },
    async close() {
      for (const { client } of members) await client.close();
      await team.running.close();
    },
  };
  const open = async (name: string): Promise<Member> => {
    const own = { dataDir: scratchDir(), keychain: memoryKeychain(), line: randomLine(dice, team.forged) };
    const member: Member = { ...own, name, user: "", client: await openClient(team, own) };
    members.push(member);
    return member;
  };
  const ada = await open("Ada");
  const place = { url: running.url, setupCode: running.setupCode };
  await must(ada.client, "team.create", { name: "Random", person: "Ada", passphrase, server: place });
  for (const name of ["Bob", "Cleo"]) await join(team, ada, await open(name));
  await bringComputer(team, members[people - 1] as Member, await open("Cleo's second computer"));
  for (const member of members) {
    member.user = (await must(member.client, "account.status", {})).user as string;
    await must(member.client, "account.setAutoLock", { minutes: 60 });
  }
  await shareVault(team, ["edit", "edit"]);
  await shareVault(team, ["manage", "use"]);
  for (const member of members.slice(1)) await must(member.client, "sync.now", {});
  for (const { vault, kind } of await must((members[people - 1] as Member).client, "vault.list", {}))
    if (kind === "personal") team.vaults.push(vault);
  return team;
}

async function join(team: RandomTeam, ada: Member, fresh: Member): Promise<void> {
  const { code } = await must(ada.client, "invite.create", { name: fresh.name });
  await must(fresh.client, "team.join", { code, passphrase });
  await untilIn(team, ada, fresh);
}

async function untilIn(team: RandomTeam, by: Member, fresh: Member): Promise<void> {
  for (let time = 0; time < 100; time++) {
    await must(by.client, "sync.now", {});
    await team.clock.pass(1000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    if ((await must(fresh.client, "account.status", {})).state === "unlocked") return;
  }
  throw new Error(`${fresh.name} is not in`);
}

/** Another computer of somebody who is in, by two codes. */
async function bringComputer(team: RandomTeam, old: Member, fresh: Member): Promise<void> {
  const codes = await compareWith(old.client, fresh.client, team.running.url);
  await must(fresh.client, "device.acceptCode", { code: codes.old });
  await must(old.client, "device.linkCode", { code: codes.fresh });
  await must(old.client, "device.linkState", {});
  await must(old.client, "device.linkAdd", {});
  await untilIn(team, old, fresh);
}

async function shareVault(team: RandomTeam, [bob, cleo]: ["edit" | "manage", "edit" | "use"]): Promise<void> {
  const [first, second, third] = team.members as [Member, Member, Member];
  const { vault } = await must(first.client, "vault.create", { title: `Vault ${team.vaults.length}` });
  team.vaults.push(vault);
  const title = `Login ${team.items.length}`;
  team.titles.add(title);
  const { item } = await must(first.client, "item.save", { vault, changes: { title } });
  team.items.push({ item, vault });
  await must(first.client, "vault.setAccess", { vault, user: second.user, permission: bob });
  await must(first.client, "vault.setAccess", { vault, user: third.user, permission: cleo });
}

type Own = Pick<Member, "dataDir" | "keychain" | "line">;

function openClient({ clock, bugs, logged }: RandomTeam, { dataDir, keychain, line }: Own): Promise<Client> {
  const around = (ports: Ports): Ports => ({
    ...ports,
    log: {
      event(name, fields) {
        logged.push(JSON.stringify([name, fields]));
        if (name === "bug") bugs.push(JSON.stringify(fields));
      },
    },
  });
  return createClient({ dataDir, keychain, clock, fetch: line.fetch, sockets: noSockets, around });
}

/** kill -9 of this member's program, and the next start. */
export async function restartClient(team: RandomTeam, member: Member): Promise<void> {
  member.client.kill();
  member.client = await openClient(team, member);
  await must(member.client, "account.unlock", { passphrase });
}

/** kill -9 of the server, and its next start; `from`: on this copy of its folder. */
export async function restartServer(team: RandomTeam, from: string | null): Promise<void> {
  team.running.kill();
  if (from !== null) {
    rmSync(team.serverDir, { recursive: true });
    cpSync(from, team.serverDir, { recursive: true });
  }
  team.running = await startServer({ dataDir: team.serverDir, clock: team.clock });
}

/** A copy of the server's folder as it is now. */
export async function copyServer(team: RandomTeam): Promise<void> {
  await team.running.close();
  team.copy = scratchDir();
  cpSync(team.serverDir, team.copy, { recursive: true });
  team.running = await startServer({ dataDir: team.serverDir, clock: team.clock });
}
