/** Section C: what stands in a vault is what somebody with the right signed, whole, in order and current. */

import { openItemOverview, openItemSecret, sealItemSecret } from "../../shared/crypto/item-envelopes.ts";
import { newId, randomBytes, setRandomSource } from "../../shared/crypto/random.ts";
import { signBytes } from "../../shared/crypto/sign.ts";
import { newVaultKey } from "../../shared/crypto/vault-key.ts";
import { encode } from "../../shared/encoding/canonical.ts";
import { idBytes } from "../../shared/encoding/id-bytes.ts";
import type { Hash, ItemId } from "../../shared/encoding/ids.ts";
import { ok } from "../../shared/failures.ts";
import type { RouteResponse } from "../../shared/protocol/routes/routes.ts";
import { hashAt } from "../../shared/protocol/team-log/state/log-hashes.ts";
import type { VaultChain } from "../../shared/protocol/vault-chain/chain.ts";
import { buildCommit, type Change, type CommitBody, parseCommit } from "../../shared/protocol/vault-chain/commit.ts";
import { eachChange } from "../../shared/testing/changed-bytes.ts";
import { commit as buildOn, fold } from "../../shared/testing/commits.ts";
import { planAccess, planRotate, act as take } from "../../shared/testing/entries.ts";
import { type Person, must as value } from "../../shared/testing/team.ts";
import { joinBytes } from "../../shared/text.ts";
import { eventually } from "../kit/eventually.ts";
import { hostileTeam, inStep, readsAll } from "../kit/hostile-team.ts";
import { must } from "../kit/must.ts";
import { countIn, formsOf } from "../kit/scan.ts";
import { type Attack, checkSection, type Verdict } from "./attack.ts";
import { flip, lie } from "./on-client.ts";
import { brokenRandom, context, everyBit, halves, key } from "./on-envelope.ts";
import { fileGame } from "./on-files.ts";
import { act, commit, type Scene } from "./on-protocol.ts";

type Page = RouteResponse<"commits">;
type Envelopes = RouteResponse<"envelopes">["envelopes"];

/** A lie about the commits of one vault. */
const commits = (
  changes: string,
  code: "manifest" | "signature" | "log-rollback" | "suite" | "encoding" | "not-found",
  tamper: (page: Page) => Page | Response,
) =>
  lie({
    changes,
    code,
    about: "vault",
    how: (line, team) => line.tamper("commits", (page, { vault }) => (vault === team.vault ? tamper(page) : page)),
  });
/** A lie about the envelopes of that vault. */
const envelopes = (changes: string, code: "manifest" | "encoding", tamper: (all: Envelopes) => Envelopes) =>
  lie({
    changes,
    code,
    about: "vault",
    afterGood: true,
    how: (line, team) =>
      line.tamper("envelopes", (answer, { body }) =>
        Buffer.from(body ?? []).includes(Buffer.from(idBytes(team.vault)))
          ? { envelopes: tamper(answer.envelopes) }
          : answer,
      ),
  });

/** Bob's commit of a new login, its body changed before it is signed again, or after. */
function body(
  changes: string,
  code: Parameters<typeof commit>[1],
  change: (body: CommitBody, mine: Scene) => Partial<CommitBody>,
  by: (mine: Scene) => Person = ({ bob }) => bob,
): Attack {
  return commit(changes, code, (mine, evil) => {
    const { bytes } = buildOn(mine.team, by(mine), { vault: mine.ops });
    const { body: honest } = value(parseCommit(bytes));
    return evil ? buildCommit({ ...honest, ...change(honest, mine) }, by(mine).keys).bytes : bytes;
  });
}

const wholeRollback: Attack = {
  changes: "the server's database of before two edits and a new vault, which takes none of them back",
  code: "log-rollback",
  run: async () => {
    const team = await hostileTeam();
    const { ada, bob, vault, item } = team;
    const turnTo = await team.snapshot();
    await must(bob, "item.save", { vault, item, changes: { password: "second" } });
    await eventually(
      () => ada.call("vault.create", { title: "New" }),
      (made) => made.ok,
    );
    await inStep(bob, 2);
    const { logSeq } = await must(bob, "sync.status", {});
    await must(ada, "account.lock", {});
    for (const route of ["restoreLog", "restoreVault"] as const) team.line.answer(route, notFound);
    await turnTo("copy");
    // A round that began while the server was changed over answers "offline".
    const status = await eventually(
      () => must(bob, "sync.now", {}),
      ({ state }) => state !== "offline",
    );
    if (status.logSeq !== logSeq) throw new Error("the head went back");
    await readsAll(team, "second");
    team.line.honest();
    await turnTo("now");
    await must(bob, "sync.resume", {});
    await inStep(bob, 2);
    return { attack: status.failures[0]?.code ?? "taken", twin: "taken" };
  },
};

/** The first two blocks of a part, each in the other's place. */
function swapBlocks(part: Uint8Array): Uint8Array {
  const block = 64 * 1024;
  return joinBytes([part.subarray(block, 2 * block), part.subarray(0, block), part.subarray(2 * block)]);
}

const slowOracle: Attack = {
  changes: "20 answers in a row that do not verify",
  code: "no effect",
  run: async () => {
    const { bob, line } = await hostileTeam();
    line.tamper("log", ({ head }) => ({ head, entries: [] }));
    for (let time = 0; time < 20; time++) await must(bob, "sync.now", {});
    line.honest();
    line.forget();
    await must(bob, "sync.now", {});
    const isSilent = line.asked.length === 0;
    await must(bob, "sync.resume", {});
    await inStep(bob, 2);
    return { attack: isSilent ? "no effect" : "it is still asked", twin: "taken" };
  },
};

/** Every address that is asked, while secrets stand where addresses do. */
const noFetch: Attack = {
  changes: "a password in the title, the address and the notes of a login: what is asked of the network",
  code: "no effect",
  run: async () => {
    const { bob, line, running, vault } = await hostileTeam();
    line.forget();
    const secret = "kanarie-9wq2-adresse";
    const changes = { title: secret, urls: [`http://${secret}.example/${secret}`], password: secret, notes: secret };
    await must(bob, "item.save", { vault, kind: "login", changes });
    await must(bob, "item.list", { text: secret });
    await must(bob, "sync.now", {});
    const forms = formsOf(secret);
    const isElsewhere = line.asked.some(({ url }) => !url.startsWith(running.url));
    const isSaid = line.asked.some(
      ({ url, body: sent }) => countIn(Buffer.concat([Buffer.from(url), Buffer.from(sent ?? [])]), forms) > 0,
    );
    return { attack: isElsewhere || isSaid ? "the network learned it" : "no effect", twin: "taken" };
  },
};

/** A commit whose version lies `by` beside the one that is due. */
function otherVersion(changes: string, by: number): Attack {
  return commit(changes, "manifest", (mine, evil) => {
    const tamper = (change: Change): Change => (evil ? { ...change, version: change.version + by } : change);
    return buildOn(mine.team, mine.bob, { vault: mine.ops, items: [mine.login], tamper }).bytes;
  });
}

checkSection("C", {
  22: [
    act("a secret served as an overview", "commitment", (evil) =>
      openItemOverview(key, context, halves[evil ? "secret" : "overview"].seal(key, context, randomBytes(40))),
    ),
    act("an overview served as a secret", "commitment", (evil) =>
      openItemSecret(key, context, halves[evil ? "overview" : "secret"].seal(key, context, randomBytes(40))),
    ),
  ],
  23: [
    envelopes("two items' envelopes in each other's place", "manifest", (all) => [...all].reverse()),
    act("another item's envelope", "commitment", (evil) =>
      openItemSecret(
        key,
        context,
        sealItemSecret(key, evil ? { ...context, item: newId<ItemId>() } : context, randomBytes(40)),
      ),
    ),
  ],
  26: [
    envelopes("an envelope of another version", "manifest", ([one, ...rest]) => [rest[0] ?? one ?? null, ...rest]),
    act("the version before", "commitment", (evil) =>
      openItemSecret(key, context, sealItemSecret(key, evil ? { ...context, version: 2 } : context, randomBytes(40))),
    ),
    otherVersion("version n again", -1),
    otherVersion("a version left out", 1),
  ],
  27: [
    commits("one commit left out", "manifest", ({ head, commits: [, ...rest] }) => ({ head, commits: rest })),
    commits("no commit at all under an honest head", "manifest", ({ head }) => ({ head, commits: [] })),
    commits("one commit a second time", "manifest", ({ head, commits: [one, ...rest] }) => ({
      head,
      commits: [...rest, one, ...rest] as Uint8Array[],
    })),
    envelopes("no envelope", "encoding", () => []),
  ],
  29: [
    commits("two commits swapped", "manifest", ({ head, commits: [one, two, ...rest] }) => ({
      head,
      commits: [two, one, ...rest] as Uint8Array[],
    })),
    body("built on the commit before the last", "manifest", (_body, mine) => ({
      prev: (mine.team.chains.get(mine.ops) as VaultChain).hashes[0] as Hash,
    })),
    body("on an older log than the commit before", "manifest", (honest, mine) => ({
      logSeq: honest.logSeq - 1,
      logHead: hashAt(mine.team.state.hashes, honest.logSeq - 1) as Hash,
    })),
  ],
  31: [wholeRollback],
  32: [
    commits("an empty vault", "log-rollback", ({ head }) => ({ head: { seq: 0, hash: head.hash }, commits: [] })),
    commits("not-found for a vault of mine", "not-found", notFound),
    commits("nothing", "encoding", () => new Response(new Uint8Array())),
    lie({
      changes: "a vault left out of the list",
      code: "log-rollback",
      about: "vault",
      how: (line, team) =>
        line.tamper("vaults", ({ heads }) => ({ heads: heads.filter(({ vault }) => vault !== team.vault) })),
    }),
  ],
  34: [
    ...(["overview", "secret"] as const).flatMap((half) =>
      eachChange(context).map(({ path, changed }) =>
        act(`${path} of the place of an ${half === "overview" ? "overview" : "item's secret"}`, "commitment", (evil) =>
          halves[half].open(key, evil ? changed : context, halves[half].seal(key, context, randomBytes(40))),
        ),
      ),
    ),
    ...commitFields(),
  ],
  35: { later: "a flag to ask again" },
  36: [
    everyBit("overview"),
    everyBit("secret"),
    envelopes("one bit of an envelope", "manifest", ([one, ...rest]) => [
      one === undefined || one === null ? null : flip(one, 30),
      ...rest,
    ]),
  ],
  37: [
    fileGame("its last part left out", "encoding", ({ at, part }) => (at === 2 ? new Uint8Array() : part(at))),
    fileGame("its last part twice, in place of the one before", "encoding", ({ at, part }) => part(at === 1 ? 2 : at)),
    fileGame("two parts in another order", "manifest", ({ at, part }) => part([1, 0, 2][at] as number)),
    fileGame("a part twice", "manifest", ({ at, part }) => part(at === 1 ? 0 : at)),
    fileGame("two files joined", "manifest", ({ at, part, other }) => (at === 0 ? part(at) : other(at))),
    fileGame("another file of the same item and size", "manifest", ({ at, other }) => other(at)),
    fileGame("one bit of its first block", "manifest", ({ at, part }) => (at === 0 ? flip(part(0), 5000) : part(at))),
    fileGame("two blocks within a part in another order", "manifest", ({ at, part }) =>
      at === 1 ? swapBlocks(part(at)) : part(at),
    ),
  ],
  38: [noFetch],
  39: { later: "the health report" },
  41: [
    act("one envelope under two keys", "commitment", (evil) =>
      openItemSecret(evil ? newVaultKey() : key, context, sealItemSecret(key, context, randomBytes(40))),
    ),
  ],
  43: [
    commit(
      "signed by a reader",
      "role",
      (mine, evil) => buildOn(mine.team, evil ? mine.dora : mine.bob, { vault: mine.ops }).bytes,
    ),
    commit(
      "signed by an admin without a right",
      "role",
      (mine, evil) => buildOn(mine.team, evil ? mine.cleo : mine.ada, { vault: mine.ops }).bytes,
    ),
    commit("signed by somebody whose right comes later", "role", (mine, evil) => {
      const { seq } = mine.team.state.head;
      take(
        mine.team,
        mine.ada,
        planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.dora.user, permission: "edit" }]),
      );
      return buildOn(mine.team, mine.dora, { vault: mine.ops, ...(evil ? { logSeq: seq } : {}) }).bytes;
    }),
  ],
  44: [
    commit("after a cut, as if before it", "epoch-stale", (mine, evil) => {
      const { seq } = mine.team.state.head;
      lowerBob(mine);
      return buildOn(mine.team, evil ? mine.bob : mine.ada, { vault: mine.ops, ...(evil ? { logSeq: seq } : {}) })
        .bytes;
    }),
    commit("by a colleague with an old view, after a cut", "epoch-stale", (mine, evil) => {
      const { seq } = mine.team.state.head;
      lowerBob(mine);
      return buildOn(mine.team, mine.ada, { vault: mine.ops, ...(evil ? { logSeq: seq } : {}) }).bytes;
    }),
    commit("after a rotation, as if before it, under the old key", "epoch-stale", (mine, evil) => {
      const early = buildOn(mine.team, mine.bob, { vault: mine.ops }).bytes;
      take(mine.team, mine.ada, planRotate(mine.team, [mine.ops]));
      return evil ? early : buildOn(mine.team, mine.bob, { vault: mine.ops }).bytes;
    }),
    commit("beside the head that a cut names", "log-fork", (mine, evil) => {
      const beside = buildOn(mine.team, mine.bob, { vault: mine.ops }).bytes;
      const named = buildOn(mine.team, mine.ada, { vault: mine.ops }).bytes;
      const chain = structuredClone(mine.team.chains.get(mine.ops) as VaultChain);
      fold(mine.team, mine.ops, named);
      lowerBob(mine);
      return { chain, bytes: evil ? beside : named };
    }),
  ],
  46: [0, 2, 23].flatMap((suite) => [
    act(`an envelope of suite ${suite}`, "suite", (evil) => {
      const sealed = sealItemSecret(key, context, randomBytes(40));
      return openItemSecret(key, context, evil ? sealed.with(0, suite) : sealed);
    }),
    commit(`a commit of suite ${suite}`, "suite", (mine, evil) => {
      const { bytes } = buildOn(mine.team, mine.bob, { vault: mine.ops });
      const other = Buffer.from(value(parseCommit(bytes)).bodyBytes);
      // A number below 24 is one byte.
      other[other.indexOf("suite") + "suite".length] = suite;
      const sig = signBytes(mine.bob.keys.signKey, "commit-signature", other);
      return evil ? encode({ body: other, sig }) : bytes;
    }),
  ]),
  47: [slowOracle],
  48: [
    act("a nonce repeated for another version: the keystream", "commitment", (evil) => {
      setRandomSource((length) => new Uint8Array(length).fill(7));
      try {
        const one = sealItemSecret(key, context, new Uint8Array(40));
        const two = sealItemSecret(key, { ...context, version: 4 }, new Uint8Array(40));
        if (Buffer.compare(one.subarray(57), two.subarray(57)) === 0) return ok("one keystream twice");
        return openItemSecret(key, context, evil ? two : one);
      } finally {
        setRandomSource(null);
      }
    }),
    brokenRandom("a generator that repeats itself", () => new Uint8Array(32).fill(7)),
    brokenRandom("a generator of zeros", (length) => new Uint8Array(length)),
  ],
});

function lowerBob({ team, ada, bob, ops }: Scene): void {
  take(team, ada, planAccess(team, ada, ops, [{ user: bob.user, permission: "use" }]));
}

/** The server's own words for what it does not have: code, retry, no detail. */
function notFound(): Response {
  return new Response(encode({ code: "not-found", retry: "never", detail: null }).slice(), { status: 404 });
}

/** Every field of a commit's body, one at a time, under the signature that was there. */
function commitFields(): Attack[] {
  const before: Record<string, Verdict> = {
    team: "unknown-team",
    vault: "manifest",
    seq: "manifest",
    prev: "manifest",
  };
  const fields = [
    ...["team", "vault", "epoch", "seq", "prev", "logSeq", "logHead", "author.user", "author.device", "time"],
    ...["item", "version", "changeId", "schema", "overview.size", "overview.hash", "secret.size", "secret.hash"].map(
      (field) => `changes.0.${field}`,
    ),
  ];
  return fields.map((field) =>
    commit(
      `${field} of a signed commit`,
      (before[field] ?? "signature") as Parameters<typeof commit>[1],
      (mine, evil) => {
        const { bytes } = buildOn(mine.team, mine.bob, { vault: mine.ops });
        const { body: honest, sig } = value(parseCommit(bytes));
        const { suite: _one, changes, ...rest } = honest;
        const { op: _put, ...plain } = changes[0] as CommitBody["changes"][number];
        const all = eachChange({ ...rest, changes: { 0: plain } });
        const { changed } = all.find(({ path }) => path === field) as (typeof all)[number];
        const again = { ...honest, ...changed, changes: [{ op: "put" as const, ...changed.changes[0] }] };
        return evil
          ? encode({ body: value(parseCommit(buildCommit(again, mine.bob.keys).bytes)).bodyBytes, sig })
          : bytes;
      },
    ),
  );
}
