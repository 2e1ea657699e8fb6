/** The one dialog that stands over Items, where one does. */
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { NewVault } from "../vaults/vault-dialogs.tsx";
import { CautionWebsite, RemoveItem } from "./item-dialogs.tsx";
import { openWebsite } from "./open-website.ts";
import type { ShownItem } from "./shown/use-shown-item.ts";
import type { Website } from "./shown/website.ts";

export type OpenDialog = { kind: "vault" } | { kind: "remove" } | { kind: "website"; index: number; website: Website };

type DialogProps = {
  dialog: OpenDialog | null;
  shown: ShownItem | null;
  vaults: VaultShape[];
  onClose(): void;
  onMade(vault: string): void;
};

/** Draws it. */
export function ItemsDialog({ dialog, shown, vaults, onClose, onMade }: DialogProps) {
  if (dialog?.kind === "vault") return <NewVault onClose={onClose} onMade={onMade} />;
  if (dialog === null || shown === null) return null;
  if (dialog.kind === "remove")
    return <RemoveItem row={shown.row} vault={vaults.find((one) => one.vault === shown.row.vault)} onClose={onClose} />;
  return (
    <CautionWebsite
      website={dialog.website}
      onClose={onClose}
      onOpen={() => {
        void openWebsite(shown.row, dialog.index);
        onClose();
      }}
    />
  );
}
