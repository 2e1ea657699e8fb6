/** Versions in a test team's chain that their author signed and that do not open here. Not part of the app. */
import { envelopeHash } from "../../../shared/crypto/hash.ts";
import { sealItemOverview } from "../../../shared/crypto/item-envelopes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { ChangeId, EpochMs, ItemId } from "../../../shared/encoding/ids.ts";
import { emptyItem, encodeOverview, itemSchema } from "../../../shared/model/items.ts";
import { foldCommit, verifyCommit } from "../../../shared/protocol/vault-chain/chain.ts";
import { buildCommit } from "../../../shared/protocol/vault-chain/commit.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import type { Holder } from "./test-team.ts";

/** The chain that the version is put on, and where it is kept. */
type Place = Pick<Holder, "chain" | "state" | "commits" | "envelopes">;
type Author = {
  now: number;
  unlocked: { keyring: Pick<OpenedProfile["keyring"], "key"> } & {
    profile: Pick<OpenedProfile["profile"], "team" | "user" | "device">;
    keys: Pick<OpenedProfile["keys"], "signKey">;
  };
};

/** What a hostile author signs and nobody can open: `title` null, the overview neither. It stands in the chain as any version. */
export function postDamaged(holder: Place, author: Author, item: string, title: string | null): void {
  postVersion(holder, author, { item: item as ItemId, title, schema: 1 });
}

/** What a newer Latchkey wrote, in a form that this one does not know. */
export function postNewer(holder: Place, author: Author, item: string): void {
  postVersion(holder, author, { item: item as ItemId, title: "Newer", schema: itemSchema + 1 });
}

type Made = { item: ItemId; title: string | null; schema: number };
function postVersion(holder: Place, author: Author, { item, title, schema }: Made): void {
  const { keyring, profile, keys } = author.unlocked;
  const { team, user, device } = profile;
  const { vault, head, items } = holder.chain;
  const version = (items.get(item)?.version ?? 0) + 1;
  const context = { team, vault, epoch: 1, item, version, author: { user, device }, schema };
  const plain = encodeOverview({ ...emptyItem("login").overview, title: title ?? "" });
  const overview = sealItemOverview(keyring.key(vault, 1) as Uint8Array, context, plain);
  if (title === null) overview[overview.length - 1] = (overview.at(-1) as number) ^ 1;
  const envelopes = [overview, new Uint8Array(300)] as const;
  for (const bytes of envelopes) holder.envelopes.set(envelopeHash(bytes), bytes);
  const [first, second] = envelopes.map((bytes) => ({ size: bytes.length, hash: envelopeHash(bytes) }));
  const put = { op: "put" as const, item, version, changeId: newId<ChangeId>(), schema };
  const body = {
    ...{ suite: 1 as const, team, vault, epoch: 1, seq: head.seq + 1, prev: head.hash, time: author.now as EpochMs },
    ...{ logSeq: holder.state.head.seq, logHead: holder.state.head.hash, author: { user, device } },
    changes: [{ ...put, overview: first ?? null, secret: second ?? null, blobs: [], purged: [] }],
  };
  const { bytes } = buildCommit(body, keys);
  const commit = verifyCommit(holder.state, holder.chain, bytes);
  if (!commit.ok) throw new Error(commit.failure.code);
  foldCommit(holder.chain, commit.value);
  holder.commits.push(bytes);
}
