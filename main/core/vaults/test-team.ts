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
import type { BlobId, DeviceId, Hash, ProfileId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { type Failed, fail, ok, type Result } from "../../../shared/failures.ts";
import type { Permission } from "../../../shared/protocol/team-log/state/parts.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { emptyChain, foldCommit, type VaultChain, verifyCommit } from "../../../shared/protocol/vault-chain/chain.ts";
import { parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import { act, letIn, planAccess, planVault } from "../../../shared/testing/entries.ts";
import { createTestTeam, must } from "../../../shared/testing/team.ts";
import { hexBytes, joinBytes } from "../../../shared/text.ts";
import { nodePictures } from "../../node/pictures.ts";
import { findEnvelope } from "../local/named-bytes.ts";
import { type Areas, openAreas } from "../open-areas.ts";
import type { Database, Downloads } from "../ports.ts";
import { migrations, openProfileStore } from "../store/open-profile-store.ts";
import { databaseOf, filesOf } from "../store/test-database.ts";
import { addCommits, addEnvelopes, readCommits } from "../store/vault-rows.ts";
import { createSubscriptions } from "../subscriptions.ts";
import { createChainHistory } from "../sync/chain-history.ts";
import { ownRights } from "../sync/own-rights.ts";
import type { FileExchange, OpenedProfile, VaultExchange } from "../sync/team-view.ts";
import type { SyncEvents } from "../sync/vault-events.ts";
import { type KeptProfile, keptState, madeAt } from "./test-kept-state.ts";

await cryptoReady();

/** What lies between the people: commits and envelopes, and how it misbehaves when a test says so. */
export type Holder = {
  state: TeamState;
  chain: VaultChain;
  commits: Uint8Array[];
  envelopes: Map<Hash, Uint8Array>;
  /** Parts of sealed files. */
  files: Map<BlobId, Uint8Array[]>;
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
  downloads: Downloads;
  /** What the server says is left for this person, in bytes. */
  space?: number;
  saved: Map<string, Uint8Array>;
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
    files: new Map(),
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
  const holder: Holder = { state, chain, commits, envelopes, files: new Map(), loseNextAnswer: false, posts: 0 };
  return openPerson(holder, { ...made, key: hexBytes(vaultKey) as Uint8Array, vault, file, profile, isKept: true });
}

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

type Opening = Made & {
  key: Uint8Array;
  vault: VaultId;
  file: string;
  profile?: ProfileId;
  old?: Person;
  isKept?: boolean;
};

const unheard = { noteDrafts: () => undefined, driftMs: () => null };

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
  person.saved = old?.saved ?? new Map();
  person.downloads = savedInto(person.saved);
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
      isBroken: () => false,
    },
    chains: {
      chain: (asked) => (asked === vault ? chain : emptyChain(asked)),
      cutHead: (asked) => (asked === vault ? chain : emptyChain(asked)).head,
      ...{ stopped: () => null, isWhole: () => true },
    },
    vaults: exchangeOf(parts),
    files: filesWith(holder, person),
    history: createChainHistory({
      ...{
        db,
        chain: () => chain,
        lost: () => person.unlocked.emit("alert.raised", { code: "local-rollback", vault }),
      },
      fetch: async (_, from) => (person.online ? ok({ commits: holder.commits.slice(from - 1) }) : offline()),
    }),
    rights: ownRights({ state: () => holder.state, user, now: () => person.now }),
    events,
    isOnline: () => person.online,
    emit: (name, event) => void (person.events[name] as unknown[]).push(event),
  };
  person.items = openAreas(person.unlocked, { ...unheard, isMarked: old !== undefined });
  person.sync = () => syncOnce(parts);
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

/** Pulls and pushes, and again once files arrived. */
async function syncOnce(parts: Parts): Promise<Result<true>> {
  const { drafts, files } = parts.person.items;
  const pulled = pull(parts);
  if (!pulled.ok) return pulled;
  const flushed = await drafts.flush(parts.chain.vault);
  await files.over(parts.chain.vault);
  return flushed.ok ? drafts.flush(parts.chain.vault) : flushed;
}

/** A folder in memory. */
function savedInto(saved: Person["saved"]): Downloads {
  return {
    tidy: () => undefined,
    async begin(name) {
      const pieces: Uint8Array[] = [];
      return ok({
        write: (bytes) => ok(pieces.push(bytes.slice()) > 0 || true),
        finish: () => {
          saved.set(name, joinBytes(pieces));
          return ok({ name, place: "downloads" });
        },
        discard: () => undefined,
      });
    },
  };
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
    pictures: nodePictures(),
    downloads: person.downloads,
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
    whole: async (vault) => ok({ chain: parts.chain, common: emptyChain(vault), commits: [] }),
    forkOf: () => null,
    heardWord: () => undefined,
    standsHere: () => undefined,
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

/** Takes and gives parts as the server does, whoever asks. */
function filesWith({ files }: Holder, person: Person): FileExchange {
  return {
    async put(_vault, { blob, part, bytes }) {
      if (!person.online) return offline();
      const held = files.get(blob) ?? [];
      if (bytes.length > 0 && part === held.length) files.set(blob, [...held, bytes.slice()]);
      return ok(files.get(blob)?.length ?? 0);
    },
    async space() {
      return person.online ? ok(person.space ?? 1e9) : offline();
    },
    async get(_vault, { blob, part }) {
      if (!person.online) return offline();
      const bytes = files.get(blob)?.[part];
      return bytes === undefined ? fail("not-found") : ok(bytes.slice());
    },
  };
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
  const named = commit.value.body.changes.flatMap(({ blobs }) => blobs);
  if (named.some(({ blob }) => !holder.files.has(blob))) return fail("manifest", { reason: "blob-missing" });
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
