/** What is known of typed text by its kind: what it is called, what it is of, whether it can go on, who may see it. One row each. */
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../../shared/failures.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { TypedKind, TypedOf, TypedText } from "../../../../shared/model/typed-kinds.ts";
import { covers } from "../../../../shared/protocol/team-log/state/rules.ts";
import { maySee } from "./asked-again.ts";
import { viewAny } from "./deleted-view.ts";
import { mayWrite } from "./item-save.ts";
import type { ItemsArea } from "./items-area.ts";

/** The rule, laid on one text. */
export type TypedRule = {
  place: { vault: VaultId | null; item: ItemId | null };
  /** Undefined: as it was called before. */
  title(area: ItemsArea): string | undefined;
  /** Whether it can go on where it began. */
  isOpen(area: ItemsArea): boolean;
  /** `ask-again` where the passphrase has to be typed before what was typed is shown. */
  mayTakeUp(area: ItemsArea, typed: string): Promise<Result<true>>;
};

const nowhere = { vault: null, item: null };
const anybody = async (): Promise<Result<true>> => ok(true);
const isOfAdmin = ({ unlocked: { log, profile } }: ItemsArea): boolean =>
  log.state().users.get(profile.user)?.role === "admin";
const rowOf = (area: ItemsArea, item: ItemId | null) =>
  item === null ? undefined : area.overviews.index.get(item)?.overview;

const rules: { [Kind in TypedKind]: (text: TypedOf<Kind>) => TypedRule } = {
  item: ({ vault, item, text }) => ({
    place: { vault, item },
    title: (area) => text.title ?? rowOf(area, item)?.title,
    isOpen(area) {
      const now = item === null ? vault : area.overviews.index.get(item)?.vault;
      return now !== undefined && mayWrite(area, now).ok;
    },
    mayTakeUp: (area, typed) => mayTakeUp(area, { typed, item, asks: text.askAgain === true }),
  }),
  newVault: ({ title }) => ({ place: nowhere, title: () => title, isOpen: () => true, mayTakeUp: anybody }),
  vaultTitle: ({ vault, title }) => ({
    place: { vault, item: null },
    title: () => title,
    isOpen: (area) => mayWrite(area, vault).ok && covers(area.unlocked.rights.of(vault) ?? "use", "manage"),
    mayTakeUp: anybody,
  }),
  invite: ({ name, email }) => ({
    place: nowhere,
    title: () => (name.trim() === "" ? email : name),
    isOpen: isOfAdmin,
    mayTakeUp: anybody,
  }),
  newGroup: ({ name }) => ({ place: nowhere, title: () => name, isOpen: isOfAdmin, mayTakeUp: anybody }),
  settle: ({ item }) => ({
    place: { vault: null, item },
    title: (area) => rowOf(area, item)?.title,
    isOpen(area) {
      const row = area.overviews.index.get(item);
      return row !== undefined && row.overview.conflictCount > 0 && mayWrite(area, row.vault).ok;
    },
    mayTakeUp: (area, typed) => mayTakeUp(area, { typed, item, asks: false }),
  }),
  tags: ({ items, tags }) => ({
    place: nowhere,
    title: () => tags,
    isOpen: (area) => items.some((item) => isWritten(area, item)),
    mayTakeUp: anybody,
  }),
  move: ({ items, title }) => ({
    place: nowhere,
    title: () => title,
    isOpen: (area) => items.some((item) => isWritten(area, item)),
    mayTakeUp: anybody,
  }),
};

/** The rule of what was typed. */
export function ruleOf(text: TypedText): TypedRule {
  return (rules[text.kind] as (text: TypedText) => TypedRule)(text);
}

function isWritten(area: ItemsArea, item: ItemId): boolean {
  const row = area.overviews.index.get(item);
  return row !== undefined && mayWrite(area, row.vault).ok;
}

/**
 * What was typed into an item that asks for the passphrase holds its new secrets; so does what was marked to ask, and is in no
 * item yet. The passphrase counts for the item or for the kept text alone.
 */
async function mayTakeUp(
  area: ItemsArea,
  { typed, item, asks }: { typed: string; item: ItemId | null; asks: boolean },
): Promise<Result<true>> {
  const askAgain = asks || (item !== null && (await itemAsks(area, item)));
  const may = maySee(area.asked, { item: typed, field: "askAgain", askAgain });
  return may.ok || item === null ? may : maySee(area.asked, { item, field: "askAgain", askAgain });
}

/** Whether it asks, also in Trash; what cannot be opened to see is taken to ask. */
async function itemAsks(area: ItemsArea, item: ItemId): Promise<boolean> {
  const row = rowOf(area, item);
  if (row !== undefined) return row.askAgain;
  const view = await viewAny(area, item);
  if (!view.ok) return true;
  wipeSecret(view.value.body.secret);
  return view.value.body.overview.askAgain;
}
