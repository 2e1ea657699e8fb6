/** Which of the values in a conflict was copied or shown last on this computer: that one may be the one that works. */
import type { ConflictShape } from "../../../../shared/contract/shapes.ts";
import type { ItemId } from "../../../../shared/encoding/ids.ts";
import { conflictId } from "../../../../shared/model/conflict-id.ts";
import { fieldValue } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { utf8Bytes } from "../../../../shared/text.ts";
import { secretFieldsOf } from "./item-fields.ts";
import type { ItemsArea } from "./items-area.ts";

type Area = Pick<ItemsArea, "valueUses">;

/** The conflicts, each with the last use of its value and of the current one. */
export function withUses(area: Area, item: ItemId, { body, list }: { body: ItemBody; list: ConflictShape[] }) {
  const values = new Map(body.secret.conflicts.map((one) => [conflictId(one) as string, one.value]));
  const last = (value: Uint8Array | null) => (value === null ? null : area.valueUses.last(item, value));
  return list.map((one): ConflictShape => {
    const current = fieldValue(body, one.field);
    const [used, currentUsed] = [
      last(values.get(one.conflict) ?? null),
      last(current === null ? null : utf8Bytes(current)),
    ];
    return { ...one, ...(used === null ? {} : { used }), ...(currentUsed === null ? {} : { currentUsed }) };
  });
}

type Shown = { item: ItemId; field: string; value: string };

/** A secret was shown. Not where values are compared in a conflict, and not what the page reads by itself. */
export function noteShown(area: Area, body: ItemBody, { item, field, value }: Shown): void {
  const type = secretFieldsOf(body).find((one) => one.field === field)?.type;
  const isCompared = body.secret.conflicts.some((one) => one.field === field);
  if ((type === "password" || type === "hidden") && !isCompared) area.valueUses.used(item, utf8Bytes(value), "shown");
}

/** A value was copied: for a place where it is tried. Codes and links are no values. */
export function noteCopied(area: Area, { item, field, value }: Shown): void {
  if (field !== "code" && field !== "link") area.valueUses.used(item, utf8Bytes(value), "copied");
}
