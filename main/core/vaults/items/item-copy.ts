/** Duplicating: a second item of the same vault with the same values, of its own from then on. */
import { newId } from "../../../../shared/crypto/random.ts";
import type { EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { encodeBody } from "./item-bytes.ts";
import { carryFiles, dropCarried } from "./item-files.ts";
import { mayWrite } from "./item-save.ts";
import { olderShown, viewItem } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";
import { loginOf } from "./logins-to-put.ts";
import { refreshAndPush } from "./refresh-and-push.ts";

/**
 * Answers the new item, durable then; its title is numbered. What belongs to the first one stays there: older values, values
 * beside the current ones, and where it came from, so that an import never takes the copy for its own entry. Failures: `role`,
 * `limit`, `older-version`, `not-settled`, those of opening the item and of fetching its files.
 */
export async function duplicateItem(area: ItemsArea, item: ItemId): Promise<Result<{ item: ItemId }>> {
  const view = await viewItem(area, item);
  if (!view.ok) return view;
  const { vault, body } = view.value;
  const allowed = mayWrite(area, vault);
  const settled = allowed.ok ? await area.mayPut(loginOf(item, view.value), vault) : allowed;
  const whole = settled.ok ? olderShown(area, item) : settled;
  const copy = copyOf(area, vault, body);
  const made = newId<ItemId>();
  const places = { from: { vault, item }, to: { vault, item: made } };
  const files = whole.ok ? await carryFiles(area, body.secret.attachments, places) : whole;
  if (files.ok) copy.secret.attachments = files.value;
  const fits = files.ok ? encodeBody(copy) : files;
  if (!fits.ok && files.ok) dropCarried(area, files.value);
  if (fits.ok) {
    fits.value.secret.fill(0);
    const at = area.unlocked.ports.clock.now() as EpochMs;
    area.itemDrafts.add([{ vault, item: made, baseVersion: 0, body: { at, base: null, wanted: copy } }]);
  }
  wipeSecret(body.secret);
  wipeSecret(copy.secret);
  if (!fits.ok) return fits;
  await refreshAndPush(area, [{ vault, item: made }]);
  return ok({ item: made });
}

function copyOf(area: ItemsArea, vault: VaultId, { overview, secret }: ItemBody): ItemBody {
  const taken = new Set<string>();
  for (const row of area.overviews.index.rows()) if (row.vault === vault) taken.add(row.overview.title);
  const title = numbered(overview.title, taken);
  return { overview: { ...overview, title, sources: [] }, secret: { ...secret, history: [], conflicts: [] } };
}

/** "Mailchimp (2)", or the next number that is free. */
export function numbered(title: string, taken: ReadonlySet<string>): string {
  const plain = title.replace(/ \(\d{1,6}\)$/, "");
  for (let number = 2; ; number++) {
    const suffix = ` (${number})`;
    const next = plain.slice(0, limits.nameChars - suffix.length).replace(/[\ud800-\udbff]$/, "") + suffix;
    if (!taken.has(next)) return next;
  }
}
