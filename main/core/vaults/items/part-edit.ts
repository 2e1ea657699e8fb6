/**
 * An act on one part of an item, on the version that its person looked at: settling a conflict, marking a code, saying how its second
 * factor stands. Each says what it changes; who may, on what, and that it is durable before it is pushed, is the same for all.
 */
import type { EpochMs, ItemId } from "../../../../shared/encoding/ids.ts";
import { type Failed, ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { draftChange, mayWrite } from "./item-save.ts";
import { type ItemView, olderShown, viewItem } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";
import { editOf, lookedAt } from "./seen-edit.ts";

type Looked = { item: ItemId; base?: number | undefined };
type PartEdit = {
  /** What has to hold of the item as it stands now. */
  check?(view: ItemView): Result<unknown>;
  /** What it is where the version that was looked at is not held any more; without it, every differing value is a conflict then. */
  lost?: Failed;
  change(body: ItemBody, at: EpochMs, view: ItemView): Result<ItemBody>;
};

/**
 * Durable, then pushed. Failures: those of opening the item, `role`, `access-ended`, `older-version`, what the act itself fails with, and
 * `invalid-input` where `base` is above the newest version.
 */
export async function editPart(
  area: ItemsArea,
  looked: Looked,
  part: PartEdit,
): Promise<Result<Record<string, never>>> {
  const view = await viewItem(area, looked.item);
  if (!view.ok) return view;
  const drafted = await draftPart(area, looked, { ...part, view: view.value });
  wipeSecret(view.value.body.secret);
  if (!drafted.ok) return drafted;
  await area.outbox.pushSoon(view.value.vault);
  return ok({});
}

async function draftPart(
  area: ItemsArea,
  { item, base }: Looked,
  { view, check, lost, change }: PartEdit & { view: ItemView },
): Promise<Result<unknown>> {
  const { vault } = view;
  const allowed = mayWrite(area, vault);
  const older = allowed.ok ? olderShown(area, item) : allowed;
  const fits = older.ok ? (check?.(view) ?? older) : older;
  if (!fits.ok) return fits;
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const edit = await editOf(area, view, {
    ...{ item, base, at },
    async seen() {
      const seen = await lookedAt(area, view, { item, base });
      return lost !== undefined && seen.ok && seen.value === null ? lost : seen;
    },
    change: (body) => change(body, at, view),
  });
  return edit.ok ? draftChange(area, { vault, item, at, ...edit.value }) : edit;
}
