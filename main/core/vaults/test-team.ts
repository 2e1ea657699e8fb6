/**
 * A small team for tests of the item area: people with their own SQLite file each, and one holder of chains between them
 * that appends by compare-and-set, as the server does. Keys, envelopes, commits, verification, folding, SQL: all real.
 * Not part of the app.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import type { EventName, Events } from "../../../shared/contract/commands.ts";
import { deviceKeys } from "../../../shared/crypto/device-keys.ts";
import { envelopeHash } from "../../../shared/crypto/hash.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { DeviceId, Hash, ProfileId, TeamId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { type Failed, fail, ok, type Result } from "../../../shared/failures.ts";
import { firstHashes } from "../../../shared/protocol/team-log/state/log-hashes.ts";
import type { Permission } from "../../../shared/protocol/team-log/state/parts.ts";
import type { Device, Member, TeamState, VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain, foldCommit, type VaultChain, verifyCommit } from "../../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { act, letIn, planAccess, planVault } from "../../../shared/testing/entries.ts";
import { createTestTeam, must } from "../../../shared/testing/team.ts";
import { hexBytes } from "../../../shared/text.ts";
import { findEnvelope } from "../local/named-bytes.ts";
import { type Areas, openAreas } from "../open-areas.ts";
import type { Database } from "../ports.ts";
import { migrations, openProfileStore } from "../store/open-profile-store.ts";
import { databaseOf, filesOf } from "../store/test-database.ts";
import { addCommits, addEnvelopes, readCommits } from "../store/vault-rows.ts";
import { createSubscriptions } from "../subscriptions.ts";
import { createChainHistory } from "../sync/chain-history.ts";
import type { OpenedProfile, VaultExchange } from "../sync/team-view.ts";
import type { SyncEvents } from "../sync/vault-events.ts";

await cryptoReady();

/** What lies between the people: commits and envelopes, and how it misbehaves when a test says so. */
export type Holder = {
  state: TeamState;
  chain: VaultChain;
  commits: Uint8Array[];
  envelopes: Map<Hash, Uint8Array>;
  /** Takes the next push and loses the answer. */
  loseNextAnswer: boolean;
  posts: number;
};

export type Person = {
  unlocked: OpenedProfile;
  items: Areas;
  vault: VaultId;
  events: { [Name in EventName]: Events[Name][] };
  clipboard: { text: string | null; available: boolean };
  opened: string[];
  online: boolean;
  now: number;
  due: { at: number; act: () => void }[];
  /** Pulls and pushes, as the sync loop does. */
  sync(): Promise<Result<true>>;
  /** Moves the clock and runs what is due. */
  pass(ms: number): void;
  /** As kill -9 and a new start: everything in memory is gone, the file is opened again. */
  restart(): Person;
  db(): Sqlite.Database;
};

/** Before every clock of these tests. */
const madeAt = 1_700_000_000_000;

/** People with these rights on one shared vault of somebody else's team. */
export function testTeam(rights: Record<string, Permission>): { holder: Holder; people: Record<string, Person> } {
  const { team } = createTestTeam(madeAt);
  const { plan, vault } = planVault(team, team.founder);
  act(team, team.founder, plan);
  const made = Object.entries(rights).map(([name, permission]) => ({ name, permission, ...letIn(team, team.founder) }));
  act(team, team.founder, planAccess(team, team.founder, vault, made));
  const [key] = team.keys.get(vault) as [Uint8Array];
  const { state } = team;
  const holder: Holder = {
    state,
    chain: emptyChain(vault),
    commits: [],
    envelopes: new Map(),
    loseNextAnswer: false,
    posts: 0,
  };
  const folder = mkdtempSync(join(tmpdir(), "latchkey-items-"));
  folders.push(folder);
  const people = made.map((one) => [
    one.name,
    openPerson(holder, { ...one, key, vault, file: join(folder, one.name) }),
  ]);
  return { holder, people: Object.fromEntries(people) };
}

/** A person whose profile an earlier Latchkey left: its database, migrated, and the keys that open it. */
export function personOfProfile(sql: string, kept: { [Name in keyof KeptProfile]: string }): Person {
  const { masterKey, vaultKey, profile, user, device, vault } = kept as unknown as KeptProfile;
  const keys = deviceKeys(hexBytes(masterKey) as Uint8Array);
  const made = { keys, user, device };
  const state = keptState(kept as unknown as KeptProfile, keys);
  const folder = mkdtempSync(join(tmpdir(), "latchkey-items-"));
  folders.push(folder);
  const file = join(folder, "kept");
  const raw = new Sqlite(file);
  raw.exec(sql);
  const opened = openProfileStore(filesOf(raw), profile);
  if (!opened.ok) throw new Error(opened.failure.code);
  const commits = readCommits(databaseOf(raw), vault, 0);
  const envelopes = new Map<Hash, Uint8Array>();
  raw.close();
  const chain = emptyChain(vault);
  for (const bytes of commits) {
    const commit = verifyCommit(state, chain, bytes);
    if (!commit.ok) throw new Error(commit.failure.code);
    foldCommit(chain, commit.value);
  }
  const holder: Holder = { state, chain, commits, envelopes, loseNextAnswer: false, posts: 0 };
  return openPerson(holder, { ...made, key: hexBytes(vaultKey) as Uint8Array, vault, file, profile, isKept: true });
}

type KeptProfile = {
  masterKey: string;
  vaultKey: string;
  profile: ProfileId;
  team: TeamId;
  user: UserId;
  device: DeviceId;
  vault: VaultId;
  logHead: Hash;
};

const folders: string[] = [];
const open: Sqlite.Database[] = [];
/** Closes and removes all files. */
export function cleanUp(): void {
  for (const db of open.splice(0)) db.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

type Made = {
  keys: ReturnType<typeof deviceKeys>;
  user: UserId;
  device: DeviceId;
};

/** The founder of a team with a shared vault, under the names that the kept profile has, all of one entry. */
function keptState({ team, user, device, vault, logHead }: KeptProfile, { signPk, kemPk }: Made["keys"]): TeamState {
  const { team: own } = createTestTeam(madeAt);
  const { plan, vault: ownVault } = planVault(own, own.founder);
  act(own, own.founder, plan);
  const { state, founder } = own;
  const member = { ...(state.users.get(founder.user) as Member), user };
  const computer = { ...(state.devices.get(founder.device) as Device), device, user, signPk, kemPk };
  const inLog = state.vaults.get(ownVault) as VaultInLog;
  const found = {
    ...{ ...inLog, vault, createdBy: user, createdSeq: 0 },
    access: new Map([[user, { permission: "manage" as const, end: null }]]),
    moments: inLog.moments.map((moment) => ({ ...moment, seq: 0 })),
    rights: new Map([[user, [{ seq: 0, permission: "manage" as const }]]]),
  };
  return {
    ...{
      ...state,
      team,
      founder: user,
      head: { seq: 0, hash: logHead },
      hashes: firstHashes(logHead),
      systemVaults: [],
    },
    users: new Map([[user, member]]),
    devices: new Map([[device, computer]]),
    vaults: new Map([[vault, found]]),
  };
}

type Opening = Made & {
  key: Uint8Array;
  vault: VaultId;
  file: string;
  profile?: ProfileId;
  old?: Person;
  isKept?: boolean;
};

function openPerson(holder: Holder, opening: Opening): Person {
  const { user, device, keys, key, vault, file, old } = opening;
  const raw = new Sqlite(file);
  open.push(raw);
  raw.pragma("journal_mode = WAL");
  raw.pragma("synchronous = FULL");
  if (old === undefined && opening.isKept !== true) for (const step of migrations) raw.exec(step);
  const db = databaseOf(raw);
  const profile = opening.profile ?? newId<ProfileId>();
  const chain = emptyChain(vault);
  for (const bytes of readCommits(db, vault, 0)) {
    const commit = parseCommit(bytes);
    if (commit.ok) foldCommit(chain, commit.value);
  }
  const person = { online: true, now: old?.now ?? 1_800_000_000_000, due: [], opened: [], vault } as unknown as Person;
  person.clipboard = old?.clipboard ?? { text: null, available: true };
  person.events = eventLists();
  const events = createSubscriptions<SyncEvents>();
  const parts = { holder, person, db, chain, events };
  person.unlocked = {
    ports: portsOf(person),
    profile: { profile, team: holder.state.team, user, device } as OpenedProfile["profile"],
    db,
    keys,
    log: { state: () => holder.state, append: async () => fail("offline"), pull: async () => ok(0) },
    keyring: {
      key: (asked, epoch) => (asked === vault && epoch === 1 ? key : null),
      current: (asked) => (asked === vault ? { epoch: 1, key } : null),
    },
    chains: {
      chain: (asked) => (asked === vault ? chain : emptyChain(asked)),
      cutHead: (asked) => (asked === vault ? chain : emptyChain(asked)).head,
      ...{ stopped: () => null, isWhole: () => true },
    },
    vaults: exchangeOf(parts),
    history: createChainHistory({
      ...{
        db,
        chain: () => chain,
        lost: () => person.unlocked.emit("alert.raised", { code: "local-rollback", vault }),
      },
      fetch: async (_, from) => (person.online ? ok({ commits: holder.commits.slice(from - 1) }) : offline()),
    }),
    events,
    isOnline: () => person.online,
    emit: (name, event) => void (person.events[name] as unknown[]).push(event),
  };
  person.items = openAreas(person.unlocked, { isMarked: old !== undefined, noteDrafts: () => undefined });
  person.sync = async () => {
    const pulled = pull(parts);
    return pulled.ok ? person.items.drafts.flush(vault) : pulled;
  };
  person.pass = (ms) => {
    person.now += ms;
    for (const { act } of person.due.filter(({ at }) => at <= person.now)) act();
    person.due = person.due.filter(({ at }) => at > person.now);
  };
  person.restart = () => {
    person.items.dispose();
    raw.close();
    open.splice(open.indexOf(raw), 1);
    return openPerson(holder, { ...opening, profile, old: person });
  };
  person.db = () => raw;
  return person;
}

function eventLists(): Person["events"] {
  return new Proxy({} as Person["events"], {
    get: (lists, name: EventName) => {
      lists[name] ??= [] as never;
      return lists[name];
    },
  });
}

function portsOf(person: Person): OpenedProfile["ports"] {
  return {
    clock: { now: () => person.now, steady: () => person.now },
    timers: {
      after: (ms: number, act: () => void) => {
        // Waiting for another turn happens at once; everything else waits for the test's clock.
        if (ms === 0) {
          setTimeout(act, 0);
          return () => undefined;
        }
        const due = { at: person.now + ms, act };
        person.due.push(due);
        return () => {
          person.due = person.due.filter((one) => one !== due);
        };
      },
    },
    clipboard: {
      available: () => person.clipboard.available,
      write: async (text: string) => {
        person.clipboard.text = text;
        return ok(true);
      },
    },
    shell: {
      openWebsite: async (url: string) => {
        person.opened.push(url);
        return ok(true);
      },
    },
    log: { event: () => undefined },
  } as unknown as OpenedProfile["ports"];
}

type Parts = { holder: Holder; person: Person; db: Database; chain: VaultChain; events: OpenedProfile["events"] };

function exchangeOf(parts: Parts): VaultExchange {
  const { person, db } = parts;
  return {
    pull: async () => pull(parts),
    commits: (vault) => ok(readCommits(db, vault, 0).map((bytes) => must(parseCommit(bytes)))),
    post: async (_, bytes, envelopes) => post(parts, bytes, envelopes),
    envelopes: async (_, hashes) => {
      const found = hashes.map((hash) => findEnvelope(db, hash));
      if (!found.includes(null)) return ok(found);
      if (!person.online) return offline();
      return ok(hashes.map((hash, at) => found[at] ?? fetchEnvelope(parts, hash)));
    },
  };
}

/** From the holder, kept as an honest client keeps it; the hash is checked again when it is read. */
function fetchEnvelope({ holder, db }: Parts, hash: Hash): Uint8Array | null {
  const bytes = holder.envelopes.get(hash) ?? null;
  if (bytes !== null) addEnvelopes(db, [{ hash, bytes }]);
  return bytes;
}

const offline = (): Failed => fail("offline", undefined, "later");

function pull({ holder, person, db, chain, events }: Parts): Result<true> {
  if (!person.online) return offline();
  for (const bytes of holder.commits.slice(chain.head.seq)) {
    const commit = verifyCommit(holder.state, chain, bytes);
    if (!commit.ok) return commit;
    foldCommit(chain, commit.value);
    db.transaction(() => addCommits(db, chain.vault, [commit.value]));
    for (const { overview, secret } of commit.value.body.changes) {
      for (const part of [overview, secret]) if (part !== null) fetchEnvelope({ holder, db } as Parts, part.hash);
    }
    events.tell("vaultAdvanced", { vault: chain.vault, changes: commit.value.body.changes });
  }
  return ok(true);
}

async function post(parts: Parts, bytes: Uint8Array, envelopes: Uint8Array[]): Promise<Result<true>> {
  const { holder, person, db, chain, events } = parts;
  // A round trip: others may act meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (!person.online) return offline();
  holder.posts++;
  const commit = verifyCommit(holder.state, holder.chain, bytes);
  if (!commit.ok) return { ok: false, failure: { ...commit.failure, retry: "later" } };
  foldCommit(holder.chain, commit.value);
  holder.commits.push(bytes);
  for (const envelope of envelopes) holder.envelopes.set(envelopeHash(envelope), envelope);
  if (holder.loseNextAnswer) {
    holder.loseNextAnswer = false;
    return offline();
  }
  const mine = verifyCommit(holder.state, chain, bytes);
  if (!mine.ok) return mine;
  db.transaction(() => {
    addCommits(db, chain.vault, [mine.value]);
    addEnvelopes(
      db,
      envelopes.map((envelope) => ({ hash: envelopeHash(envelope), bytes: envelope })),
    );
  });
  foldCommit(chain, mine.value);
  events.tell("vaultAdvanced", { vault: chain.vault, changes: mine.value.body.changes });
  return ok(true);
}
