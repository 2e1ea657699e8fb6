/** Every rule by which a commit is refused [protocol: Vault chain]: each row breaks one rule of an otherwise good commit. */

import { encode as encodeCbor } from "@ipld/dag-cbor";
import { beforeAll, describe, expect, it } from "vitest";
import { hashText } from "../../crypto/hash.ts";
import { newId } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import { signBytes } from "../../crypto/sign.ts";
import type { BlobId, ChangeId, DeviceId, EpochMs, Hash, ItemId, TeamId, UserId, VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { act, planAccess, planArchive, planRotate } from "../../testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { must, type Person, type TestTeam } from "../../testing/team.ts";
import { verdict } from "../../testing/verdicts.ts";
import { base32Bytes } from "../../text.ts";
import { hashAt } from "../team-log/state/log-hashes.ts";
import type { Binding, Device, Head, TeamState, VaultInLog } from "../team-log/state/team-state.ts";
import { checkPin, emptyChain, foldCommit, manifestRoot, type VaultChain, verifyCommit } from "./chain.ts";
import { buildCommit, type Change, type CommitBody, changesThatFit, parseCommit } from "./commit.ts";
import { checkBindings } from "./completeness.ts";

/** The small team, and what stands in its vault `ops`: a login that lives, one that was deleted. */
type Scene = SmallTeam & { live: ItemId; dead: ItemId };
// The tables below are made of hashes.
await cryptoReady();
let scene: Scene;

const otherHash = () => hashText("text", newId());
const envelope = (size = 300) => ({ size, hash: otherHash() });

function put(item: ItemId, version = 1): Change {
  const change = { op: "put" as const, item, version, changeId: newId<ChangeId>(), schema: 1 };
  return { ...change, overview: envelope(), secret: envelope(), blobs: [], purged: [] };
}
const gone = (item: ItemId, version: number): Change => ({
  ...put(item, version),
  op: "delete",
  overview: null,
  secret: null,
});
const purge = (item: ItemId, version: number, purged: number[]): Change => ({
  ...gone(item, version),
  op: "purge",
  purged,
});

/** The next commit of `ops` by this person. */
function bodyOf({ team }: Pick<SmallTeam, "team">, by: Person, vault: VaultId, changes: Change[]): CommitBody {
  const { head } = chainOf(team, vault);
  const { seq, hash } = team.state.head;
  return {
    suite: 1,
    team: team.team,
    vault,
    epoch: team.state.vaults.get(vault)?.epoch as number,
    seq: head.seq + 1,
    prev: head.hash,
    logSeq: seq,
    logHead: hash,
    author: { user: by.user, device: by.device },
    time: team.now as EpochMs,
    changes,
  };
}

const chainOf = (team: TestTeam, vault: VaultId) => team.chains.get(vault) as VaultChain;
const copyChain = (chain: VaultChain): VaultChain => ({
  ...chain,
  items: new Map(chain.items),
  hashes: [...chain.hashes],
});

function commit(mine: Pick<SmallTeam, "team">, by: Person, vault: VaultId, changes: Change[]) {
  const { bytes } = buildCommit(bodyOf(mine, by, vault, changes), by.keys);
  foldCommit(chainOf(mine.team, vault), must(verifyCommit(mine.team.state, chainOf(mine.team, vault), bytes)));
  return bytes;
}

beforeAll(() => {
  const small = smallTeam();
  scene = { ...small, live: newId<ItemId>(), dead: newId<ItemId>() };
  commit(scene, scene.ada, scene.ops, [put(scene.live), put(scene.dead)]);
  commit(scene, scene.bob, scene.ops, [gone(scene.dead, 2)]);
});

type Mine = Scene & { chain: VaultChain };
/** The commit, with the state and the chain that it is placed on where these are not the scene's. */
type Made = Uint8Array | { state?: TeamState; chain?: VaultChain; bytes: Uint8Array };
type Row = [what: string, expected: string, make: (mine: Mine) => Made];

function check(rows: Row[]): void {
  it.each(rows)("%s: %s", (_what, expected, make) => {
    const copied = copyOf(scene);
    const chain = copyChain(chainOf(copied.team, scene.ops));
    copied.team.chains.set(scene.ops, chain);
    const mine: Mine = { ...scene, ...copied, chain };
    const made = make(mine);
    const placed = made instanceof Uint8Array ? { bytes: made } : made;
    const on = placed.chain ?? chain;
    const before = JSON.stringify([on.head, on.logSeq, on.hashes, [...on.items]]);
    expect(verdict(verifyCommit(placed.state ?? mine.team.state, on, placed.bytes))).toBe(expected);
    expect(JSON.stringify([on.head, on.logSeq, on.hashes, [...on.items]])).toBe(before);
  });
}

const signed = (body: CommitBody, by: Person) => buildCommit(body, by.keys).bytes;
/** Bob's commit of one new login, tampered before it is signed. */
const tampered = (tamper: (body: CommitBody, mine: Mine) => CommitBody) => (mine: Mine) =>
  signed(tamper(bodyOf(mine, mine.bob, mine.ops, [put(newId<ItemId>())]), mine), mine.bob);
const changes =
  (make: (mine: Mine) => Change[], by: "ada" | "bob" = "bob") =>
  (mine: Mine) =>
    signed(bodyOf(mine, mine[by], mine.ops, make(mine)), mine[by]);

/** The wire form by hand, to be put out of shape. */
function wire(mine: Mine, tamper: Record<string, unknown>, outside: Record<string, unknown> = {}): Uint8Array {
  const { body } = must(parseCommit(tampered((one) => one)(mine)));
  const bytes = (text: string) => base32Bytes(text) as Uint8Array;
  const shaped = encodeCbor({
    ...body,
    ...{ team: bytes(body.team), vault: bytes(body.vault), prev: bytes(body.prev), logHead: bytes(body.logHead) },
    author: { user: bytes(body.author.user), device: bytes(body.author.device) },
    changes: [{ ...gone(newId<ItemId>(), 1), item: new Uint8Array(16), changeId: new Uint8Array(16) }],
    ...tamper,
  });
  return encodeCbor({ body: shaped, sig: signBytes(mine.bob.keys.signKey, "commit-signature", shaped), ...outside });
}

describe("the bytes of a commit", () => {
  check([
    ["a good one", "taken", tampered((body) => body)],
    ["its shape by hand, for comparison", "manifest delete", (mine) => wire(mine, {})],
    ["longer than 128 KiB", "limit", () => new Uint8Array(limits.commitBytes + 1)],
    ["nothing at all", "encoding schema", () => new Uint8Array(0)],
    ["nested 17 deep", "encoding schema", () => Uint8Array.from([...Array(17).fill(0x81), 0x00])],
    ["another suite", "suite", (mine) => wire(mine, { suite: 2 })],
    ["a key more", "encoding schema", (mine) => wire(mine, { more: 1 })],
    ["a key more outside", "encoding schema", (mine) => wire(mine, {}, { more: 1 })],
    ["no change in it", "encoding schema", (mine) => wire(mine, { changes: [] })],
    ["513 changes", "encoding schema", (mine) => wire(mine, { changes: Array(513).fill(0) })],
    [
      "an unknown act",
      "encoding schema",
      (mine) =>
        wire(mine, {
          changes: [
            { ...gone(newId<ItemId>(), 1), item: new Uint8Array(16), changeId: new Uint8Array(16), op: "move" },
          ],
        }),
    ],
    [
      "a negative version",
      "encoding schema",
      (mine) =>
        wire(mine, {
          changes: [
            { ...gone(newId<ItemId>(), 1), item: new Uint8Array(16), changeId: new Uint8Array(16), version: -1 },
          ],
        }),
    ],
    [
      "a map in another order",
      "encoding schema",
      (mine) => {
        const entry = must(parseCommit(tampered((one) => one)(mine)));
        const parts = [encodeCbor("body"), encodeCbor(entry.bodyBytes), encodeCbor("sig"), encodeCbor(entry.sig)];
        return Uint8Array.from([0xa2, ...parts.flatMap((part) => [...part])]);
      },
    ],
  ]);

  it("as many changes as are said to fit do fit", () => {
    const many = Array.from({ length: changesThatFit }, () => put(newId<ItemId>()));
    const big = many.map((change) => ({
      ...change,
      version: Number.MAX_SAFE_INTEGER,
      schema: Number.MAX_SAFE_INTEGER,
    }));
    const body = { ...bodyOf(scene, scene.bob, scene.ops, big), time: Number.MAX_SAFE_INTEGER as EpochMs };
    expect(verdict(parseCommit(signed(body, scene.bob)))).toBe("taken");
  });
});

describe("what is purged", () => {
  it("stays so under a put and a deletion after it, and no root tells it apart", () => {
    const mine = { ...scene, ...copyOf(scene) };
    const chain = copyChain(chainOf(scene.team, mine.ops));
    const { team, ada, ops, dead } = { ...mine, team: { ...mine.team, chains: new Map([[mine.ops, chain]]) } };
    const at = { team: team as TestTeam };
    const told: unknown[] = [];
    const tell = () => {
      const item = chain.items.get(dead);
      told.push([item?.version, item?.deleted, item?.isPurge, item?.purged]);
    };
    for (const change of [purge(dead, 3, [1]), put(dead, 4), gone(dead, 5), purge(dead, 6, [2, 4])]) {
      commit(at, ada, ops, [change]);
      tell();
    }
    expect(told).toEqual([
      [3, true, true, [1]],
      [4, false, false, [1]],
      [5, true, false, [1]],
      [6, true, true, [1, 2, 4]],
    ]);
    const without = new Map([...chain.items].map(([item, had]) => [item, { ...had, purged: [] }]));
    expect(manifestRoot({ ...chain, items: without })).toBe(manifestRoot(chain));
  });
});

describe("the place of a commit", () => {
  check([
    ["another team's", "unknown-team", tampered((body) => ({ ...body, team: otherHash() as string as TeamId }))],
    ["another vault's", "manifest chain", tampered((body, { bobs }) => ({ ...body, vault: bobs }))],
    ["a number left out", "manifest chain", tampered((body) => ({ ...body, seq: body.seq + 1 }))],
    ["my head's number again", "manifest chain", tampered((body) => ({ ...body, seq: body.seq - 1 }))],
    ["built on another commit", "manifest chain", tampered((body) => ({ ...body, prev: otherHash() }))],
    [
      "by an unknown computer",
      "signature author",
      tampered((body) => ({ ...body, author: { ...body.author, device: otherHash() as string as DeviceId } })),
    ],
    [
      "by Bob's computer in Ada's name",
      "signature author",
      tampered((body, { ada }) => ({ ...body, author: { ...body.author, user: ada.user } })),
    ],
    [
      "signed by another computer",
      "signature",
      (mine) => signed(bodyOf(mine, mine.bob, mine.ops, [put(newId<ItemId>())]), mine.ada),
    ],
    ["on a log that I have not seen", "log-gap", tampered((body) => ({ ...body, logSeq: body.logSeq + 1 }))],
    ["on another log than mine", "log-fork", tampered((body) => ({ ...body, logHead: otherHash() }))],
    [
      "on an older log than the commit before",
      "manifest log-order",
      tampered((body, { team }) => ({
        ...body,
        logSeq: body.logSeq - 1,
        logHead: hashAt(team.state.hashes, body.logSeq - 1) as Hash,
      })),
    ],
    [
      "before the vault was made",
      "role",
      (mine) => {
        const logSeq = 5;
        const body = {
          ...bodyOf(mine, mine.ada, mine.ops, [put(newId<ItemId>())]),
          logSeq,
          logHead: hashAt(mine.team.state.hashes, logSeq) as Hash,
          seq: 1,
          prev: emptyChain(mine.ops).head.hash,
        };
        return { bytes: signed(body, mine.ada), chain: emptyChain(mine.ops) };
      },
    ],
    ["by a reader", "role", (mine) => signed(bodyOf(mine, mine.dora, mine.ops, [put(newId<ItemId>())]), mine.dora)],
    [
      "by an admin without a right",
      "role",
      (mine) => signed(bodyOf(mine, mine.cleo, mine.ops, [put(newId<ItemId>())]), mine.cleo),
    ],
    [
      "by somebody whose right came later",
      "role",
      (mine) => {
        const { state } = mine.team;
        act(
          mine.team,
          mine.ada,
          planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.dora.user, permission: "edit" }]),
        );
        const body = bodyOf(mine, mine.dora, mine.ops, [put(newId<ItemId>())]);
        return signed({ ...body, logSeq: state.head.seq, logHead: state.head.hash }, mine.dora);
      },
    ],
    [
      "by somebody whose right ended",
      "role",
      (mine) => {
        lower(mine);
        return signed(bodyOf(mine, mine.bob, mine.ops, [put(newId<ItemId>())]), mine.bob);
      },
    ],
    [
      "by a computer that was taken away",
      "role",
      (mine) => device(mine, { active: false, endedSeq: mine.team.state.head.seq }),
    ],
    [
      "by a computer that was taken away later",
      "taken",
      (mine) => device(mine, { active: false, endedSeq: mine.team.state.head.seq + 1 }),
    ],
    ["by a computer that came later", "role", (mine) => device(mine, { addedSeq: mine.team.state.head.seq + 1 })],
    ["by a sheet of paper", "role", (mine) => device(mine, { kind: "paper" })],
    [
      "in an archived vault",
      "role archived",
      (mine) => {
        act(mine.team, mine.ada, planArchive(mine.team, mine.ops));
        return signed(bodyOf(mine, mine.ada, mine.ops, [put(newId<ItemId>())]), mine.ada);
      },
    ],
    [
      "in a vault that waits for a new key",
      "epoch-stale",
      (mine) => {
        const bytes = signed(bodyOf(mine, mine.ada, mine.due, [put(newId<ItemId>())]), mine.ada);
        return { bytes, chain: emptyChain(mine.due) };
      },
    ],
    [
      "under an old key",
      "epoch-stale",
      (mine) => {
        act(mine.team, mine.ada, planRotate(mine.team, [mine.ops]));
        const body = bodyOf(mine, mine.ada, mine.ops, [put(newId<ItemId>())]);
        return signed({ ...body, epoch: body.epoch - 1 }, mine.ada);
      },
    ],
    ["under a key that is not made yet", "epoch-stale", tampered((body) => ({ ...body, epoch: body.epoch + 1 }))],
  ]);
});

const lower = ({ team, ada, bob, ops }: SmallTeam) =>
  void act(team, ada, planAccess(team, ada, ops, [{ user: bob.user, permission: "use" }]));

function device(mine: Mine, change: Partial<Device>): Made {
  const { state } = mine.team;
  const had = state.devices.get(mine.bob.device) as Device;
  const devices = new Map(state.devices).set(mine.bob.device, { ...had, ...change });
  return { state: { ...state, devices }, bytes: tampered((body) => body)(mine) };
}

describe("cuts and pins bind", () => {
  /** A back-dated commit of Bob's: signed now, as it could have been before the entry. */
  const backDated = (mine: Mine, at: Head, seq = at.seq): Uint8Array => {
    const { state } = scene.team;
    const body = bodyOf({ team: { ...mine.team, state } }, mine.bob, mine.ops, [put(newId<ItemId>())]);
    return signed({ ...body, seq: seq + 1, prev: at.hash }, mine.bob);
  };
  const settledBy = (mine: Mine, manager: boolean): TeamState => {
    const vault = mine.team.state.vaults.get(mine.ops) as VaultInLog;
    const { seq, hash } = emptyChain(mine.ops).head;
    const by = mine.ada.user;
    const pin = { entrySeq: 0, by, seq, hash, kind: "pin" as const, manager, root: null, voids: 2 };
    const vaults = new Map(mine.team.state.vaults).set(mine.ops, { ...vault, bindings: [...vault.bindings, pin] });
    return { ...mine.team.state, vaults };
  };
  check([
    [
      "above a cut, as if before it",
      "epoch-stale",
      (mine) => {
        lower(mine);
        return backDated(mine, mine.chain.head);
      },
    ],
    [
      "above a pin, as if before it",
      "epoch-stale",
      (mine) => {
        act(mine.team, mine.ada, planRotate(mine.team, [mine.ops]));
        return backDated(mine, mine.chain.head);
      },
    ],
    [
      "beside a head that binds",
      "log-fork",
      (mine) => {
        const chain = copyChain(mine.chain);
        commit(mine, mine.ada, mine.ops, [put(newId<ItemId>())]);
        lower(mine);
        return { bytes: backDated(mine, chain.head), chain };
      },
    ],
    [
      "the head that binds itself",
      "taken",
      (mine) => {
        const chain = copyChain(mine.chain);
        const bytes = commit(mine, mine.bob, mine.ops, [put(newId<ItemId>())]);
        lower(mine);
        return { bytes, chain };
      },
    ],
    [
      "above a cut that a manager's pin settled",
      "taken",
      (mine) => {
        lower(mine);
        return { state: settledBy(mine, true), bytes: backDated(mine, mine.chain.head) };
      },
    ],
    [
      "above a cut that an editor's pin does not settle",
      "epoch-stale",
      (mine) => {
        lower(mine);
        return { state: settledBy(mine, false), bytes: backDated(mine, mine.chain.head) };
      },
    ],
  ]);

  it("my chain beside a head that binds is a fork; on it, below it and where it was settled it is none", () => {
    const mine = copyOf(scene);
    const binding: Binding = {
      entrySeq: 1,
      by: mine.ada.user,
      seq: 1,
      hash: otherHash(),
      kind: "cut",
      manager: false,
      root: null,
      voids: 0,
    };
    const vault = mine.team.state.vaults.get(mine.ops) as VaultInLog;
    const placed = (...bindings: Binding[]) => {
      return verdict(checkBindings({ ...vault, bindings }, chainOf(mine.team, mine.ops)));
    };
    expect(placed(binding)).toBe("log-fork");
    expect(placed({ ...binding, seq: 9 })).toBe("taken");
    expect(placed({ ...binding, hash: chainOf(mine.team, mine.ops).hashes[1] as Hash })).toBe("taken");
    const pin: Binding = {
      ...binding,
      entrySeq: 2,
      hash: chainOf(mine.team, mine.ops).hashes[1] as Hash,
      kind: "pin",
      manager: true,
    };
    expect(placed(binding, pin)).toBe("taken");
    expect(placed(binding, { ...pin, manager: false })).toBe("log-fork");
  });

  it("a pin's root must be the fold of my chain, where I stand at the pin", () => {
    const chain = chainOf(scene.team, scene.ops);
    const pin: Binding = {
      entrySeq: 1,
      by: scene.ada.user,
      ...chain.head,
      kind: "pin",
      manager: true,
      root: manifestRoot(chain),
      voids: 0,
    };
    expect(verdict(checkPin(chain, pin))).toBe("taken");
    expect(verdict(checkPin(chain, { ...pin, root: otherHash() }))).toBe("manifest root");
    expect(verdict(checkPin(chain, { ...pin, seq: pin.seq - 1, root: otherHash() }))).toBe("taken");
    expect(verdict(checkPin(chain, { ...pin, root: null }))).toBe("taken");
    const other = { ...chain, items: new Map(chain.items) };
    other.items.delete(scene.live);
    expect(manifestRoot(other)).not.toBe(manifestRoot(chain));
    const turned = { ...chain, items: new Map([...chain.items].reverse()) };
    expect(manifestRoot(turned)).toBe(manifestRoot(chain));
  });
});

describe("the changes of a commit", () => {
  const two = (first: Partial<Change>) => changes(() => [{ ...put(newId<ItemId>()), ...first }]);
  check([
    ["a second version", "taken", changes(({ live }) => [put(live, 2)])],
    ["one item twice", "manifest item-twice", changes(({ live }) => [put(live, 2), put(live, 3)])],
    ["the same version again", "manifest version", changes(({ live }) => [put(live, 1)])],
    ["a version left out", "manifest version", changes(({ live }) => [put(live, 3)])],
    ["a new item at version 2", "manifest version", changes(() => [put(newId<ItemId>(), 2)])],
    ["a new item at version 0", "manifest version", changes(() => [put(newId<ItemId>(), 0)])],
    ["without an overview", "manifest put", two({ overview: null })],
    ["without a secret", "manifest put", two({ secret: null })],
    ["a put that purges", "manifest put", two({ purged: [1] })],
    ["an overview over its limit", "limit", two({ overview: envelope(limits.overviewBytes + 1) })],
    ["an overview at its limit", "taken", two({ overview: envelope(limits.overviewBytes) })],
    ["a secret over its limit", "limit", two({ secret: envelope(limits.secretBytes + 1) })],
    ["a secret at its limit", "taken", two({ secret: envelope(limits.secretBytes) })],
    ["restored", "taken", changes(({ dead }) => [put(dead, 3)])],
    ["deleted", "taken", changes(({ live }) => [gone(live, 2)])],
    ["deleted twice", "manifest delete", changes(({ dead }) => [gone(dead, 3)])],
    ["deleted, though it never was", "manifest delete", changes(() => [gone(newId<ItemId>(), 1)])],
    [
      "deleted, with an overview",
      "manifest delete",
      changes(({ live }) => [{ ...gone(live, 2), overview: envelope() }]),
    ],
    ["deleted, with a secret", "manifest delete", changes(({ live }) => [{ ...gone(live, 2), secret: envelope() }])],
    [
      "deleted, with an attachment",
      "manifest delete",
      changes(({ live }) => [{ ...gone(live, 2), blobs: [{ blob: newId<BlobId>(), ...envelope() }] }]),
    ],
    ["deleted, with a purge", "manifest delete", changes(({ live }) => [{ ...gone(live, 2), purged: [1] }])],
    ["purged, by a manager", "taken", changes(({ dead }) => [purge(dead, 3, [1])], "ada")],
    [
      "purged of a version that is purged already",
      "manifest purge",
      (mine) => {
        const { ops, ada, dead, chain } = mine;
        const made = signed(bodyOf(mine, ada, ops, [purge(dead, 3, [1])]), ada);
        foldCommit(chain, must(verifyCommit(mine.team.state, chain, made)));
        return signed(bodyOf(mine, ada, ops, [purge(dead, 4, [1, 2])]), ada);
      },
    ],
    ["purged, by an editor", "role purge", changes(({ dead }) => [purge(dead, 3, [1])])],
    ["purged, though it lives", "manifest purge", changes(({ live }) => [purge(live, 2, [1])], "ada")],
    ["purged, though it never was", "manifest purge", changes(() => [purge(newId<ItemId>(), 1, [])], "ada")],
    ["purged of nothing", "manifest purge", changes(({ dead }) => [purge(dead, 3, [])], "ada")],
    ["purged of a version to come", "manifest purge", changes(({ dead }) => [purge(dead, 3, [3])], "ada")],
    ["purged of one version twice", "manifest purge", changes(({ dead }) => [purge(dead, 3, [1, 1])], "ada")],
    ["purged in falling order", "manifest purge", changes(({ dead }) => [purge(dead, 3, [2, 1])], "ada")],
    [
      "purged, in the audit vault",
      "role purge",
      (mine) => {
        const audit = [...mine.team.state.vaults.values()].find(({ kind }) => kind === "audit")?.vault as VaultId;
        mine.team.chains.set(audit, emptyChain(audit));
        const item = newId<ItemId>();
        commit(mine, mine.ada, audit, [put(item)]);
        commit(mine, mine.ada, audit, [gone(item, 2)]);
        const bytes = signed(bodyOf(mine, mine.ada, audit, [purge(item, 3, [1])]), mine.ada);
        return { bytes, chain: chainOf(mine.team, audit) };
      },
    ],
  ]);

  it("fold to the newest version of each item, tombstones too", () => {
    const { items, head, hashes } = chainOf(scene.team, scene.ops);
    expect(items.get(scene.live)).toMatchObject({
      version: 1,
      deleted: false,
      commitSeq: 1,
      author: { user: scene.ada.user },
    });
    expect(items.get(scene.dead)).toMatchObject({
      version: 2,
      deleted: true,
      commitSeq: 2,
      overview: null,
      author: { user: scene.bob.user as UserId },
    });
    expect(head).toEqual({ seq: 2, hash: hashes[2] });
  });
});
