/** Words of the encrypted archive: Settings, and its dialog. */
import { counted } from "./counted.ts";

type ExportDone = { items: number; vaults: number; name: string; place: "chosen" | "downloads" };
type Beside = { older: number; files: number };

const ofVaults = (items: number, vaults: number): string =>
  `${counted(items, "item", "items")} of ${counted(vaults, "vault", "vaults")}`;

export const exportWords = {
  export: {
    archive: "Encrypted archive",
    holds: (items: number, vaults: number) =>
      `${ofVaults(items, vaults)} that you can open, with older values and files. Import brings it back`,
    empty: "There is nothing yet that you can open",
    refused: {
      all: "Your role does not let you export",
      admins: "Your team lets only admins export",
      none: "Your team lets nobody export",
    },
    make: "Export…",
    title: "Export an encrypted archive",
    note: "Anybody who has the file and its passphrase can open everything in it, also after you leave the team. Nobody can reset the passphrase. Your admins see that you exported.",
    vaults: "Vaults in it",
    chosen: (items: number, vaults: number) => ofVaults(items, vaults),
    own: "Your passphrase",
    chosenPassphrase: "Passphrase of the archive",
    again: "Once more",
    done: (items: number) => `Export ${counted(items, "item", "items")}`,
    stop: "Stop",
    writing: (done: number, total: number) => `${done.toLocaleString("en")} of ${total.toLocaleString("en")}`,
    writingNote: "Nothing is kept if you stop",
    made: ({ items, vaults, name, place }: ExportDone) =>
      `${ofVaults(items, vaults)} in ${name}${place === "downloads" ? ", in your folder for downloads" : ""}`,
    also: ({ older, files }: Beside) =>
      [
        ...(older > 0 ? [counted(older, "older value", "older values")] : []),
        ...(files > 0 ? [counted(files, "file", "files")] : []),
      ].join(", "),
    left: (left: number) =>
      `${counted(left, "item, older value or file", "items, older values or files")} could not be opened, and ${left === 1 ? "is" : "are"} not in it`,
  },
};
