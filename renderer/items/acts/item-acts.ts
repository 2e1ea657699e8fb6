/** Everything that is done with an item from outside its fields, one table: the menus and the keys are made of it. */
import {
  Copy,
  CopyPlus,
  ExternalLink,
  FolderInput,
  Link,
  type LucideIcon,
  Pencil,
  Share2,
  Star,
  StarOff,
  Tag,
  Timer,
  Trash2,
  UserRound,
} from "lucide-react";
import type { ItemDetail, ItemRow, VaultShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { type KeyName, shownKey } from "../../page/keys.ts";
import type { MenuAct } from "../../ui/menu.tsx";
import { readersOf } from "../../vaults/readers.ts";

/** What an act is done with; the detail may still be on its way. */
export type ActTarget = { row: ItemRow; detail: ItemDetail | null; vault: VaultShape | undefined };

type ActRule = {
  icon: LucideIcon;
  label: string;
  key: KeyName | null;
  /** Acts of one part of the menu stand together. */
  part: "use" | "change" | "place" | "end";
  applies(target: ActTarget): boolean;
};

const always = (): boolean => true;
const isEditable = ({ detail }: ActTarget): boolean => detail?.editable === true;

export const itemActs = {
  copyPassword: {
    ...{ icon: Copy, label: words.items.copyPassword, key: "main", part: "use" },
    applies: ({ detail }) => detail?.fields.some(({ field }) => field === "password") === true,
  },
  copyUser: {
    ...{ icon: UserRound, label: words.items.copyUser, key: "copyUser", part: "use" },
    applies: ({ row }) => row.username !== null,
  },
  copyCode: {
    ...{ icon: Timer, label: words.items.copyCode, key: "copyCode", part: "use" },
    applies: ({ row }) => row.hasTotp,
  },
  open: {
    ...{ icon: ExternalLink, label: words.items.openWebsite, key: "open", part: "use" },
    applies: ({ row }) => row.urls.length > 0,
  },
  favourite: {
    ...{ icon: Star, label: words.itemActs.favour, key: "favourite", part: "change" },
    applies: ({ row }) => row.favourite !== true,
  },
  unfavourite: {
    ...{ icon: StarOff, label: words.itemActs.unfavour, key: "favourite", part: "change" },
    applies: ({ row }) => row.favourite === true,
  },
  edit: { ...{ icon: Pencil, label: words.act.edit, key: "edit", part: "change" }, applies: isEditable },
  duplicate: {
    ...{ icon: CopyPlus, label: words.itemActs.duplicate, key: "duplicate", part: "change" },
    applies: isEditable,
  },
  copyLink: { ...{ icon: Link, label: words.itemActs.copyLink, key: "copyLink", part: "change" }, applies: always },
  share: { ...{ icon: Share2, label: words.itemActs.share, key: null, part: "place" }, applies: canShare },
  move: { ...{ icon: FolderInput, label: words.itemActs.move, key: "move", part: "place" }, applies: isEditable },
  remove: { ...{ icon: Trash2, label: words.itemActs.remove, key: "remove", part: "end" }, applies: isEditable },
} satisfies Record<string, ActRule>;

export type ItemActName = keyof typeof itemActs;
const itemActNames = Object.keys(itemActs) as ItemActName[];

/** A vault that several open is shared by its manager; what nobody else opens is moved to where others can. */
function canShare({ detail, vault }: ActTarget): boolean {
  if (vault === undefined || vault.state === "archived" || vault.state === "stopped") return false;
  return isAlone(vault) ? detail?.editable === true : vault.permission === "manage";
}

/** Whether only one person can open it. */
export function isAlone(vault: VaultShape): boolean {
  return readersOf(vault) < 2;
}

/** The menu of several items. */
export function menuOfSeveral(run: (act: ItemActName) => void, onTag: () => void): MenuAct[] {
  const actOf = (name: "move" | "remove"): MenuAct => {
    const { icon, label, key } = itemActs[name];
    return { icon, label, shortcut: shownKey(key), onAct: () => run(name) };
  };
  return [actOf("move"), { icon: Tag, label: words.itemActs.tag, onAct: onTag }, actOf("remove")];
}

/** The menu of an item: what applies, in the order of the table, a line between its parts. */
export function menuOf(target: ActTarget, run: (act: ItemActName) => void): MenuAct[] {
  const menu: MenuAct[] = [];
  let part: ActRule["part"] | null = null;
  for (const name of itemActNames) {
    const rule: ActRule = itemActs[name];
    if (!rule.applies(target)) continue;
    if (part !== null && part !== rule.part) menu.push("line");
    part = rule.part;
    const shortcut = rule.key === null ? {} : { shortcut: shownKey(rule.key) };
    menu.push({ icon: rule.icon, label: rule.label, ...shortcut, onAct: () => run(name) });
  }
  return menu;
}
