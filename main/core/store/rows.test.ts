/** Queries of the store, table by table: what is put is found, in order, and lists go by an index. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChangeId, EpochMs, Hash, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import type { Change, Commit } from "../../../shared/protocol/vault-chain/commit.ts";
import { putImportReport, readImportReports } from "./import-report-rows.ts";
import { createItemRows, type DraftRow } from "./item-rows.ts";
import { addBlobs, addEntries, readBlobRow, readEntries, readLogHead } from "./log-rows.ts";
import { findProfile, putProfile, putShown, type StoredProfile } from "./profile-row.ts";
import { findSealed, putSealed } from "./sealed-rows.ts";
import { addSecurityEvent } from "./security-events.ts";
import { expectIndexed, testDatabase } from "./test-database.ts";
import {
  addCommits,
  addEnvelopes,
  areHeadsWhole,
  findCommitHash,
  markStopped,
  missingEnvelopes,
  readCommit,
  readCommits,
  readEnvelopeRow,
  readHeads,
  readVersionSeqs,
  restoreCommit,
} from "./vault-rows.ts";

let { raw, db } = testDatabase();
beforeEach(() => {
  ({ raw, db } = testDatabase());
});
afterEach(() => raw.close());

const vault = "vault" as VaultId;
const item = "item" as ItemId;
const bytes = (...all: number[]) => Uint8Array.from(all);
const change = (version: number, more: Partial<Change> = {}): Change => ({
  ...{ op: "put", item, version, changeId: `change-${version}` as ChangeId, schema: 1, blobs: [], purged: [] },
  overview: { hash: `overview-${version}` as Hash, size: 10 },
  secret: { hash: `secret-${version}` as Hash, size: 20 },
  ...more,
});
const commit = (seq: number, changes: Change[], more: object = {}): Commit =>
  ({
    bytes: bytes(seq),
    hash: `hash-${seq}`,
    body: { vault, epoch: 1, seq, logSeq: 7, author: { user: "u", device: "d" }, time: 1000 + seq, changes, ...more },
  }) as unknown as Commit;

describe("what is purged", () => {
  const gone = { op: "delete", overview: null, secret: null } as const;
  const purge = { ...gone, op: "purge", purged: [1, 2] } as const;
  const hashes = ["overview-1", "secret-1", "overview-2", "secret-2"] as Hash[];
  const names = (at: number) => ({ overview: change(at).overview, secret: change(at).secret });

  it("goes, but for what a living item names, in whatever vault", () => {
    addEnvelopes(
      db,
      hashes.map((hash) => ({ hash, bytes: bytes(1) })),
    );
    const other = "other" as VaultId;
    const [living, dead] = ["living", "dead"] as unknown as ItemId[] as [ItemId, ItemId];
    const theirs = [change(1, { item: living, ...names(1) }), change(1, { item: dead, ...names(2) })];
    addCommits(db, other, [
      commit(1, theirs, { vault: other }),
      commit(2, [change(2, { item: dead, ...gone })], { vault: other }),
    ]);
    addCommits(db, vault, [commit(1, [change(1)]), commit(2, [change(2)]), commit(3, [change(3, gone)])]);
    addCommits(db, vault, [commit(4, [change(4, purge as unknown as Partial<Change>)])]);
    expect(missingEnvelopes(db, hashes)).toEqual(["overview-2", "secret-2"]);
  });
});

describe("item versions", () => {
  it("say at which heights an item may be found, and restoring a commit moves no head", () => {
    addCommits(db, vault, [commit(1, [change(1)]), commit(2, [change(2)])]);
    expect(readVersionSeqs(db, vault, item)).toEqual([1, 2]);
    expect(readVersionSeqs(db, "other" as VaultId, item)).toEqual([]);
    raw.exec("DELETE FROM item_versions; DELETE FROM vault_commits WHERE seq = 1");
    restoreCommit(db, vault, commit(1, [change(1)]));
    expect(readVersionSeqs(db, vault, item)).toEqual([1]);
    expect([readCommit(db, vault, 1), readCommit(db, vault, 3)]).toEqual([bytes(1), null]);
    expect(readHeads(db)).toEqual([{ vault, seq: 2, hash: "hash-2" }]);
  });

  it("are found by an index", () => {
    expectIndexed(raw, "SELECT commit_seq FROM item_versions WHERE vault = 'v' AND item = 'i'");
    expectIndexed(raw, "DELETE FROM item_versions WHERE vault = 'v' AND commit_seq > 3");
    expectIndexed(raw, "SELECT time FROM item_versions WHERE vault = 'v' AND item = 'i' ORDER BY version LIMIT 1");
  });
});

describe("drafts", () => {
  const draft = (id: string, more: Partial<DraftRow> = {}): DraftRow => ({
    ...{ draft: id as ChangeId, vault, item, baseVersion: 3, after: null, createdAt: 5 as EpochMs, sealed: bytes(1) },
    ...more,
  });

  it("come back in the order in which they were made, with what they wait for", () => {
    const rows = createItemRows(db);
    rows.changeDrafts({ add: [draft("z"), draft("a", { after: "z" as ChangeId })], remove: [] });
    rows.changeDrafts({ add: [draft("m")], remove: [] });
    raw.exec("VACUUM");
    expect(rows.drafts()).toEqual([draft("z"), draft("a", { after: "z" as ChangeId }), draft("m")]);
    rows.changeDrafts({ add: [], remove: ["a" as ChangeId, "none" as ChangeId] });
    expect(rows.drafts().map((row) => row.draft)).toEqual(["z", "m"]);
    expectIndexed(raw, "SELECT draft FROM drafts ORDER BY number");
  });

  it("are written and taken away all or none", () => {
    const rows = createItemRows(db);
    rows.changeDrafts({ add: [draft("z"), draft("y")], remove: [] });
    expect(() => rows.changeDrafts({ add: [draft("b"), draft("z")], remove: ["y" as ChangeId] })).toThrow();
    expect(rows.drafts().map((row) => row.draft)).toEqual(["z", "y"]);
  });
});

describe("snapshot chunks", () => {
  it("are replaced one by one, and null takes one away", () => {
    const rows = createItemRows(db);
    rows.putSnapshotChunks([
      { chunk: 1, sealed: bytes(1) },
      { chunk: 0, sealed: bytes(0) },
    ]);
    rows.putSnapshotChunks([
      { chunk: 1, sealed: bytes(9) },
      { chunk: 0, sealed: null },
    ]);
    expect(rows.snapshotChunks()).toEqual([{ chunk: 1, sealed: bytes(9) }]);
  });
});

describe("vault chains", () => {
  it("give commits above a height in order, the hash at one, and the head", () => {
    addCommits(db, vault, [commit(1, []), commit(2, []), commit(3, [])]);
    expect(readCommits(db, vault, 1)).toEqual([bytes(2), bytes(3)]);
    expect([findCommitHash(db, vault, 2), findCommitHash(db, vault, 4)]).toEqual(["hash-2", null]);
    expect(readHeads(db)).toEqual([{ vault, seq: 3, hash: "hash-3" }]);
    markStopped(db, vault, "manifest");
    expect(raw.prepare("SELECT state, failure FROM vault_heads").get()).toEqual({
      state: "stopped",
      failure: "manifest",
    });
  });

  it.each([
    ["a commit is missing at the head", "DELETE FROM vault_commits WHERE seq = 2"],
    ["a commit stands above the head", "UPDATE vault_heads SET seq = 1, hash = 'hash-1'"],
    ["the head has another hash", "UPDATE vault_heads SET hash = 'x'"],
  ])("are torn where %s", (_, sql) => {
    addCommits(db, vault, [commit(1, []), commit(2, [])]);
    expect(areHeadsWhole(db)).toBe(true);
    raw.exec(sql);
    expect(areHeadsWhole(db)).toBe(false);
  });

  it("say under which hashes no envelope lies; new bytes take the place of what lies there", () => {
    addEnvelopes(db, [{ hash: "one" as Hash, bytes: bytes(1) }]);
    expect(missingEnvelopes(db, ["zwei", "one", "two"] as Hash[])).toEqual(["zwei", "two"]);
    expect(missingEnvelopes(db, [])).toEqual([]);
    addEnvelopes(db, [{ hash: "one" as Hash, bytes: bytes(2) }]);
    expect([readEnvelopeRow(db, "one" as Hash), readEnvelopeRow(db, "two" as Hash)]).toEqual([bytes(2), null]);
  });

  it("take a verified commit in place of a damaged row at its height", () => {
    addCommits(db, vault, [commit(1, [change(1)])]);
    raw.exec("UPDATE vault_commits SET bytes = zeroblob(3)");
    addCommits(db, vault, [commit(1, [change(1)])]);
    expect(readCommits(db, vault, 0)).toEqual([bytes(1)]);
  });
});

describe("the team log", () => {
  it("is read by number whatever the order of writing, and blobs by their hash", () => {
    addEntries(db, [
      { seq: 1, hash: "b" as Hash, bytes: bytes(1) },
      { seq: 0, hash: "a" as Hash, bytes: bytes(0) },
    ]);
    expect(readEntries(db)).toEqual([bytes(0), bytes(1)]);
    addEntries(db, [{ seq: 1, hash: "c" as Hash, bytes: bytes(2) }]);
    expect(readEntries(db)).toEqual([bytes(0), bytes(2)]);
    expect(readLogHead(db)).toEqual({ seq: 1, hash: "c" });
  });

  it.each([
    ["the first", 0, 4, []],
    ["one in between", 1, 5, [bytes(0)]],
    ["the last", 3, 7, [bytes(0), bytes(1), bytes(2)]],
  ])("ends before %s where that stands under another number", (_which, seq, other, left) => {
    addEntries(
      db,
      [0, 1, 2, 3].map((at) => ({ seq: at, hash: String(at) as Hash, bytes: bytes(at) })),
    );
    raw.prepare("UPDATE log_entries SET seq = ? WHERE seq = ?").run(other, seq);
    expect(readEntries(db)).toEqual(left);
  });

  it("has blobs by their hash; new bytes take the place of what lies there", () => {
    addBlobs(db, [{ hash: "a" as Hash, bytes: bytes(5) }]);
    addBlobs(db, [{ hash: "a" as Hash, bytes: bytes(6) }]);
    expect([readBlobRow(db, "a" as Hash), readBlobRow(db, "x" as Hash)]).toEqual([bytes(6), null]);
  });
});

describe("sealed records, import reports and security events", () => {
  it("sealed records are found by table and name, the newest put", () => {
    putSealed(db, "settings", "one", bytes(1));
    putSealed(db, "settings", "one", bytes(2));
    expect(findSealed(db, "settings", "one")).toEqual(bytes(2));
    expect(findSealed(db, "invites_made", "one")).toBeNull();
  });

  it("reports come newest first, and the oldest go beyond a hundred", () => {
    for (let at = 0; at < 103; at++) putImportReport(db, { report: `r${at}`, at: 5, sealed: bytes(at) });
    const reports = readImportReports(db).map(({ report }) => report);
    expect([reports.length, reports[0], reports.at(-1)]).toEqual([100, "r102", "r3"]);
    expectIndexed(raw, "SELECT report, at, sealed FROM import_reports ORDER BY number DESC");
  });

  it("only the last thousand refusals are kept", () => {
    for (let at = 0; at < 1003; at++) addSecurityEvent(db, { at, code: "manifest", evidence: bytes(1) });
    expect(raw.prepare("SELECT count(*) AS count, min(at) AS oldest FROM security_events").get()).toEqual({
      count: 1000,
      oldest: 3,
    });
  });
});

describe("the profile's row", () => {
  const stored = {
    profile: {
      ...{ profile: "p", team: "t", user: "u", device: "d", origin: "https://o", serverKeys: "k", state: "waiting" },
      ...{ teamName: "Tray", person: "Ada", deviceName: "Laptop", waitsFor: "Ivo", keychain: "os", builtIn: true },
    },
    header: { suite: 1, ops: 3, mem: 64, salt: bytes(1, 2), profileId: "p" },
    ...{ sealedMasterKey: bytes(3), sealedIdentity: bytes(4), sealedJoin: bytes(5) },
  } as unknown as StoredProfile;

  it("comes back as it was put, there is one of it, and shown names change by themselves", () => {
    expect(findProfile(db)).toBeNull();
    putProfile(db, stored);
    putProfile(db, stored);
    expect(findProfile(db)).toEqual(stored);
    const shown = { ...stored.profile, teamName: "Tray 2", state: "joined" as const, waitsFor: null };
    putShown(db, shown, bytes(9));
    expect(findProfile(db)).toEqual({ ...stored, profile: shown, sealedIdentity: bytes(9) });
  });

  it("promises the least where a column holds another word: waiting, and the system's keychain", () => {
    putProfile(db, stored);
    raw.exec("UPDATE profile SET state = 'joinee', keychain = 'fime'");
    expect(findProfile(db)?.profile).toMatchObject({ state: "waiting", keychain: "os" });
  });
});
