/** An older version becomes the current one again, as a new version: nothing in between is lost. */
import type { VersionDetail } from "../../../../shared/contract/shapes.ts";
import type { EpochMs, ItemId } from "../../../../shared/encoding/ids.ts";
import { type Failed, ok, type Result } from "../../../../shared/failures.ts";
import { itemFields } from "../../../../shared/model/item-fields.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import type { FieldRule, FieldRules } from "../../../../shared/model/kinds/field-rule.ts";
import { changedFields } from "../../../../shared/model/merge.ts";
import type { ItemVersion } from "../../store/item-rows.ts";
import { viewAny } from "./deleted-view.ts";
import { filesOf, secretFieldsOf } from "./item-fields.ts";
import { draftChange, mayWrite } from "./item-save.ts";
import { olderShown, viewItem } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";
import { loginOf } from "./logins-to-put.ts";
import { editOf, lookedAt } from "./seen-edit.ts";
import { findVersion, openVersion } from "./version-body.ts";

/**
 * Made on the version that was looked at, `base`. Failures: `not-found` (item, version), `role`, `older-version`, `invalid-input` (`base`), `not-settled`, `offline` where its bytes are not here, `client-too-old`, and
 * what opening it fails with where it is damaged.
 */
export async function restoreVersion(
  area: ItemsArea,
  { item, version, base }: { item: ItemId; version: number; base?: number | undefined },
): Promise<Result<Record<string, never>>> {
  const view = await viewItem(area, item);
  if (!view.ok) return view;
  const { vault, body } = view.value;
  const allowed = mayWrite(area, vault);
  const older = allowed.ok ? olderShown(area, item) : allowed;
  const found = older.ok ? await findVersion(area, { vault, item, version }) : older;
  const then = found.ok ? await openVersion(area, found.value) : found;
  // The login as it is now: whoever settles it may go back to a version from before.
  const settled = then.ok ? await area.mayPut(loginOf(item, view.value), vault) : then;
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const edit =
    then.ok && settled.ok
      ? await editOf(area, view.value, {
          ...{ item, base, at },
          seen: () => lookedAt(area, view.value, { item, base }),
          change: (now) => ok(asThen(now, then.value)),
        })
      : (settled as Failed);
  const drafted = edit.ok ? draftChange(area, { vault, item, at, ...edit.value }) : edit;
  if (then.ok) wipeSecret(then.value.secret);
  wipeSecret(body.secret);
  if (!drafted.ok) return drafted;
  await area.outbox.pushSoon(vault);
  return ok({});
}

/** Lists that nobody types: conflicts, older values, attachments, where it came from. */
const staysAsNow = ({ merge }: FieldRule): boolean => merge.rule === "by-key" || merge.rule === "fixed";

/** What people typed, as it was then; the rest is that of now. */
function asThen(now: ItemBody, then: ItemBody): ItemBody {
  const part = (rules: FieldRules, [present, past]: [object, object]): object => {
    const kept = Object.entries(rules).filter(([, rule]) => staysAsNow(rule));
    return { ...past, ...Object.fromEntries(kept.map(([field]) => [field, present[field as keyof typeof present]])) };
  };
  return {
    overview: part(itemFields.overview, [now.overview, then.overview]) as ItemBody["overview"],
    secret: part(itemFields.secret, [now.secret, then.secret]) as ItemBody["secret"],
  };
}

/**
 * What of an older version may be shown without revealing, and in which fields it is not what is there now; also of an item in
 * Trash. Failures as above.
 */
export async function getVersion(
  area: ItemsArea,
  { item, version }: { item: ItemId; version: number },
): Promise<Result<VersionDetail>> {
  const view = await viewAny(area, item);
  if (!view.ok) return view;
  const { vault, body } = view.value;
  const found = await findVersion(area, { vault, item, version });
  const shown = found.ok ? await showVersion(area, found.value, body) : found;
  wipeSecret(body.secret);
  return shown;
}

async function showVersion(area: ItemsArea, version: ItemVersion, now: ItemBody): Promise<Result<VersionDetail>> {
  const then = await openVersion(area, version);
  if (!then.ok) return then;
  const shown = shapeOf(version, then.value, now);
  wipeSecret(then.value.secret);
  return ok(shown);
}

function shapeOf({ version, time, author }: ItemVersion, then: ItemBody, now: ItemBody): VersionDetail {
  const { title, username, urls, tags, expires } = then.overview;
  const { user, device } = author;
  const differs = changedFields(then, now).filter((field) => field === "attachments" || !kept.has(field));
  return {
    ...{ version, time, user, device },
    title,
    username,
    urls,
    tags,
    expires,
    fields: secretFieldsOf(then),
    attachments: filesOf(then),
    differs,
  };
}

/** Fields that a restored version leaves as they are now; of these only files are shown. */
const kept = new Set(
  [itemFields.overview, itemFields.secret].flatMap((rules) =>
    Object.entries(rules).flatMap(([field, rule]) => (staysAsNow(rule) ? [field] : [])),
  ),
);
