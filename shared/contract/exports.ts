/** An encrypted archive of what a person may open: what would be in it, making it, and stopping. */
import { z } from "zod";
import type { VaultId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { command, event, open } from "./command.ts";
import { id, type Nothing, nothing, passphraseText } from "./fields.ts";

/** A vault that may be in an archive, with how many items of it; a personal one has no title. */
export type ExportVault = { vault: string; kind: "personal" | "shared"; title: string; items: number };
export type ExportPreview = {
  /** Whom the team lets export, and whether this person is among them. */
  policy: "all" | "admins" | "none";
  isAllowed: boolean;
  vaults: ExportVault[];
};
/** `older`: values that items had before; `left`: items, older values and files that do not open. */
export type ExportDone = {
  name: string;
  place: "chosen" | "downloads";
  items: number;
  vaults: number;
  older: number;
  files: number;
  left: number;
};

export const exportCommands = {
  "export.preview": command<ExportPreview>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["items.changed", "vault.changed", "sync.changed"],
  }),
  /** `count`: how many items the person was shown that would be in it; another number is refused before anything is written. */
  "export.make": command<ExportDone>()({
    input: z.strictObject({
      passphrase: passphraseText,
      archivePassphrase: passphraseText,
      vaults: z.array(id<VaultId>()).min(1).max(limits.vaultsPerTeam),
      count: z.number().int().nonnegative(),
    }),
    in: open,
    steps: [],
  }),
  "export.cancel": command<Nothing>()({ input: nothing, in: open, steps: [] }),
};

export const exportEvents = { "export.progress": event<{ done: number; total: number }>() };
