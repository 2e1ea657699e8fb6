/**
 * Saving: a draft, durable before anything is answered, then pushed while the person waits a little
 * [protocol: Merge]. Rights are checked here for a clear answer; the chain's verifier is what holds.
 */
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import type { SavedShape } from "../../../../shared/contract/shapes.ts";
import { newId } from "../../../../shared/crypto/random.ts";
import type { ChangeId, EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import type { SettableField } from "../../../../shared/model/item-fields.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import { emptyItem, type ItemBody } from "../../../../shared/model/items.ts";
import { changedFields } from "../../../../shared/model/merge.ts";
import { covers, isSystem } from "../../../../shared/protocol/team-log/state/rules.ts";
import { maySee } from "./asked-again.ts";
import { vaultOfDeleted, viewDeleted } from "./deleted-view.ts";
import { deletedConflict } from "./draft-merge.ts";
import { encodeBody } from "./item-bytes.ts";
import { applyChanges } from "./item-changes.ts";
import { conflictsOf } from "./item-fields.ts";
import { type ItemView, olderShown, viewItem, viewSeen, viewStated } from "./item-view.ts";
import type { ItemsArea } from "./items-area.ts";
import { type Edit, editOf, newestVersion } from "./seen-edit.ts";

type SaveInput = CommandParsed<"item.save">;

/**
 * Failures: `role`, `access-ended`, `not-found`, `invalid-input`, `otp-uri`, `limit`, those of opening the item, and `older-version` where an
 * older version is shown for want of the newest and the person did not say to go on from there [protocol: Local file].
 */
export async function saveItem(area: ItemsArea, input: SaveInput): Promise<Result<SavedShape>> {
  const vault = input.vault;
  const allowed = mayWrite(area, vault);
  if (!allowed.ok) return allowed;
  const drafted =
    input.item === undefined ? draftNew(area, vault, input) : await draftEdit(area, { ...input, item: input.item });
  if (!drafted.ok) return drafted;
  if (input.typed !== undefined) area.unlocked.emit("typed.changed", {});
  await area.outbox.pushSoon(vault);
  return savedOf(area, vault, drafted.value);
}

/** The right to write into a vault now: `access-ended`, `not-found`, `role`. */
export function mayWrite(area: ItemsArea, vault: VaultId): Result<true> {
  const { unlocked } = area;
  const isOpen = unlocked.rights.checkOpen(vault);
  if (!isOpen.ok) return isOpen;
  const inLog = unlocked.log.state().vaults.get(vault);
  const right = unlocked.rights.of(vault);
  if (inLog === undefined) return fail("not-found", { field: "vault" });
  if (right === null) return fail("role", { vault, reason: "no-access" });
  if (isSystem(inLog.kind) || !covers(right, "edit")) return fail("role", { vault });
  return inLog.archived ? fail("role", { vault, reason: "archived" }) : ok(true);
}

/** `had`: the conflicts that the item had before. */
type Drafted = { item: ItemId; had: ReadonlySet<string> };

function draftNew(area: ItemsArea, vault: VaultId, input: SaveInput): Result<Drafted> {
  const kind = input.kind ?? "login";
  const { user } = area.unlocked.profile;
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const wanted = applyChanges(emptyItem(kind), input.changes, { user, at });
  if (!wanted.ok) return wanted;
  const fits = encodeBody(wanted.value);
  if (!fits.ok) return fits;
  fits.value.secret.fill(0);
  const item = newId<ItemId>();
  const draft = { vault, item, baseVersion: 0, body: { at, base: null, wanted: wanted.value } };
  area.itemDrafts.add([draft], [], () => dropTyped(area, input));
  wipeSecret(wanted.value.secret);
  area.refresh(vault, [item]);
  return ok({ item, had: new Set() });
}

/** What was kept of the editor goes with the writing that holds it as a draft: never both, never neither. */
function dropTyped(area: ItemsArea, { typed }: { typed?: string | undefined }): void {
  if (typed !== undefined) area.typed.drop(typed);
}

type Editing = SaveInput & { item: ItemId };

async function draftEdit(area: ItemsArea, input: Editing): Promise<Result<Drafted>> {
  const { item, vault, over } = input;
  const view = await viewEdited(area, input);
  if (!view.ok) return view;
  if (view.value.vault !== vault) return fail("not-found", { field: "item" });
  const older = olderShown(area, item);
  if (!older.ok && older.failure.detail?.number !== over) {
    wipeSecret(view.value.body.secret);
    return older;
  }
  const at = area.unlocked.ports.clock.now() as EpochMs;
  const had = new Set(conflictsOf(view.value.body).map(({ conflict }) => conflict));
  const edit = await typedEdit(area, view.value, { ...input, at });
  const drafted = edit.ok ? draftChange(area, { ...input, at, ...edit.value }) : edit;
  wipeSecret(view.value.body.secret);
  return drafted.ok ? ok({ item, had }) : drafted;
}

/** Also what somebody deleted after the editor opened it: the edit brings it back, and a person is asked. */
async function viewEdited(area: ItemsArea, { item, vault, base }: Editing): Promise<Result<ItemView>> {
  const deleted = vaultOfDeleted(area, item);
  if (deleted === null) return viewItem(area, item);
  const inChain = area.unlocked.chains.chain(deleted).items.get(item);
  if (base !== undefined && base > (inChain?.version ?? 0))
    return fail("invalid-input", { field: "base" }, "after-act");
  const isLater = base !== undefined && (inChain?.deleted !== true || base < inChain.version);
  return isLater && deleted === vault ? viewDeleted(area, item) : fail("not-found", { field: "item" });
}

type Change = Edit & { vault: VaultId; item: ItemId; at: EpochMs; typed?: string | undefined };

/**
 * Writes the draft, where there is anything to say, and wipes both sides. `limit` where it does not fit, `ask-again` where it
 * ends the asking before the passphrase was typed.
 */
export function draftChange(area: ItemsArea, { base, wanted, at, ...input }: Change): Result<true> {
  const isDropped = base.overview.askAgain && !wanted.overview.askAgain;
  const may = isDropped ? maySee(area.asked, { item: input.item, field: "askAgain", askAgain: true }) : ok(true);
  const fits = may.ok ? encodeBody(wanted) : may;
  if (fits.ok) fits.value.secret.fill(0);
  const saysSomething =
    changedFields(base, wanted).length > 0 || base.secret.conflicts.length !== wanted.secret.conflicts.length;
  const { vault, item } = input;
  const draft = { vault, item, baseVersion: newestVersion(area, vault, item), body: { at, base, wanted } };
  if (fits.ok) area.itemDrafts.add(saysSomething ? [draft] : [], [], () => dropTyped(area, input));
  if (fits.ok && saysSomething) area.refresh(vault, [item]);
  wipeSecret(base.secret);
  wipeSecret(wanted.secret);
  return fits.ok ? ok(true) : fits;
}

/** What was typed, as a change of what the editor showed. */
function typedEdit(
  area: ItemsArea,
  view: ItemView,
  { changes, ...input }: Editing & { at: EpochMs },
): Promise<Result<Edit>> {
  const by = { user: area.unlocked.profile.user, at: input.at };
  return editOf(area, view, {
    ...{ item: input.item, base: input.base, at: input.at },
    seen: () => baseOf(area, view, input),
    change: (body) => applyChanges(body, changes, by),
  });
}

/** As the editor found it, field by field; null where that is not held any more. */
async function baseOf(
  area: ItemsArea,
  view: ItemView,
  { item, base: seen, resumed, typed }: Pick<Editing, "item" | "base" | "resumed" | "typed">,
): Promise<Result<ItemBody | null>> {
  const base = seen === undefined ? ok(view.body) : await viewSeen(area, view, { item, version: seen });
  if (!base.ok || base.value === null || resumed === undefined) return base;
  const stated = await viewStated(area, view, { item, version: resumed.base, drafts: seenBy(area, typed) });
  if (stated === base.value) return base;
  if (stated === null && base.value !== view.body) wipeSecret(base.value.secret);
  return ok(stated === null ? null : layFields(base.value, stated, resumed.fields));
}

/** The drafts that the editor showed in which this was typed. */
function seenBy(area: ItemsArea, typed: string | undefined): ReadonlySet<ChangeId> {
  return new Set(typed === undefined ? [] : area.typed.find(typed)?.seen);
}

/** `base` with these fields as `stated` has them; the secrets that are in neither are wiped. */
function layFields(base: ItemBody, stated: ItemBody, fields: readonly SettableField[]): ItemBody {
  // Whether a second factor is there comes with the seed.
  const names = new Set<string>(fields.includes("totp") ? [...fields, "secondFactor"] : fields);
  const exchanged = <Part extends object>(one: Part, other: Part): Part => ({
    ...one,
    ...Object.fromEntries(Object.entries(other).filter(([field]) => names.has(field))),
  });
  const laid = { overview: exchanged(base.overview, stated.overview), secret: exchanged(base.secret, stated.secret) };
  wipeSecret(exchanged(stated.secret, base.secret));
  return laid;
}

/** Where it stands now; of what was typed, what is kept as a conflict. */
async function savedOf(area: ItemsArea, vault: VaultId, { item, had }: Drafted): Promise<Result<SavedShape>> {
  const draft = area.drafts.ofItem(item).length > 0;
  const version = newestVersion(area, vault, item);
  const place = {
    ...{ item, version: version === 0 ? null : version, draft },
    reason: draft ? area.outbox.reason(vault, item) : null,
  };
  // Of a draft the list knows only what lost of its overview.
  const count = area.overviews.index.get(item)?.overview.conflictCount ?? 0;
  if (count === 0 && !draft) return ok({ ...place, conflicts: [] });
  const view = await viewItem(area, item);
  // It is saved: what became of it meanwhile is no failure of saving.
  if (!view.ok) return ok({ ...place, conflicts: [] });
  const { device } = area.unlocked.profile;
  const made = conflictsOf(view.value.body).filter(
    (one) => (one.device === device || one.field === deletedConflict) && !had.has(one.conflict),
  );
  wipeSecret(view.value.body.secret);
  return ok({ ...place, conflicts: made.map(({ field, conflict }) => ({ field, conflict })) });
}
