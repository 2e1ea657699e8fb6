/**
 * The fold of a vault's chain as it was at one head, so that unlocking does not read every commit again. Sealed under a key
 * of this computer: it says what was verified here, and nobody else can make one. The commits stay the truth: a checkpoint
 * counts only where the commit that it names still stands at its place, and is as good as absent otherwise.
 */
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import type { Hash, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import type { ChainItem, VaultChain } from "../../../shared/protocol/vault-chain/chain.ts";
import { utf8Bytes, utf8Text } from "../../../shared/text.ts";
import type { Database } from "../ports.ts";
import type { Profile } from "../store/profile-row.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import { findCommitHash } from "../store/vault-rows.ts";

/** Folds that were kept, so that a long chain need not be read from its first commit. */
export type Checkpoints = { find(vault: VaultId): VaultChain | null; put(chain: VaultChain): void };

/** Raised when the stored form changes; other forms are not read but written anew. */
const form = 2;
const nameOf = (vault: VaultId): string => `fold-${vault}`;

/** Authors once, items by their number: the same few write everything. */
type Stored = {
  form: number;
  head: VaultChain["head"];
  logSeq: number;
  hashes: Hash[];
  authors: ChainItem["author"][];
  items: [item: ItemId, author: number, rest: Omit<ChainItem, "author">][];
};

type Holder = { db: Database; profile: Profile; localStateKey: Uint8Array };

/** The checkpoints of an unlocked profile. */
export function chainCheckpoints({ db, profile, localStateKey }: Holder): Checkpoints {
  const of = (vault: VaultId) => ({ profile: profile.profile, name: nameOf(vault) });
  return {
    find(vault) {
      const sealed = findSealed(db, "settings", nameOf(vault));
      const opened = sealed === null ? null : openLocal(localStateKey, of(vault), sealed);
      const stored = opened?.ok === true ? read(opened.value) : null;
      if (stored === null || findCommitHash(db, vault, stored.head.seq) !== stored.head.hash) return null;
      const { head, logSeq, hashes, authors, items } = stored;
      const unpacked = items.map(([item, author, rest]): [ItemId, ChainItem] => [
        item,
        { ...rest, author: authors[author] as ChainItem["author"] },
      ]);
      return { vault, head, logSeq, hashes, items: new Map(unpacked) };
    },
    put(chain) {
      putSealed(db, "settings", nameOf(chain.vault), sealLocal(localStateKey, of(chain.vault), write(chain)));
    },
  };
}

function write({ head, logSeq, hashes, items }: VaultChain): Uint8Array {
  const numbers = new Map<string, number>();
  const authors: ChainItem["author"][] = [];
  const numberOf = (author: ChainItem["author"]): number => {
    const known = numbers.get(author.device);
    if (known !== undefined) return known;
    numbers.set(author.device, authors.length);
    return authors.push(author) - 1;
  };
  const packed = [...items].map(([item, { author, ...rest }]): Stored["items"][number] => [
    item,
    numberOf(author),
    rest,
  ]);
  return utf8Bytes(JSON.stringify({ form, head, logSeq, hashes, authors, items: packed } satisfies Stored));
}

function read(bytes: Uint8Array): Stored | null {
  const text = utf8Text(bytes);
  if (text === null) return null;
  const stored = JSON.parse(text) as Stored;
  return stored.form === form ? stored : null;
}
