/** Words of changes that wait on this computer and cannot be sent, one for each kind. */
import type { UnsentKind } from "../../model/records/unsent-kinds.ts";
import { counted } from "./counted.ts";

/** What it is, below its title. */
const what: Record<UnsentKind, string> = {
  new: "New item",
  edit: "Your change",
  files: "Files that you added or removed",
  settle: "Conflict that you settled",
  restore: "Restored from Trash",
  delete: "Deleted by you",
  move: "Moved by you, old vault",
  "record:vault": "Name of a vault",
  "record:team": "Name of the team",
  "record:person": "Name of a person",
  "record:group": "Name of a group",
  "record:preferences": "Your favourites",
  "record:tool": "A tool",
  "record:account": "An account with a tool",
  unreadable: "Cannot be read on this computer",
};

/** What goes where it is discarded. */
const lost: Record<UnsentKind, string> = {
  new: "Your changes are deleted from this computer",
  edit: "Your changes are deleted from this computer",
  files: "Files that you added here are deleted from this computer",
  settle: "Your choice is deleted from this computer",
  restore: "The item is not restored for the others",
  delete: "The item is not deleted for the others",
  move: "The item also stays in its old vault",
  "record:vault": "This name is deleted from this computer",
  "record:team": "This name is deleted from this computer",
  "record:person": "This name is deleted from this computer",
  "record:group": "This name is deleted from this computer",
  "record:preferences": "What you chose since is deleted from this computer",
  "record:tool": "Your changes are deleted from this computer",
  "record:account": "Your changes are deleted from this computer",
  unreadable: "What was changed can no longer be read, and is deleted from this computer",
};

/** What stays. */
const kept: Record<UnsentKind, string> = {
  new: "This item was never sent, so all of it is deleted",
  edit: "The last version that was sent does not change",
  files: "The last version that was sent does not change",
  settle: "Both values stay until somebody else chooses",
  restore: "The last version that was sent does not change",
  delete: "Changes that you made before it stay",
  move: "The item in its new vault stays too",
  "record:vault": "The name that was sent last stays",
  "record:team": "The name that was sent last stays",
  "record:person": "The name that was sent last stays",
  "record:group": "The name that was sent last stays",
  "record:preferences": "The favourites that were sent last stay",
  "record:tool": "What was sent last does not change",
  "record:account": "What was sent last does not change",
  unreadable: "The last version that was sent does not change",
};

/** What has no title of its own. */
const untitled: Partial<Record<UnsentKind, string>> = { "record:preferences": "Favourites" };

export const unsentWords = {
  unsent: {
    ...{ what, lost, kept },
    group: "Cannot be sent",
    name: (kind: UnsentKind, title: string) => (title === "" ? (untitled[kind] ?? "Untitled") : title),
    discardTitle: (kind: UnsentKind, name: string) => {
      if (kind === "delete") return `Discard your deletion of ${name}`;
      return kind === "move" ? `Discard your move of ${name}` : `Discard your changes to ${name}`;
    },
    leaveTitle: (vault: string, files: number) => `Move to ${vault} without ${counted(files, "file", "files")}`,
    leaveFiles: (files: number) =>
      files === 1
        ? "One file can no longer be opened here. It stays where the item was"
        : `${files} files can no longer be opened here. They stay where the item was`,
    leaveRest: (vault: string) => `Everything else becomes a new item in ${vault}`,
    leaveDone: "Move the rest",
    discardDone: "Discard changes",
  },
};
