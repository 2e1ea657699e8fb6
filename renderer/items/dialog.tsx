/** The one dialog that stands over Items, where one does. */
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { NewVault } from "../vaults/vault-dialogs.tsx";
import { CautionWebsite, RemoveItem } from "./item-dialogs.tsx";
import { openWebsite } from "./open-website.ts";
import type { ShownItem } from "./use-shown-item.ts";
import type { Website } from "./website.ts";

export type Asked = { kind: "vault" } | { kind: "remove" } | { kind: "website"; index: number; website: Website };

type AskedProps = {
  asked: Asked | null;
  shown: ShownItem | null;
  vaults: VaultShape[];
  onClose(): void;
  onMade(vault: string): void;
};

/** Draws it. */
export function AskedDialog({ asked, shown, vaults, onClose, onMade }: AskedProps) {
  if (asked?.kind === "vault") return <NewVault onClose={onClose} onMade={onMade} />;
  if (asked === null || shown === null) return null;
  if (asked.kind === "remove")
    return <RemoveItem row={shown.row} vault={vaults.find((one) => one.vault === shown.row.vault)} onClose={onClose} />;
  return (
    <CautionWebsite
      website={asked.website}
      onClose={onClose}
      onOpen={() => {
        void openWebsite(shown.row, asked.index);
        onClose();
      }}
    />
  );
}
