/** Vault chains: heads, pages, pushes through the shared verifier, and envelopes by hash. */
import { envelopeHash } from "../../shared/crypto/hash.ts";
import { type Commit, parseCommit } from "../../shared/protocol/commit.ts";
import type { Hash, VaultId } from "../../shared/protocol/ids.ts";
import { limits } from "../../shared/protocol/limits.ts";
import { emptyChain, foldCommit, type VaultChain, verifyCommit } from "../../shared/protocol/vault-chain.ts";
import { fail, ok, type Result } from "../../shared/result.ts";
import { servedRight, servedVaults } from "../served.ts";
import { appendCommits, readCommits, readEnvelopes } from "../store/vault-rows.ts";
import { chainOf, inTurn, type Team } from "../teams.ts";
import type { Call, Context, Handler } from "./context.ts";

/** The caller's team and user, if he may read this vault now; else as if neither existed. */
function reader(
  context: Context,
  call: Pick<Call<"commits">, "session">,
  vault: VaultId | null,
): Result<{ team: Team; vault: VaultId }> {
  const team = context.teams.get(call.session.team);
  const { identity } = call.session;
  if (team === undefined || identity.kind !== "device") return fail("session-binding");
  if (vault === null || servedRight(team.state, identity.user, vault, context.now()) === null) return fail("not-found");
  return ok({ team, vault });
}

/** The head of every vault that the caller is served. */
export const readHeads: Handler<"vaults"> = async (context, { session }) => {
  const team = context.teams.get(session.team);
  const { identity } = session;
  if (team === undefined || identity.kind !== "device") return fail("session-binding");
  const heads = [];
  for (const vault of servedVaults(team.state, identity.user, context.now())) {
    const { head } = await inTurn(team, () => chainOf(context.store, team, vault));
    heads.push({ vault, ...head });
  }
  return ok({ heads });
};

/** A page of a vault's chain from `from` on, and its head. */
export const readChainPage: Handler<"commits"> = async (context, call) => {
  const may = reader(context, call, call.vault);
  if (!may.ok) return may;
  const { team, vault } = may.value;
  const { head } = await inTurn(team, () => chainOf(context.store, team, vault));
  return ok({
    head,
    commits: await readCommits(context.store.db, call.session.team, vault, {
      from: call.request.from,
      maxBytes: limits.pageBytes,
    }),
  });
};

/** Appends commits by compare-and-set on `seq`; the loser reads on and posts anew. A repeat of the same bytes is ok. */
export const push: Handler<"push"> = async (context, call) => {
  const may = reader(context, call, call.vault);
  if (!may.ok) return may;
  return inTurn(may.value.team, () => pushInTurn(context, may.value, call));
};

async function pushInTurn(
  context: Context,
  { team, vault }: { team: Team; vault: VaultId },
  { session, request }: Call<"push">,
): Promise<Result<{ head: VaultChain["head"] }>> {
  const chain = await chainOf(context.store, team, vault);
  const first = parseCommit(request.commits[0] as Uint8Array);
  if (!first.ok) return first;
  if (first.value.body.seq <= chain.head.seq) {
    const isRepeat = request.commits.every((bytes, at) => {
      const commit = parseCommit(bytes);
      return commit.ok && chain.hashes[first.value.body.seq + at] === commit.value.hash;
    });
    return isRepeat
      ? ok({ head: chain.head })
      : fail("manifest", { vault, reason: "head", number: chain.head.seq }, "later");
  }
  // Later commits of one post stand on earlier ones: they are judged on a trial that holds only what they touch.
  const trial = trialOf(chain);
  const taken: Commit[] = [];
  for (const bytes of request.commits) {
    const commit = verifyCommit(team.state, trial, bytes);
    if (!commit.ok) return commit;
    const { author } = commit.value.body;
    if (session.identity.kind !== "device" || author.device !== session.identity.device)
      return fail("role", { reason: "author" });
    foldCommit(trial, commit.value);
    taken.push(commit.value);
  }
  const envelopes = await matchEnvelopes(context, { team, vault }, taken, request.envelopes);
  if (!envelopes.ok) return envelopes;
  const rows = taken.map(({ body, hash, bytes }) => ({ seq: body.seq, hash, bytes }));
  await context.store.db
    .transaction()
    .execute((transaction) => appendCommits(transaction, { team: team.state.team, vault }, rows, envelopes.value));
  for (const commit of taken) foldCommit(chain, commit);
  context.hint(
    team,
    { kind: "vault", vault, seq: chain.head.seq },
    (user) => servedRight(team.state, user as never, vault, context.now()) !== null,
  );
  return ok({ head: chain.head });
}

/** A chain that reads through to `chain` and writes to itself. */
function trialOf(chain: VaultChain): VaultChain {
  const written: VaultChain["items"] = new Map();
  const items = {
    get: (item: never) => written.get(item) ?? chain.items.get(item),
    set: (item: never, value: never) => written.set(item, value),
  };
  return {
    ...emptyChain(chain.vault),
    head: chain.head,
    logSeq: chain.logSeq,
    items: items as unknown as VaultChain["items"],
    hashes: [],
  };
}

/** Every envelope that the commits name is there, by hash and size, and nothing else is taken. */
async function matchEnvelopes(
  context: Context,
  { team, vault }: { team: Team; vault: VaultId },
  commits: Commit[],
  given: Uint8Array[],
): Promise<Result<{ hash: Hash; bytes: Uint8Array }[]>> {
  const sizes = new Map<Hash, number>();
  for (const { body } of commits) {
    for (const { face, secret } of body.changes)
      for (const envelope of [face, secret]) if (envelope !== null) sizes.set(envelope.hash, envelope.size);
  }
  const envelopes = [];
  for (const bytes of given) {
    const hash = envelopeHash(bytes);
    if (sizes.get(hash) !== bytes.length) return fail("manifest", { vault, reason: "envelope" });
    sizes.delete(hash);
    envelopes.push({ hash, bytes });
  }
  const stored = await readEnvelopes(context.store.db, { team: team.state.team, vault }, [...sizes.keys()]);
  const isMissing = [...sizes.values()].some((size, at) => stored[at]?.length !== size);
  return isMissing ? fail("manifest", { vault, reason: "envelope-missing" }) : ok(envelopes);
}

/** Envelopes by hash, of one vault. */
export const readEnvelopesRoute: Handler<"envelopes"> = async (context, call) => {
  const may = reader(context, call, call.request.vault);
  if (!may.ok) return may;
  const envelopes = await readEnvelopes(
    context.store.db,
    { team: call.session.team, vault: may.value.vault },
    call.request.hashes,
  );
  return ok({ envelopes: fitting(envelopes) });
};

/** Bounded work: as many as one page holds, at least one; the rest is asked for again. */
function fitting(envelopes: (Uint8Array | null)[]): (Uint8Array | null)[] {
  let size = 0;
  const cut = envelopes.findIndex((bytes, at) => {
    size += bytes?.length ?? 0;
    return at > 0 && size > limits.pageBytes;
  });
  return cut < 0 ? envelopes : envelopes.slice(0, cut);
}
