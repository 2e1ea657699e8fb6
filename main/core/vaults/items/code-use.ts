/**
 * One recovery code is marked as used, or as not used: on the version that its person looked at, so that it is the code that they
 * saw; two who mark never conflict [protocol: Merge].
 */
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import type { EpochMs } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { draftChange, mayWrite } from "./item-save.ts";
import { type ItemView, olderShown, viewItem } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";
import { type Edit, editOf, lookedAt } from "./seen-edit.ts";

type UseInput = CommandParsed<"item.useCode">;

/**
 * Failures: `not-found` (item; the code, also where the version that was looked at is not held any more), `role`,
 * `older-version`, `invalid-input` where `base` is above the newest version, those of opening the item.
 */
export async function useCode(area: ItemsArea, input: UseInput): Promise<Result<Record<string, never>>> {
  const { item } = input;
  const view = await viewItem(area, item);
  if (!view.ok) return view;
  const { vault, body } = view.value;
  const allowed = mayWrite(area, vault);
  const older = allowed.ok ? olderShown(area, item) : allowed;
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const edit = older.ok ? await markedEdit(area, view.value, { ...input, at }) : older;
  const drafted = edit.ok ? draftChange(area, { vault, item, at, ...edit.value }) : edit;
  wipeSecret(body.secret);
  if (!drafted.ok) return drafted;
  await area.outbox.pushSoon(vault);
  return ok({});
}

type Marking = UseInput & { at: EpochMs };

function markedEdit(area: ItemsArea, view: ItemView, input: Marking): Promise<Result<Edit>> {
  const { item, base, at } = input;
  return editOf(area, view, {
    ...{ item, base, at },
    async seen() {
      const seen = await lookedAt(area, view, { item, base });
      // Its place says which code it is in that version alone.
      return seen.ok && seen.value === null ? fail("not-found", { field: "code" }) : seen;
    },
    change: (body) => marked(body, input),
  });
}

function marked({ overview, secret }: ItemBody, { place, used, at }: Marking): Result<ItemBody> {
  const { detail } = secret;
  if (!("codes" in detail) || !("login" in detail)) return fail("not-found", { field: "code" });
  const { login, codes } = detail;
  if (place >= codes.length) return fail("not-found", { field: "code" });
  // Who marks one that is marked already changes nothing: the first time stays.
  const mark = (usedAt: EpochMs | null) => (used ? (usedAt ?? at) : null);
  const now = codes.map((code, index) => (index === place ? { value: code.value, usedAt: mark(code.usedAt) } : code));
  return ok({ overview, secret: { ...secret, detail: { login, codes: now } } });
}
