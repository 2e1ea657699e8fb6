/**
 * Three-way merge of an item by field [protocol: Merge]. Different fields: both kept. Same field: the value in the chain
 * stays current and the late one goes into the sealed conflicts, so that an old offline edit never undoes a rotation, and
 * no value that anybody typed is lost. Pure; which field is merged how stands in `item-fields.ts` and `kinds`.
 */
import type { DeviceId, EpochMs, UserId } from "../encoding/ids.ts";
import { bytesEqual } from "../text.ts";
import { changedIn, type Lose, lostBytes, mergeFields, type Sides, type Values } from "./field-merge.ts";
import { itemFields } from "./item-fields.ts";
import type { Conflict } from "./item-parts.ts";
import type { ItemBody, ItemSecret, Overview } from "./items.ts";
import type { FieldRule } from "./kinds/field-rule.ts";
import { type ItemKind, kindRules } from "./kinds/kinds.ts";

/** Who comes late with an edit, and against which version. */
export type Late = { user: UserId; device: DeviceId; at: EpochMs; version: number };

/**
 * Lays the edit between `base` and `wanted` over `current`. Where the chain changed the same field to another value
 * meanwhile, `current` keeps it and the wanted value becomes a conflict by `late`. Nothing of `base` goes into the
 * answer, so that the caller may wipe it.
 */
export function mergeItem({ late, ...sides }: Sides<ItemBody> & { late: Late }): ItemBody {
  const lost: Conflict[] = [];
  const lose: Lose = (field, value) => lost.push({ field, value, ...late });
  const overview = mergeFields(itemFields.overview, partOf(sides, "overview"), lose) as Overview;
  const secret = mergeFields(itemFields.secret, partOf(sides, "secret"), lose) as ItemSecret;
  secret.detail = mergeDetail(sides, lose);
  const isKept = (one: Conflict) => secret.conflicts.some(sameLoss(one));
  secret.conflicts = [...secret.conflicts, ...lost.filter((one) => !isKept(one))];
  return { overview, secret };
}

/**
 * The edit from `current` to `wanted` where nobody knows from which state it was made: each field in which they differ keeps
 * its value, and the wanted one becomes a conflict by `late`.
 */
export function loseAll({ late, ...sides }: Omit<Sides<ItemBody>, "base"> & { late: Late }): ItemBody {
  const base = { overview: { kind: sides.current.overview.kind }, secret: { detail: {} } } as ItemBody;
  return mergeItem({ ...sides, base, late });
}

/** The same of overviews alone, for the list, and how many values lost. */
export function mergeOverview(sides: Sides<Overview>): { overview: Overview; lost: number } {
  let lost = 0;
  const overview = mergeFields(itemFields.overview, sides as Sides<Values>, () => {
    lost += 1;
  });
  return { overview: overview as Overview, lost };
}

/**
 * The fields in which two states of an item differ: `title`, `detail:number`, `field:<name>`; nothing that is computed.
 * Empty: there is nothing to save.
 */
export function changedFields(base: ItemBody, wanted: ItemBody): string[] {
  const detail = kindRules[wanted.overview.kind].fields;
  return [
    ...changedIn(itemFields.overview, base.overview, wanted.overview),
    ...changedIn(itemFields.secret, base.secret, wanted.secret),
    ...changedIn(detail, detailAs(wanted.overview.kind, base), wanted.secret.detail).map(inDetail),
  ];
}

function detailAs(kind: ItemKind, { overview, secret }: ItemBody): Values {
  return (overview.kind === kind ? secret.detail : kindRules[kind].empty()) as Values;
}

const inDetail = (field: string): string => `detail:${field}`;

function partOf<Part extends keyof ItemBody>({ base, current, wanted }: Sides<ItemBody>, part: Part): Sides<Values> {
  return { base: base[part], current: current[part], wanted: wanted[part] };
}

function mergeDetail({ base, current, wanted }: Sides<ItemBody>, lose: Lose): ItemSecret["detail"] {
  const { kind } = current.overview;
  if (wanted.overview.kind !== kind || base.overview.kind !== kind) {
    loseDetail(wanted, changedFields(base, wanted), lose);
    return current.secret.detail;
  }
  const details = { base: base.secret.detail, current: current.secret.detail, wanted: wanted.secret.detail };
  return mergeFields(kindRules[kind].fields, details, (field, value) => lose(inDetail(field), value)) as never;
}

/** A kind is made once and never changes; where somebody changed it all the same, what was typed for the other is kept. */
function loseDetail({ overview, secret }: ItemBody, changed: string[], lose: Lose): void {
  for (const [field, rule] of Object.entries<FieldRule>(kindRules[overview.kind].fields)) {
    const held = (secret.detail as Values)[field];
    if (!changed.includes(inDetail(field))) continue;
    for (const one of Array.isArray(held) ? held : [held]) lose(inDetail(field), lostBytes(rule, one));
  }
}

/** The same value that lost by the same computer, whichever version it met. */
function sameLoss(one: Conflict): (had: Conflict) => boolean {
  return (had) => had.field === one.field && had.device === one.device && bytesEqual(had.value, one.value);
}
