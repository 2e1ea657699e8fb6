/**
 * Versions of items from the commits that the verified chain names [protocol: Local file]. The table of versions only says
 * where to look: what is told comes from a commit whose hash is the chain's. What this disk lost of a commit is fetched again.
 */
import type { ChangeId, DeviceId, EpochMs, Hash, ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { type Change, type Commit, parseCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import type { Database } from "../ports.ts";
import type { ItemVersion } from "../store/item-rows.ts";
import { readCommit, readVersionSeqs, restoreCommit } from "../store/vault-rows.ts";

export type ChainHistory = {
  /**
   * All versions of an item, newest first. `offline`, reason `file`, where this disk lost one and the server does not give
   * its commit.
   */
  versions(vault: VaultId, item: ItemId): Promise<Result<ItemVersion[]>>;
  /** Those of them that this disk holds, newest first. */
  held(vault: VaultId, item: ItemId): ItemVersion[];
  /** The files that the signed change of a version names; null where this disk lost its commit. */
  filesOf(version: Pick<ItemVersion, "vault" | "item" | "version">): Change["blobs"] | null;
  /** The version that this change by this device made of the item, where the chain holds it: a push of it is a repeat then. */
  pushedAs(change: { vault: VaultId; item: ItemId; changeId: ChangeId; device: DeviceId }): number | null;
};

type Holder = {
  db: Database;
  chain(vault: VaultId): VaultChain;
  /** The server's commits from this one on. */
  fetch(vault: VaultId, from: number): Promise<Result<{ commits: Uint8Array[] }>>;
  /** A version is lost here and nobody gives it now. */
  lost(vault: VaultId): void;
};
type Found = { commit: Commit; changes: Map<ItemId, Change> };

/** Parsed commits that are kept: pushes and histories ask for the same few again and again. */
const keptCommits = 8;

type ChangesByVersion = Map<number, { found: Found; change: Change }>;

/** The commits of the chains, by their place; a few stay parsed. */
function createCommits({ db, chain }: Holder) {
  const kept = new Map<Hash, Found>();

  function keep(hash: Hash, commit: Commit): Found {
    const found = { commit, changes: new Map(commit.body.changes.map((change) => [change.item, change])) };
    kept.set(hash, found);
    const [oldest] = kept.keys();
    if (kept.size > keptCommits && oldest !== undefined) kept.delete(oldest);
    return found;
  }

  /** The commit at a height if what lies there is the chain's. */
  function find(vault: VaultId, seq: number): Found | null {
    const hash = chain(vault).hashes[seq];
    if (hash === undefined || seq === 0) return null;
    const had = kept.get(hash);
    if (had !== undefined) return had;
    const bytes = readCommit(db, vault, seq);
    const commit = bytes === null ? null : parseCommit(bytes);
    return commit?.ok === true && commit.value.hash === hash ? keep(hash, commit.value) : null;
  }

  return {
    find,
    /** Keeps of commits that the server gives from this height on those that are the chain's. */
    restore(vault: VaultId, from: number, given: readonly Uint8Array[]): void {
      const { hashes } = chain(vault);
      db.transaction(() => {
        for (const [at, bytes] of given.entries()) {
          const commit = parseCommit(bytes);
          if (commit.ok && commit.value.hash === hashes[from + at]) restoreCommit(db, vault, commit.value);
        }
      });
    },
    /** Changes of an item, looked for at these heights. */
    changesAt(vault: VaultId, item: ItemId, seqs: Iterable<number>): ChangesByVersion {
      const changes: ChangesByVersion = new Map();
      for (const seq of new Set(seqs)) {
        const found = find(vault, seq);
        const change = found?.changes.get(item);
        if (found != null && change !== undefined) changes.set(change.version, { found, change });
      }
      return changes;
    },
  };
}

/** The history of all chains of a profile. */
export function createChainHistory(holder: Holder): ChainHistory {
  const { db, chain } = holder;
  const commits = createCommits(holder);

  function lookUp(vault: VaultId, item: ItemId): ChangesByVersion {
    const newest = chain(vault).items.get(item);
    if (newest === undefined) return new Map();
    return commits.changesAt(vault, item, [newest.commitSeq, ...readVersionSeqs(db, vault, item)]);
  }

  /** Every height of the chain, and from the server what is not here: the table of versions may have lost its rows. */
  async function lookEverywhere(vault: VaultId, item: ItemId): Promise<ChangesByVersion> {
    const { head } = chain(vault);
    for (let seq = 1; seq <= head.seq; seq++) {
      if (commits.find(vault, seq) !== null) continue;
      const page = await holder.fetch(vault, seq);
      if (!page.ok || page.value.commits.length === 0) break;
      commits.restore(vault, seq, page.value.commits);
      // What this page should have held is not asked for again, whatever stood there.
      seq += page.value.commits.length - 1;
    }
    return commits.changesAt(
      vault,
      item,
      Array.from({ length: head.seq }, (_, at) => at + 1),
    );
  }

  const isWhole = (vault: VaultId, item: ItemId, changes: ChangesByVersion): boolean =>
    changes.size === (chain(vault).items.get(item)?.version ?? 0);

  return {
    async versions(vault, item) {
      let changes = lookUp(vault, item);
      if (!isWhole(vault, item, changes)) changes = await lookEverywhere(vault, item);
      if (isWhole(vault, item, changes)) return ok(inOrder(vault, changes));
      holder.lost(vault);
      return fail("offline", { vault, reason: "file" }, "later");
    },
    held: (vault, item) => inOrder(vault, lookUp(vault, item)),
    filesOf({ vault, item, version }) {
      const newest = chain(vault).items.get(item);
      const changes =
        newest?.version === version ? commits.changesAt(vault, item, [newest.commitSeq]) : lookUp(vault, item);
      return changes.get(version)?.change.blobs ?? null;
    },
    pushedAs({ vault, item, changeId, device }) {
      const pushed = [...lookUp(vault, item).values()].find(
        ({ found, change }) => change.changeId === changeId && found.commit.body.author.device === device,
      );
      return pushed?.change.version ?? null;
    },
  };
}

function inOrder(vault: VaultId, changes: ReadonlyMap<number, { found: Found; change: Change }>): ItemVersion[] {
  const purges = purgesIn(changes);
  return [...changes.values()]
    .sort((left, right) => right.change.version - left.change.version)
    .map(({ found, change }) => {
      const { op, item, version, schema, overview, secret } = change;
      const { epoch, author, time } = found.commit.body;
      const made = { vault, item, version, op, epoch, schema, author, time: time as EpochMs };
      const purgedBy = purges.get(version);
      return purgedBy === undefined
        ? { ...made, overview, secret }
        : { ...made, overview: null, secret: null, purgedBy };
    });
}

/** Which versions were purged, and by whom: what the server gave up is asked for no more. */
function purgesIn(changes: ReadonlyMap<number, { found: Found; change: Change }>) {
  const purges = new Map<number, { user: UserId; time: EpochMs }>();
  for (const { found, change } of changes.values()) {
    const { author, time } = found.commit.body;
    for (const version of change.purged) purges.set(version, { user: author.user, time: time as EpochMs });
  }
  return purges;
}
