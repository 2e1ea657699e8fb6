/**
 * Which recovery codes are of which login, and how many of them are left. The link lies in the secret of the codes, so they are opened
 * for it, one at a time and in the background; only the counts are kept. What clears them: lock.
 */
import type { CodesOfItem, RecoveryCodesShape } from "../../../../shared/contract/code-shapes.ts";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { inBackground } from "../../store/thrown.ts";
import type { OverviewRow } from "../overviews/overview-index.ts";
import { isReadable } from "../overviews/overviews.ts";
import type { CodesOfLogins, CountedCodes } from "./counted-codes.ts";
import { viewItem } from "./item-view.ts";
import type { ItemsCore } from "./items-area.ts";

type Area = ItemsCore & { codesOfLogins: CodesOfLogins };

/** What the detail of an item says of recovery codes; what is not counted yet is told by `items.changed` once it is. */
export function codesOfItem(area: Area, item: ItemId, { overview, secret }: ItemBody): CodesOfItem {
  if (overview.kind === "login") return { recovery: recoveryOf(area, item) };
  if (!("codes" in secret.detail)) return {};
  const { login, codes } = secret.detail;
  const row = login === null ? undefined : area.overviews.index.get(login);
  const title = row === undefined ? {} : { title: row.overview.title };
  return {
    codesUsed: codes.map(({ usedAt }) => usedAt),
    ...(login === null ? {} : { codesOf: { item: login, ...title } }),
  };
}

function recoveryOf(area: Area, login: ItemId): RecoveryCodesShape[] {
  const rows = codeRows(area);
  const { counted } = area.codesOfLogins;
  if (rows.some((row) => counted.get(row.item)?.state !== stateOf(area, row))) countSoon(area);
  return rows.flatMap(({ item, vault }) => {
    const known = counted.get(item);
    return known?.login === login ? [{ item, vault, codes: known.codes, left: known.left }] : [];
  });
}

/** Those that this person may open now. */
function codeRows({ overviews, unlocked }: Area): OverviewRow[] {
  return [...overviews.index.rows()].filter(
    ({ overview, vault }) => overview.kind === "recovery-codes" && isReadable(unlocked, vault),
  );
}

/** What a count holds good for. */
function stateOf({ drafts }: Area, { item, version }: OverviewRow): string {
  return [version, ...drafts.ofItem(item).map(({ draft }) => draft)].join(" ");
}

/** One counting at a time. */
function countSoon(area: Area): void {
  if (area.codesOfLogins.isCounting) return;
  area.codesOfLogins.isCounting = true;
  const work = countAll(area).finally(() => {
    area.codesOfLogins.isCounting = false;
  });
  inBackground(area.unlocked, "items", work);
}

async function countAll(area: Area): Promise<void> {
  const { counted } = area.codesOfLogins;
  const changed = new Set<ItemId>();
  for (const row of codeRows(area)) {
    const before = counted.get(row.item);
    const state = stateOf(area, row);
    if (before?.state === state) continue;
    const now = { state, ...(await countOf(area, row.item)) };
    counted.set(row.item, now);
    for (const login of [before?.login, now.login]) if (login !== undefined && login !== null) changed.add(login);
  }
  if (changed.size > 0) area.unlocked.emit("items.changed", { items: [...changed], all: false });
}

/** What cannot be opened now counts as none, until its item changes. */
async function countOf(area: Area, item: ItemId): Promise<Omit<CountedCodes, "state">> {
  const view = await viewItem(area, item);
  if (!view.ok) return { login: null, codes: 0, left: 0 };
  const { detail } = view.value.body.secret;
  const { login, codes } = "codes" in detail ? detail : { login: null, codes: [] };
  const counts = { login, codes: codes.length, left: codes.filter(({ usedAt }) => usedAt === null).length };
  wipeSecret(view.value.body.secret);
  return counts;
}
