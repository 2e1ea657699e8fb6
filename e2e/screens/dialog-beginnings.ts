/** Every dialog by its title, and where it begins: one Enter does nothing that cannot be taken back, else it goes on. */
import { words } from "../../shared/copy/words.ts";

/**
 * `cancel`: the act destroys, overwrites or leads to a doubtful place. `act`: Enter does it. `field`: something is typed first.
 * `choice`: something is chosen, and Enter goes on with what is chosen.
 */
type DialogBeginning = "cancel" | "act" | "field" | "choice";

const any = "\u0000";
const anyMany = 987_654;

const table: [string, DialogBeginning][] = [
  [words.edit.leaveTitle, "cancel"],
  [words.edit.overTitle, "cancel"],
  [words.join.abandonTitle, "cancel"],
  [words.typed.discardTitle("item", any), "cancel"],
  [words.typed.discardTitle("move", any), "cancel"],
  [words.unsent.discardTitle("edit", any), "cancel"],
  [words.unsent.discardTitle("delete", any), "cancel"],
  [words.unsent.discardTitle("move", any), "cancel"],
  [words.unsent.leaveTitle(any, anyMany), "cancel"],
  [words.unsent.leaveTitle(any, 1), "cancel"],
  [words.items.cautionTitle(any), "cancel"],
  [words.files.removeTitle(any), "cancel"],
  [words.vault.takeOutTitle(any, any), "cancel"],
  [words.vault.lowerTitle(any, any), "cancel"],
  [words.vault.archiveTitle(any), "cancel"],
  [words.vault.leaveTitle(any), "cancel"],
  [words.groups.takeOutTitle(any, any), "cancel"],
  [words.groups.noManagerTitle(any, any), "cancel"],
  [words.sheet.withoutTitle, "act"],
  [words.versions.restoreTitle(any, any), "act"],
  [words.people.readyTitle(any), "act"],
  [words.generator.open, "field"],
  [words.askAgain.title, "field"],
  [words.itemActs.tag, "field"],
  [words.settings.sheetAsk, "field"],
  [words.settings.changeTitle, "field"],
  [words.typed.left, "field"],
  [words.vault.renameTitle, "field"],
  [words.vault.create, "field"],
  // A word that has to be typed first.
  [words.vault.restartTitle(any), "field"],
  [words.vault.restartTitle(""), "field"],
  [words.people.inviteTitle, "field"],
  [words.groups.create, "field"],
  [words.people.removeTitle(any), "field"],
  [words.computers.removeTitle, "field"],
  [words.computers.revokeTitle(any), "cancel"],
  [words.newComputer.askTitle, "field"],
  // Until the other computer has answered there is nothing to type, and nothing to add.
  [words.newComputer.addTitle, "cancel"],
  [words.newComputer.overTitle, "act"],
  [words.recovery.ask, "field"],
  [words.recovery.rehearseTitle, "field"],
  [words.recovery.works, "act"],
  // One Enter neither stops nor confirms it.
  [words.recovery.ownTitle, "cancel"],
  [words.recovery.title(any), "cancel"],
  [words.names.askTitle, "field"],
  [words.names.declineTitle(any), "field"],
  [words.people.roleTitle(any), "choice"],
  [words.itemActs.moveTitle(any), "choice"],
  [words.itemActs.moveManyTitle(anyMany), "choice"],
  [words.itemActs.shareTitle(any), "choice"],
];

const asPattern = (title: string): RegExp =>
  new RegExp(
    `^${title
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll(any, ".*")
      .replace(/987[.,]?654/, "\\d+")}$`,
    "s",
  );
const rows = table.map(([title, begins]) => ({ title: asPattern(title), begins }));

/** What is wrong with a dialog that begins at `begins`; null where it is as the table says. */
export function dialogFault(title: string, begins: string): string | null {
  const row = rows.find((one) => one.title.test(title));
  if (row === undefined) return `the dialog “${title}” is not in the table of beginnings`;
  // Where there is nothing to choose among, the name of the new thing comes first.
  const isRight = begins === row.begins || (row.begins === "choice" && begins === "field");
  return isRight ? null : `the dialog “${title}” begins at ${begins}, not at ${row.begins}`;
}
