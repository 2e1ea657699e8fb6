/** Words of what was typed and not saved. */
import type { TypedKind } from "../../model/typed-kinds.ts";

/** As it stands at the end of a sentence. */
const whenOf = (when: string): string => (when === "now" ? "a moment ago" : when);

/** What its person was doing. `isNew`: with an item that is in no vault yet. */
const doing: Record<TypedKind, (title: string, isNew: boolean) => string> = {
  item: (title, isNew) => (isNew ? `adding ${title}` : `editing ${title}`),
  newVault: (title) => `creating the vault ${title}`,
  vaultTitle: (title) => `renaming a vault to ${title}`,
  invite: (title) => `inviting ${title}`,
  newGroup: (title) => `creating the group ${title}`,
  settle: (title) => `settling a conflict in ${title}`,
  tags: (title) => `adding tags (${title})`,
  move: (title) => `moving items to a new vault, ${title},`,
};

/** What it is, in the list of what waits; an item is called by its title alone. */
const what: Record<TypedKind, string | null> = {
  item: null,
  newVault: "New vault",
  vaultTitle: "Name of a vault",
  invite: "Invite",
  newGroup: "New group",
  settle: "Another value",
  tags: "Tags",
  move: "Move to a new vault",
};

const untitled: Record<TypedKind, string> = {
  item: "a login",
  newVault: "without a name",
  vaultTitle: "nothing",
  invite: "somebody",
  newGroup: "without a name",
  settle: "a login",
  tags: "none",
  move: "without a name",
};

export const typedWords = {
  typed: {
    said: (kind: TypedKind, of: { title: string; when: string; isNew: boolean }) =>
      `You were ${doing[kind](of.title, of.isNew)} ${whenOf(of.when)}`,
    untitled,
    about: (kind: TypedKind, when: string) => (what[kind] === null ? when : `${what[kind]}, ${when}`),
    unsaved: "Not saved",
    goOn: "Continue",
    discard: "Discard…",
    more: (count: number) => `and ${count} more`,
    closed: "It is gone, or you can no longer edit it. Continue to save it as a new login.",
    closedElse: "You can no longer finish this here. Continue to read and copy what you typed.",
    left: "What you typed",
    leftNote: "It can no longer be saved where you typed it. It stays on this computer until you discard it.",
    copy: "Copy",
    copied: "What you typed is copied",
    discardTitle: (kind: TypedKind, title: string) =>
      kind === "item" ? `Discard what you typed in ${title}` : `Discard what you typed (${title})`,
    discardLost: "What you typed is deleted from this computer. It was never sent",
    discardDone: "Discard it",
    back: (when: string) => `You typed this ${whenOf(when)}`,
    backNote: "It was kept on this computer and never sent.",
    startOver: "Start over",
  },
};
