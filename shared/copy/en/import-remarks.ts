/** What an import says about entries and files: a sentence for every code, complete by the compiler. */
import type { ImportRemarkCode, ImportRemarkParams } from "../../model/import-remarks.ts";
import { counted } from "./counted.ts";
import { fieldNames } from "./field-names.ts";

/** Fields by their names, in the middle of a sentence; what a person called a field stays as they wrote it. */
function listed(names: string): string {
  const { fields } = fieldNames;
  const all = names.split("\n").map((name) => fields[name]?.toLowerCase() ?? `“${name.replace(/^field:/, "")}”`);
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

const whole = (field: string): string => `all of it is in the field “${field}”.`;
const hidden = (field: string): string => `“${field}” is kept as a hidden field.`;

export const importRemarkWords: { [Code in ImportRemarkCode]: (params: ImportRemarkParams<Code>) => string } = {
  "title-moved": ({ field }) => `The title is too long; ${whole(field)}`,
  "username-moved": ({ field }) => `The username is too long; ${whole(field)}`,
  "password-moved": ({ field }) => `The password is too long; ${whole(field)}`,
  "websites-moved": ({ field }) => `Not all websites fit; the rest are in the field “${field}”.`,
  "tags-moved": ({ field }) => `Not all tags fit; the rest are in the field “${field}”.`,
  "notes-moved": ({ field }) => `The note is too long; ${whole(field)}`,
  "list-moved": ({ field }) => `They are too long to be listed; all of them are in the field “${field}”.`,
  "field-name-cut": ({ field }) => `The name of a field is too long and was cut: “${field}”.`,
  "fields-left": ({ count }) => `${counted(count, "field is", "fields are")} too many for one entry and not imported.`,
  "fields-joined": ({ count, field }) => `${count} of its fields are together in the field “${field}”.`,
  "value-cut": ({ field }) => `“${field}” is too long for one item; its end was cut.`,
  "value-left": ({ field }) => `“${field}” is too long for one item and is left out.`,
  "older-values-left": ({ count }) =>
    `${counted(count, "older value is", "older values are")} too large for one item and not taken.`,
  "reference-unresolved": ({ field }) => `A reference in “${field}” leads nowhere; it is kept as text.`,
  "reference-protected": ({ field }) => `“${field}” refers to a protected value; the reference is kept as text.`,
  "text-invalid": ({ field }) => `“${field}” was not valid text; what could not be read is marked.`,
  "placeholder-kept": ({ field }) => `A KeePass placeholder in “${field}” is kept as text.`,
  "code-unreadable": ({ field }) => `The one-time code cannot be read; ${hidden(field)}`,
  "code-steam": ({ field }) => `Steam codes are not supported; ${hidden(field)}`,
  "code-counter": ({ field }) => `Counter-based codes (HOTP) are not supported; ${hidden(field)}`,
  "field-repeated": ({ field }) => `A field name is used twice; the second field is now “${field}”.`,
  "no-title": () => "It had no title.",
  attachment: ({ name }) => `The attachment “${name}” is not imported: it is larger than 25 MB, or cannot be read.`,
  "attachment-older": ({ name }) => `The attachment “${name}” of an older version is not imported.`,
  "attachment-beside": ({ name }) => `An attachment “${name}” with other content is here already; both are kept.`,
  "attachment-uncompared": ({ name }) =>
    `The attachment “${name}” cannot be compared with the one that is here already, and is not imported.`,
  "attachment-name-cut": ({ name }) => `The name of an attachment is too long and was cut: “${name}”.`,
  "attachments-many": ({ count }) =>
    `An item holds up to 50 files; ${count.toLocaleString("en")} more ${count === 1 ? "is" : "are"} not imported.`,
  "attachments-space": ({ count }) =>
    `${count === 1 ? "1 attachment does" : `${count.toLocaleString("en")} attachments do`} not fit into the item beside its values.`,
  "auto-type": () => "Auto-type rules are not taken.",
  "plugin-values": ({ names }) => `Plug-in values are of no use outside KeePass: ${names}.`,
  "not-comparable": () => "It cannot be compared with the item that is here now.",
  "recycle-bin": () => "It lies in the recycle bin.",
  "empty-entry": () => "An entry of this group is empty.",
  "group-note": () => "The note of this group is not taken: groups have no notes here.",
  "group-name-cut": () => "The name of the group is too long and was cut.",
  icons: () => "Icons are not imported.",
  "no-target": () => "No vault was chosen for its group.",
  "left-out": ({ count }) => `${counted(count, "item", "items")} you did not choose.`,
  "history-too-large": () => "With its older values the item would be too large.",
  "item-too-large": () => "It is too large for one item.",
  "values-added": ({ names }) => `Adds ${listed(names)}.`,
  "values-replaced": ({ names }) => `Replaces ${listed(names)}; what was there stays in History.`,
  "values-removed": ({ names }) => `Removes ${listed(names)}, as the file did; what was there stays in History.`,
  "values-aside": ({ names }) => `Yours differs and stays; what the file says goes to History: ${listed(names)}.`,
  "older-added": ({ count }) => `Adds ${counted(count, "older value", "older values")}.`,
  "conflicts-aside": ({ count }) => `${counted(count, "value", "values")} in conflict; kept with its older values`,
  "owner-replaced": () => "Was shared with a reason; you are its owner now",
  "archive-left": ({ count }) =>
    `${counted(count, "item, older value or file", "items, older values or files")} could not be opened when the archive was made, and are not in it.`,
  "code-vendor": ({ field }) => `Its codes are a vendor’s own and are not supported; ${hidden(field)}`,
  cancelled: ({ count }) => `The import was cancelled before ${counted(count, "item was", "items were")} taken.`,
  "broken-off": ({ count }) =>
    `The import did not come to its end; ${counted(count, "item was", "items were")} not looked at. Import the file again.`,
  "column-left": ({ name }) => `The column “${name}” is left out.`,
  "row-columns": ({ count }) => `Row ${count} has more columns than the first row.`,
  "row-empty": ({ count }) => `Row ${count} holds nothing that could be taken.`,
  "row-unreadable": () => "Characters that could not be read are marked.",
  "list-cut": ({ count }) => `${count.toLocaleString("en")} more; the list is too long to keep.`,
};
