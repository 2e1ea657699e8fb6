/**
 * A server whose heads are an exact prefix of mine was perhaps restored from an older copy [protocol: Restored servers]: it is offered
 * what it lacks, as it was received. My heads never move back. One that does not take it stays `log-rollback`.
 */
import type { Hash, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import type { Entry } from "../../../shared/protocol/team-log/entry.ts";
import { entryRule } from "../../../shared/protocol/team-log/entry-types.ts";
import { headAt } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Head, TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import type { Commit } from "../../../shared/protocol/vault-chain/commit.ts";
import { type BroughtBack, joined, type Stretch } from "../local/brought-back.ts";
import { findBlob, findEntry, findEnvelope } from "../local/named-bytes.ts";
import type { Database, Ports } from "../ports.ts";
import { isTransportFailure } from "./failure-kinds.ts";
import type { Transport } from "./transport.ts";

export type BringBack = {
  /** Offers entries above the server's head, and commits where an entry waits for them; ok once the server holds my head. */
  log(server: Head): Promise<Result<true>>;
  /** Offers commits above the server's head of this vault; ok once the server holds mine. */
  vault(vault: VaultId, server: Head): Promise<Result<true>>;
  /** Sends what the server says that it lacks and that lies here, where it is time to ask; tells what was brought since. */
  finish(): Promise<Result<true>>;
};

type Holder = {
  db: Database;
  ports: Pick<Ports, "clock">;
  transport: Pick<Transport, "call">;
  state(): TeamState;
  chain(vault: VaultId): VaultChain;
  commits(vault: VaultId): Result<Commit[]>;
  /** Vaults whose chains are kept here. */
  readable(): VaultId[];
  /** What others signed of where they stand. */
  statements(): Uint8Array[];
  /** These entries and commits were brought back. */
  told(what: BroughtBack): void;
};
type Bringing = Holder & {
  /** The server took these of a vault, or of the log. */
  took(vault: VaultId | null, stretch: Stretch): void;
};

/** What one post holds: half of what a server takes, so that the rest has space beside it. */
const postBytes = 8 * 1024 * 1024;
const blobsPerPost = 256;
/** A server that goes on forgetting is not served for ever: so often for one head that it shows, and so often in all, until the next unlock. */
const timesMost = { ofHead: 3, inAll: 200 };
const askEveryMs = 600_000;
/** So long an app waits for somebody else's to stand behind what its person signed alone, or for their second factor. */
const waitMs = 3_600_000;

/** What a server took, until it is told. */
function createTaking(): Pick<Bringing, "took"> & { end(): BroughtBack } {
  let log: Stretch | null = null;
  let vaults = new Map<VaultId, Stretch>();
  return {
    took(vault, stretch) {
      if (vault === null) log = joined(log, stretch);
      else vaults.set(vault, joined(vaults.get(vault) ?? null, stretch) ?? stretch);
    },
    end() {
      const taken = { log, vaults };
      log = null;
      vaults = new Map();
      return taken;
    },
  };
}

/** Brings back through `transport` what lies in `db`. */
export function createBringBack(given: Holder): BringBack {
  const taking = createTaking();
  const holder: Bringing = { ...given, took: taking.took };
  const times = new Map<string, number>();
  let tries = 0;
  let waitsSince: number | null = null;
  let brought = 0;
  let askedAt: number | null = null;

  /** What a server does with what it is offered is its last word about that head. */
  async function attempt(
    { vault, server }: { vault?: VaultId; server: Head },
    run: () => Promise<Result<number | null>>,
  ): Promise<Result<true>> {
    const refused = fail("log-rollback", { ...(vault === undefined ? {} : { vault }), number: server.seq });
    const name = `${vault ?? ""}/${server.hash}`;
    const before = times.get(name) ?? 0;
    if (before >= timesMost.ofHead || tries >= timesMost.inAll) return refused;
    const done = await run();
    if (!done.ok && isWayLost(done.failure)) return done;
    tries++;
    const isAsked = !done.ok && done.failure.code === "step-up" && mayAsk(holder, vault, server);
    if (!done.ok && (isAsked || done.failure.code === "recipient-set")) {
      waitsSince ??= holder.ports.clock.now();
      // For an answer of the second factor its person is asked, and no longer either: else a server would hide a rollback behind it.
      if (Math.abs(holder.ports.clock.now() - waitsSince) < waitMs)
        return isAsked ? done : fail("throttled", { reason: "restoring" }, "later");
    }
    times.set(name, before + 1);
    if (!done.ok || done.value === null) return refused;
    waitsSince = null;
    brought += done.value;
    askedAt = null;
    return ok(true);
  }

  return {
    log: (server) => attempt({ server }, () => bringLog(holder, server)),
    vault: (vault, server) => attempt({ vault, server }, () => bringVault(holder, vault, server)),
    async finish() {
      const now = holder.ports.clock.now();
      if (askedAt === null || Math.abs(now - askedAt) >= askEveryMs) {
        const sent = await sendLacking(holder);
        if (!sent.ok) return isTransportFailure(sent.failure) ? sent : ok(true);
        askedAt = now;
      }
      const taken = taking.end();
      if (brought > 0) given.told(taken);
      brought = 0;
      return ok(true);
    },
  };
}

/** The server was not reached. A purge that it takes in some days keeps nothing else waiting. */
function isWayLost(failure: Failure): boolean {
  return isTransportFailure(failure) && !(failure.code === "throttled" && failure.detail?.reason === "purge");
}

/** Whether a server may ask for the second factor before it takes what is above its head: entries, and commits that purge. */
function mayAsk({ commits }: Holder, vault: VaultId | undefined, server: Head): boolean {
  if (vault === undefined) return true;
  const mine = commits(vault);
  return mine.ok && mine.value.slice(server.seq).some(({ body }) => body.changes.some(({ op }) => op === "purge"));
}

/** Entries as far as they go; where one names heads that the server lacks, the commits up to them first. Null: not all were taken. */
async function bringLog(holder: Bringing, server: Head): Promise<Result<number | null>> {
  let at = server;
  let brought = 0;
  for (;;) {
    const posted = await postEntries(holder, at);
    if (!posted.ok && isTransportFailure(posted.failure)) return posted;
    const reached = posted.ok ? posted.value : at;
    brought += reached.seq - at.seq;
    if (reached.seq >= holder.state().head.seq) return ok(brought);
    const moved = reached.seq > at.seq ? ok(0) : await bringChains(holder, reached);
    if (!moved.ok) return moved;
    if (reached.seq === at.seq && moved.value === 0) return posted.ok ? ok(null) : posted;
    brought += moved.value;
    at = reached;
  }
}

/** One post; answers where the server's log then stands on mine: where it did, if it says anything else. */
async function postEntries({ db, transport, state, statements, took }: Bringing, from: Head): Promise<Result<Head>> {
  const entries: Entry[] = [];
  let bytes = 0;
  for (let seq = from.seq + 1; seq <= state().head.seq && entries.length < limits.entriesPerPost; seq++) {
    const entry = findEntry(db, seq, headAt(state(), seq));
    if (entry === null || bytes + entry.bytes.length > postBytes) break;
    entries.push(entry);
    bytes += entry.bytes.length;
  }
  if (entries.length === 0) return ok(from);
  const blobs: Uint8Array[] = [];
  for (const hash of entries.flatMap(blobsOf)) {
    const blob = blobs.length < blobsPerPost && bytes < postBytes ? findBlob(db, hash) : null;
    if (blob === null) continue;
    blobs.push(blob);
    bytes += blob.length;
  }
  const body = { entries: entries.map((entry) => entry.bytes), blobs, statements: statements() };
  const posted = await transport.call("restoreLog", body);
  if (!posted.ok) return posted;
  const { head } = posted.value;
  if (head.seq <= from.seq || headAt(state(), head.seq) !== head.hash) return ok(from);
  took(null, { from: from.seq, to: head.seq });
  return ok(head);
}

function blobsOf({ body }: Entry): Hash[] {
  return [...body.attached.bundles.map(({ hash }) => hash), ...entryRule(body.type).histories(body.payload)];
}

/** Commits that stand on no more of the log than the server has by now. */
async function bringChains(holder: Bringing, { seq: logSeq }: Head): Promise<Result<number>> {
  const heads = await holder.transport.call("vaults", {});
  if (!heads.ok) return heads;
  let brought = 0;
  for (const vault of holder.readable()) {
    const server = heads.value.heads.find((head) => head.vault === vault);
    if (server === undefined || !isBehind(holder.chain(vault), server)) continue;
    const posted = await postCommits(holder, vault, { server, logSeq });
    if (!posted.ok && isWayLost(posted.failure)) return posted;
    if (posted.ok) brought += posted.value.seq - server.seq;
  }
  return ok(brought);
}

/** Whether this head stands on my chain, below mine. */
export function isBehind({ head, hashes }: Pick<VaultChain, "head" | "hashes">, server: Head): boolean {
  return server.seq < head.seq && hashes[server.seq] === server.hash;
}

/** All commits above the server's head; null: not all were taken. */
async function bringVault(holder: Bringing, vault: VaultId, server: Head): Promise<Result<number | null>> {
  const { head } = holder.chain(vault);
  const logSeq = holder.state().head.seq;
  for (let at = server; ; ) {
    const posted = await postCommits(holder, vault, { server: at, logSeq });
    if (!posted.ok) return posted;
    if (posted.value.seq >= head.seq) return ok(head.seq - server.seq);
    if (posted.value.seq <= at.seq) return ok(null);
    at = posted.value;
  }
}

type Behind = { server: Head; logSeq: number };

/** One post of commits, with as many of their envelopes as it holds; the rest is asked for. */
async function postCommits(holder: Bringing, vault: VaultId, { server, logSeq }: Behind): Promise<Result<Head>> {
  const { db, transport, chain } = holder;
  const mine = holder.commits(vault);
  if (!mine.ok) return mine;
  const commits: Commit[] = [];
  let bytes = 0;
  for (const commit of mine.value.slice(server.seq)) {
    const isFull = commits.length >= limits.commitsPerRestore || bytes + commit.bytes.length > postBytes;
    if (isFull || commit.body.logSeq > logSeq) break;
    commits.push(commit);
    bytes += commit.bytes.length;
  }
  if (commits.length === 0) return ok(server);
  const envelopes: Uint8Array[] = [];
  for (const hash of commits.flatMap(envelopesOf)) {
    const isSpace = envelopes.length < 2 * limits.changesPerCommit && bytes < postBytes;
    const envelope = isSpace ? findEnvelope(db, hash) : null;
    if (envelope === null) continue;
    envelopes.push(envelope);
    bytes += envelope.length;
  }
  const body = { commits: commits.map((commit) => commit.bytes), envelopes };
  const posted = await transport.call("restoreVault", body, vault);
  if (!posted.ok) return posted;
  const { head } = posted.value;
  if (chain(vault).hashes[head.seq] !== head.hash) return ok(server);
  if (head.seq > server.seq) holder.took(vault, { from: server.seq, to: head.seq });
  return ok(head);
}

function envelopesOf({ body }: Commit): Hash[] {
  return body.changes.flatMap(({ overview, secret }) => [overview, secret].flatMap((part) => part?.hash ?? []));
}

/** Asks what is lacking and sends what lies here of it, page by page. */
async function sendLacking({ db, transport }: Holder): Promise<Result<true>> {
  for (let from = 0; ; ) {
    const page = await transport.call("lacking", { from });
    if (!page.ok) return page;
    const { lacking, next } = page.value;
    const vaults = new Set(lacking.map(({ vault }) => vault));
    for (const vault of vaults) {
      const hashes = lacking.filter((one) => one.vault === vault).map(({ hash }) => hash);
      const found = hashes.flatMap((hash) => (vault === null ? findBlob(db, hash) : findEnvelope(db, hash)) ?? []);
      for (const bytes of inPosts(found)) {
        const sent =
          vault === null
            ? await transport.call("restoreLog", { entries: [], blobs: bytes, statements: [] })
            : await transport.call("restoreVault", { commits: [], envelopes: bytes }, vault);
        if (!sent.ok) return sent;
      }
    }
    // A page that does not go on is the last.
    if (next === null || next <= from) return ok(true);
    from = next;
  }
}

/** Parts of the list that each fit into one post. */
function inPosts(all: readonly Uint8Array[]): Uint8Array[][] {
  const posts: Uint8Array[][] = [];
  let size = 0;
  for (const bytes of all) {
    const last = posts.at(-1);
    if (last === undefined || last.length >= blobsPerPost || size + bytes.length > postBytes) {
      posts.push([bytes]);
      size = bytes.length;
    } else {
      last.push(bytes);
      size += bytes.length;
    }
  }
  return posts;
}
