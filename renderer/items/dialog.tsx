/** The one dialog that stands over Items, where one does. */
import type { ItemRow, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { NewVault } from "../vaults/vault-dialogs.tsx";
import { MoveDialog } from "./acts/move-dialog.tsx";
import { TagDialog } from "./acts/tag-dialog.tsx";
import { CautionWebsite } from "./caution-website.tsx";
import { openWebsite } from "./open-website.ts";
import type { Website } from "./shown/website.ts";

export type OpenDialog =
  | { kind: "vault" }
  | { kind: "move"; rows: ItemRow[]; isShare: boolean; first?: string }
  | { kind: "tag" }
  | { kind: "website"; row: ItemRow; index: number; website: Website };

type DialogProps = {
  dialog: OpenDialog | null;
  vaults: VaultShape[];
  members: MemberShape[];
  onClose(): void;
  onMade(vault: string): void;
  onMoved(items: string[]): void;
  onTag(tags: string[]): void;
};

/** Draws it. */
export function ItemsDialog({ dialog, vaults, members, onClose, onMade, onMoved, onTag }: DialogProps) {
  if (dialog === null) return null;
  if (dialog.kind === "tag") return <TagDialog onClose={onClose} onTag={onTag} />;
  if (dialog.kind === "vault") return <NewVault onClose={onClose} onMade={onMade} />;
  if (dialog.kind === "move")
    return (
      <MoveDialog
        rows={dialog.rows}
        isShare={dialog.isShare}
        first={dialog.first}
        vaults={vaults}
        members={members}
        onClose={onClose}
        onMoved={onMoved}
      />
    );
  return (
    <CautionWebsite
      website={dialog.website}
      onClose={onClose}
      onOpen={() => {
        void openWebsite(dialog.row, dialog.index);
        onClose();
      }}
    />
  );
}
