/** Every kind of change that waits here, with every reason for which it cannot go: named, given up by its name, until nothing waits. */
import { afterEach, describe, expect, it } from "vitest";
import { newId } from "../../../../shared/crypto/random.ts";
import type { BlobId, EpochMs, ItemId, UserId, VaultId } from "../../../../shared/encoding/ids.ts";
import { type FailureCode, fail, type Result } from "../../../../shared/failures.ts";
import type { RecordBody, RecordKind } from "../../../../shared/model/records/records.ts";
import type { ItemChange, UnsentKind } from "../../../../shared/model/records/unsent-kinds.ts";
import type { Role } from "../../../../shared/protocol/team-log/state/parts.ts";
import type { VaultInLog } from "../../../../shared/protocol/team-log/state/team-state.ts";
import { parseCommit } from "../../../../shared/protocol/vault-chain/commit.ts";
import { must as sure, vaultOfKind } from "../../../../shared/testing/team.ts";
import { must } from "../test-calls.ts";
import { cleanUp, type Holder, type Person, testTeam } from "../test-team.ts";

afterEach(cleanUp);

const hourMs = 3_600_000;
/** A second vault in which Ada may write; its key is not here, so that what waits for it waits. */
const elsewhere = newId<VaultId>();

type Team = { holder: Holder; ada: Person; bob: Person };
const ofAda = ({ ada }: Team): UserId => ada.unlocked.profile.user;

function changeVault(
  { holder }: Pick<Team, "holder">,
  vault: VaultId,
  change: (found: VaultInLog) => VaultInLog,
): void {
  const found = holder.state.vaults.get(vault) as VaultInLog;
  holder.state = { ...holder.state, vaults: new Map(holder.state.vaults).set(vault, change(found)) };
}

function changeRole(team: Team, role: Role): void {
  const found = team.holder.state.users.get(ofAda(team));
  if (found === undefined) throw new Error("no Ada");
  const users = new Map(team.holder.state.users).set(ofAda(team), { ...found, role });
  team.holder.state = { ...team.holder.state, users };
}

function newTeam(): Team {
  const { holder, people } = testTeam({ ada: "manage", bob: "edit" });
  const { ada, bob } = people as Record<"ada" | "bob", Person>;
  const inLog = holder.state.vaults.get(ada.vault) as VaultInLog;
  holder.state = {
    ...holder.state,
    vaults: new Map(holder.state.vaults).set(elsewhere, { ...inLog, vault: elsewhere }),
  };
  return { holder, ada, bob };
}

const saved = async (person: Person, changes: { title?: string; password?: string }, item?: ItemId, base?: number) => {
  const of = { ...(item === undefined ? {} : { item }), ...(base === undefined ? {} : { base }) };
  return (await must(person, "item.save", { vault: person.vault, changes, ...of })).item as ItemId;
};

/** A login that both have, online. */
async function login({ ada, bob }: Team): Promise<ItemId> {
  const item = await saved(ada, { title: "Router", password: "one" });
  sure(await bob.sync());
  return item;
}

/** What Ada does without the server, after what was done with it; answers where, and the item where it is one of people. */
type Doing = { vault: VaultId; item: ItemId | null };
const here = ({ ada }: Team, item: ItemId): Doing => ({ vault: ada.vault, item });

const ofItems: Record<ItemChange, (team: Team) => Promise<Doing>> = {
  new: async (team) => {
    team.ada.online = false;
    return here(team, await saved(team.ada, { title: "Switch", password: "new" }));
  },
  edit: async (team) => {
    const item = await login(team);
    team.ada.online = false;
    await saved(team.ada, { password: "two" }, item);
    return here(team, item);
  },
  files: async (team) => {
    const item = await login(team);
    team.ada.online = false;
    const { file } = await must(team.ada, "attachment.begin", { item, name: "plan.txt", size: 3 });
    await must(team.ada, "attachment.write", { file: file as BlobId, from: 0, bytes: new Uint8Array(3) });
    await must(team.ada, "attachment.add", { file: file as BlobId });
    return here(team, item);
  },
  settle: async (team) => {
    const item = await login(team);
    await saved(team.bob, { password: "bob's" }, item, 1);
    sure(await team.ada.sync());
    await saved(team.ada, { password: "ada's" }, item, 1);
    sure(await team.bob.sync());
    team.ada.online = false;
    const [found] = (await must(team.ada, "item.get", { item })).conflictList;
    await must(team.ada, "item.resolve", { item, conflict: found?.conflict ?? "", keep: "other" });
    return here(team, item);
  },
  restore: async (team) => {
    const item = await login(team);
    await must(team.ada, "item.delete", { item });
    sure(await team.bob.sync());
    team.ada.online = false;
    await must(team.ada, "item.restore", { item });
    return here(team, item);
  },
  delete: async (team) => {
    const item = await login(team);
    team.ada.online = false;
    await must(team.ada, "item.delete", { item });
    return here(team, item);
  },
  move: async (team) => {
    const item = await login(team);
    team.ada.online = false;
    await must(team.ada, "item.move", { item, vault: elsewhere });
    return here(team, item);
  },
};

async function record(team: Team, vault: VaultId, item: string, body: RecordBody): Promise<Doing> {
  team.ada.online = false;
  sure(await team.ada.items.records.save(vault, item as ItemId, body));
  return { vault, item: null };
}

function inDirectory(team: Team, body: RecordBody): Promise<Doing> {
  changeRole(team, "admin");
  return record(team, vaultOfKind(team.holder.state, "directory").vault, newId<ItemId>(), body);
}

function inTools(team: Team, body: RecordBody): Promise<Doing> {
  changeRole(team, "lead");
  return record(team, vaultOfKind(team.holder.state, "tools").vault, newId<ItemId>(), body);
}

const toolBody = (): RecordBody<"tool"> => ({
  ...{ kind: "tool", name: "Mailjet", domains: [], owner: null, deputy: null, dataClass: null, signInBy: null },
  ...{ roles: [], payer: null, reviewCadence: null, notes: null, state: "shown", mergedInto: null },
});
const accountBody = (user: string): RecordBody<"account"> => ({
  ...{ kind: "account", tool: newId<ItemId>(), item: null, user: user as UserId, signInName: null, role: null },
  ...{ secondFactor: null, stated: null, removed: false },
});

const ofRecords: Record<RecordKind, (team: Team) => Promise<Doing>> = {
  vault: (team) => record(team, team.ada.vault, team.ada.vault, { kind: "vault", title: "Ops", single: false }),
  team: (team) => inDirectory(team, { kind: "team", name: "Tray" }),
  person: (team) => inDirectory(team, { kind: "person", invite: null, user: null, name: "Cleo", emails: [] }),
  group: (team) => inDirectory(team, { kind: "group", name: "Support" }),
  preferences: async (team) => {
    const vault = newId<VaultId>();
    const inLog = team.holder.state.vaults.get(team.ada.vault) as VaultInLog;
    const own: VaultInLog = { ...inLog, vault, kind: "personal", createdBy: ofAda(team) };
    team.holder.state = { ...team.holder.state, vaults: new Map(team.holder.state.vaults).set(vault, own) };
    const body = { kind: "preferences" as const, favourites: [], lastUse: [], deviceNames: [] };
    return record(team, vault, ofAda(team), body);
  },
  tool: (team) => inTools(team, toolBody()),
  account: (team) => inTools(team, accountBody(ofAda(team))),
};

type Row = { kind: UnsentKind; lies: VaultInLog["kind"]; make(team: Team): Promise<Doing> };
const liesIn: Record<RecordKind, VaultInLog["kind"]> = {
  ...{ vault: "shared", team: "directory", person: "directory", group: "directory", preferences: "personal" },
  ...{ tool: "tools", account: "tools" },
};
const kinds: Row[] = [
  ...Object.entries(ofItems).map(([kind, make]): Row => ({ kind: kind as ItemChange, lies: "shared", make })),
  ...Object.entries(ofRecords).map(([name, make]): Row => {
    const kind = name as RecordKind;
    return { kind: `record:${kind}`, lies: liesIn[kind], make };
  }),
];

type Reason = {
  /** What happens in the vault of the change meanwhile. */
  happens(team: Team, of: Doing): unknown;
  /** The kinds of vaults in which it can. */
  in: VaultInLog["kind"][];
  /** What is said of it; null: nothing waits any more. */
  code: FailureCode | null;
};
const reasons: Record<string, Reason> = {
  "a lower right": {
    ...{ in: ["shared"], code: "role" },
    happens: (team, { vault }) =>
      changeVault(team, vault, (found) => ({
        ...found,
        access: new Map(found.access).set(ofAda(team), { permission: "use", end: null }),
      })),
  },
  "a lower role": {
    ...{ in: ["directory"], code: "role" },
    happens: (team) => changeRole(team, "member"),
  },
  "no access any more": {
    ...{ in: ["shared"], code: "role" },
    happens(team, { vault }) {
      changeVault(team, vault, (found) => ({
        ...found,
        access: new Map([...found.access].filter(([subject]) => subject !== ofAda(team))),
      }));
      team.ada.unlocked.events.tell("vaultClosed", vault);
    },
  },
  "access that ended": {
    ...{ in: ["shared"], code: "access-ended" },
    happens(team, { vault }) {
      const end = (team.ada.now + hourMs) as EpochMs;
      changeVault(team, vault, (found) => ({
        ...found,
        access: new Map(found.access).set(ofAda(team), { permission: "edit", end }),
      }));
      team.ada.pass(2 * hourMs);
      team.ada.unlocked.events.tell("vaultClosed", vault);
    },
  },
  "an archived vault": {
    ...{ in: ["shared", "personal"], code: "role" },
    happens: (team, { vault }) => changeVault(team, vault, (found) => ({ ...found, archived: true })),
  },
  "a server that is full for them": {
    ...{ in: ["shared"], code: "limit" },
    happens({ ada }) {
      const { post } = ada.unlocked.vaults;
      ada.unlocked.vaults.post = async (vault, bytes, envelopes): Promise<Result<true>> =>
        sure(parseCommit(bytes)).body.vault === ada.vault
          ? fail("limit", { reason: "team-bytes" })
          : post(vault, bytes, envelopes);
    },
  },
  "an item that somebody deleted": {
    ...{ in: ["shared"], code: null },
    async happens({ bob }, { item }) {
      if (item !== null && bob.items.handlers !== undefined) await bob.items.handlers["item.delete"]({ item });
    },
  },
};

const table = kinds.flatMap(({ kind, lies, make }) =>
  Object.entries(reasons)
    .filter(([, reason]) => reason.in.includes(lies))
    .map(([why, reason]) => ({ kind, make, why, reason })),
);
/** Nothing of an old place is posted before the new one was taken: it waits. */
const isHeld = (kind: UnsentKind, { code }: Reason): boolean => kind === "move" && code === "limit";

const list = ({ ada }: Team) => must(ada, "draft.list", {});
const waiting = ({ items }: Person): number => items.drafts.waiting().count;

/** Discards by name what is listed, until nothing is; each takes something away. */
async function discardAll(team: Team): Promise<void> {
  for (let before = waiting(team.ada); before > 0; before = waiting(team.ada)) {
    const [{ item, vault } = { item: "", vault: "" }] = await list(team);
    await must(team.ada, "draft.discard", { item, vault });
    expect(waiting(team.ada)).toBeLessThan(before);
  }
}

describe.each(table)("$kind, with $why", ({ kind, make, reason }) => {
  it("is listed as what it is with its reason, and nothing waits once it is given up, also after a restart", async () => {
    const team = newTeam();
    const of = await make(team);
    await reason.happens(team, of);
    team.ada.online = true;
    await team.ada.sync();
    const row = (await list(team)).find(({ vault }) => vault === of.vault);
    if (reason.code !== null) expect(row).toMatchObject({ kind, reason: isHeld(kind, reason) ? null : reason.code });
    await discardAll(team);
    expect(await list(team)).toEqual([]);
    const again = team.ada.restart();
    expect([waiting(again), await must(again, "draft.list", {})]).toEqual([0, []]);
  });
});

describe("giving up a deletion", () => {
  it("keeps what was typed before it, which can then be given up too", async () => {
    const team = newTeam();
    const { item } = (await ofItems.edit(team)) as { item: ItemId };
    await must(team.ada, "item.delete", { item });
    expect(await list(team)).toMatchObject([{ kind: "delete", title: "Router", isListed: false }]);
    await must(team.ada, "draft.discard", { item });
    expect(await list(team)).toMatchObject([{ kind: "edit", isListed: true }]);
    expect(await must(team.ada, "item.reveal", { item, field: "password" })).toEqual({ value: "two" });
    await must(team.ada, "draft.discard", { item });
    expect(await must(team.ada, "item.reveal", { item, field: "password" })).toEqual({ value: "one" });
  });
});

describe("the old place of an item that moves", () => {
  it("says why the new one cannot go, and stays where that is given up", async () => {
    const team = newTeam();
    const { item } = (await ofItems.move(team)) as { item: ItemId };
    changeVault(team, elsewhere, (found) => ({ ...found, archived: true }));
    expect((await list(team)).map(({ kind, vault, reason }) => [kind, vault, reason])).toEqual([
      ["new", elsewhere, "role"],
      ["move", team.ada.vault, "role"],
    ]);
    const made = (await list(team)).find(({ kind }) => kind === "new")?.item as ItemId;
    await must(team.ada, "draft.discard", { item: made });
    expect(await list(team)).toEqual([]);
    expect((await must(team.ada, "item.list", {})).items.map((row) => row.item)).toEqual([item]);
  });
});

describe("a person's name and their preferences, which have one id", () => {
  it("wait side by side, and one is given up without the other", async () => {
    const team = newTeam();
    const { vault } = await ofRecords.preferences(team);
    changeRole(team, "admin");
    const directory = vaultOfKind(team.holder.state, "directory").vault;
    const user = ofAda(team);
    await record(team, directory, user, { kind: "person", invite: null, user, name: "Ada", emails: [] });
    expect((await list(team)).map(({ kind, title }) => [kind, title])).toEqual([
      ["record:preferences", ""],
      ["record:person", "Ada"],
    ]);
    await must(team.ada, "draft.discard", { item: user, vault });
    expect((await list(team)).map(({ kind }) => kind)).toEqual(["record:person"]);
    expect(team.ada.events["vault.changed"].at(-1)).toEqual({ vault });
  });
});

describe("what does not open on this computer any more", () => {
  it("is listed as that, and can be given up", async () => {
    const team = newTeam();
    const { item } = await ofItems.new(team);
    team.ada.db().exec("UPDATE drafts SET sealed = zeroblob(64)");
    const again = { ...team, ada: team.ada.restart() };
    expect(await list(again)).toMatchObject([{ item, kind: "unreadable" }]);
    await discardAll(again);
    expect(await list(again)).toEqual([]);
  });
});

describe("a reason", () => {
  it("goes with the change of which it was said: what is typed after that is given up only waits", async () => {
    const team = newTeam();
    const { item } = (await ofItems.edit(team)) as { item: ItemId };
    await (reasons["a server that is full for them"] as Reason).happens(team, here(team, item));
    team.ada.online = true;
    await team.ada.sync();
    expect(await list(team)).toMatchObject([{ reason: "limit" }]);
    await must(team.ada, "draft.discard", { item });
    team.ada.online = false;
    await saved(team.ada, { password: "three" }, item);
    expect(await list(team)).toMatchObject([{ reason: null }]);
  });
});
