/**
 * The versions of a login or an account, read for what they say of its second factor: from the verified chain, each opened once. What
 * cannot be opened now is asked for again; what does not open at all says nothing.
 */
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { type Overview, parseOverview } from "../../../shared/model/items.ts";
import { parseRecord, type RecordBody } from "../../../shared/model/records/records.ts";
import { type FactorSpan, factorSpans, type Said, type SaidVersion } from "../../../shared/model/second-factor/history.ts";
import type { ChainItem } from "../../../shared/protocol/vault-chain/chain.ts";
import { openPart } from "../drafts/version-opening.ts";
import { findEnvelope } from "../local/named-bytes.ts";
import type { ItemVersion } from "../store/item-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

export type ReadingArea = Pick<OpenedProfile, "db" | "history" | "keyring" | "profile" | "vaults">;

/** What the bytes of an overview say; null: nothing that is counted. `false`: they do not read. */
export type Reader = (bytes: Uint8Array) => Said | null | false;

/** Of a login; nothing else is counted. */
export const readLogin: Reader = (bytes) => {
  const overview = parseOverview(bytes);
  return overview.ok ? saidByLogin(overview.value) : false;
};

/** Of a person's own account with a tool; a shared login is counted by its item. */
export const readAccount: Reader = (bytes) => {
  const body = parseRecord(bytes);
  return body.ok ? saidByAccount(body.value) : false;
};

/** What a login's overview says. */
export function saidByLogin({ kind, tool, hasTotp, secondFactor }: Overview): Said | null {
  return kind === "login" ? { tool, hasSeed: hasTotp, stated: secondFactor } : null;
}

/** What an account says; null where it is not of a person, or is there no more. */
export function saidByAccount(body: RecordBody): Said | null {
  if (body.kind !== "account" || body.user === null || body.removed) return null;
  return { tool: body.tool, hasSeed: false, stated: body.secondFactor };
}

export type ReadSpans = { spans: FactorSpan[]; isWhole: boolean };

/** The spans of one item. `isWhole` false: some of it is not here yet; null: its newest version is not. */
export async function readSpans(
  area: ReadingArea,
  { vault, item }: { vault: VaultId; item: ItemId },
  reader: Reader,
): Promise<ReadSpans | null> {
  const found = await area.history.versions(vault, item);
  if (!found.ok) return null;
  const versions = [...found.value].reverse();
  const hashes = versions.flatMap(({ overview }) => (overview === null ? [] : [overview.hash]));
  if (hashes.some((hash) => findEnvelope(area.db, hash) === null)) await area.vaults.envelopes(vault, hashes);
  let [isWhole, isNewest] = [true, true];
  const read: SaidVersion[] = [];
  for (const version of versions) {
    const one = readVersion(area, version, reader);
    if (one === null) continue;
    isNewest = one !== "waits";
    isWhole &&= isNewest;
    read.push(one === "waits" ? { ...signedIn(version), isThere: true, said: null } : one);
  }
  return isNewest ? { spans: factorSpans(read), isWhole } : null;
}

const signedIn = ({ time, author }: ItemVersion): Pick<SaidVersion, "time" | "signer"> => ({ time, signer: author.user });

/** Null: it changes nothing here. */
function readVersion(area: ReadingArea, version: ItemVersion, reader: Reader): SaidVersion | "waits" | null {
  const { op, overview, purgedBy } = version;
  const by = signedIn(version);
  if (op === "purge") return null;
  if (op === "delete") return { ...by, isThere: false, said: null };
  if (overview === null || purgedBy !== undefined) return { ...by, isThere: true, said: null };
  const opened = openPart(area, version, "overview", findEnvelope(area.db, overview.hash));
  if (opened.state === "waiting") return "waits";
  const said = opened.state === "good" ? reader(opened.value) : false;
  if (said === null) return { ...by, isThere: false, said: null };
  return { ...by, isThere: true, said: said === false ? null : said };
}

/** Of an item with one version, nothing but what the chain and the list know already is needed. */
export function firstSpans({ author, time }: Pick<ChainItem, "author" | "time">, said: Said): FactorSpan[] {
  return factorSpans([{ isThere: true, time, signer: author.user, said }]);
}
