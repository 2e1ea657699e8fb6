/**
 * The second factor over time of everything that this person can open: logins of shared vaults, and people's own accounts. What changed
 * since it was read last is read in the background, some at a time; until then it counts as unknown. What clears it: lock.
 */
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import type { Overview } from "../../../shared/model/items.ts";
import type { RecordBody } from "../../../shared/model/records/records.ts";
import type { FactorSpan, Said } from "../../../shared/model/second-factor/history.ts";
import type { ChainItem } from "../../../shared/protocol/vault-chain/chain.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import { dropSpans, type KeptSpans, loadSpans, saveSpans } from "./kept-spans.ts";
import { firstSpans, type Reader, readAccount, readLogin, readSpans, saidByAccount, saidByLogin } from "./version-reading.ts";

export type HistoriesArea = Pick<
  OpenedProfile,
  "chains" | "db" | "history" | "keyring" | "keys" | "log" | "ports" | "profile" | "rights" | "vaults"
>;

/** What lies open already of an item, for the version that the chain names; undefined: nothing does. */
export type Shown = { login(item: ItemId): Overview | undefined; account(item: ItemId): RecordBody | undefined };

/** `isRead` false: something of it is still to be read, and counts as unknown. */
export type VaultHistories = { items: ReadonlyMap<ItemId, FactorSpan[]>; isRead: boolean };

export type Histories = {
  /** Of one vault, from what is known now. */
  of(vault: VaultId, kind: "logins" | "accounts", shown: Shown): VaultHistories;
  /** Reads what is still to be read; answers whether anything was. */
  read(): Promise<boolean>;
  /** The right to read this vault ended. */
  close(vault: VaultId): void;
};

type Known = { kept: Map<ItemId, KeptSpans>; isDirty: boolean };
type Wanted = { vault: VaultId; item: ItemId; reader: Reader };

/** Others have their turn after so many. */
const readAtOnce = 32;

const readers = { logins: readLogin, accounts: readAccount } as const;

/** The histories of an unlocked profile. */
export function createHistories(area: HistoriesArea): Histories {
  const known = new Map<VaultId, Known>();
  /** What could not be read whole in this run: not kept in the file. */
  const waiting = new Map<ItemId, Wanted>();
  let reading: Promise<boolean> | null = null;

  function knownOf(vault: VaultId): Known {
    const there = known.get(vault);
    if (there !== undefined) return there;
    const made = { kept: loadSpans(area, vault), isDirty: false };
    known.set(vault, made);
    return made;
  }

  async function readAll(): Promise<boolean> {
    let count = 0;
    for (const [item, wanted] of waiting) {
      const { vault, reader } = wanted;
      const of = known.get(vault);
      const current = area.chains.chain(vault).items.get(item);
      const read = of === undefined || current === undefined ? null : await readSpans(area, wanted, reader);
      waiting.delete(item);
      if (read === null || of === undefined || current === undefined) continue;
      of.kept.set(item, { ...stateOf(current), spans: read.spans });
      of.isDirty ||= read.isWhole;
      count++;
      if (count % readAtOnce === 0) await new Promise<void>((on) => area.ports.timers.after(0, on));
    }
    for (const [vault, of] of known) {
      if (!of.isDirty) continue;
      saveSpans(area, vault, of.kept);
      of.isDirty = false;
    }
    return count > 0;
  }

  return {
    of(vault, kind, shown) {
      const of = knownOf(vault);
      const items = new Map<ItemId, FactorSpan[]>();
      let isRead = true;
      for (const [item, current] of area.chains.chain(vault).items) {
        // The vault's own title.
        if ((item as string) === (vault as string)) continue;
        const spans = spansOf(of, { item, current, said: saidOf(kind, shown, item) });
        if (spans !== null) {
          items.set(item, spans);
          continue;
        }
        waiting.set(item, { vault, item, reader: readers[kind] });
        isRead = false;
      }
      return { items, isRead };
    },
    read() {
      reading ??= readAll().finally(() => {
        reading = null;
      });
      return reading;
    },
    close(vault) {
      known.delete(vault);
      dropSpans(area, vault);
    },
  };
}

const stateOf = ({ version, overview }: ChainItem): Pick<KeptSpans, "version" | "hash"> => ({
  ...{ version, hash: overview?.hash ?? null },
});

function saidOf(kind: keyof typeof readers, shown: Shown, item: ItemId): Said | null | undefined {
  if (kind === "logins") {
    const overview = shown.login(item);
    return overview === undefined ? undefined : saidByLogin(overview);
  }
  const body = shown.account(item);
  // What was removed was there before.
  return body === undefined || (body.kind === "account" && body.removed) ? undefined : saidByAccount(body);
}

type Looked = { item: ItemId; current: ChainItem; said: Said | null | undefined };

/** Null: it has to be read. */
function spansOf({ kept }: Known, { item, current, said }: Looked): FactorSpan[] | null {
  const had = kept.get(item);
  const { version, hash } = stateOf(current);
  if (had?.version === version && had.hash === hash) return had.spans;
  // What is no login, and no account, is none in any version.
  if (said === null && !current.deleted) return [];
  if (version !== 1 || said === undefined || said === null) return null;
  const spans = firstSpans(current, said);
  kept.set(item, { version, hash, spans });
  return spans;
}
