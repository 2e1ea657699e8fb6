/** The one dialog that stands over Items, where one does. */
import type { ItemRow, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import type { TypedText } from "../../shared/model/typed-kinds.ts";
import { TypedLeft } from "../typed/typed-left.tsx";
import type { Kept } from "../typed/use-kept-text.ts";
import { NewVault, RenameVault } from "../vaults/vault-dialogs.tsx";
import { MoveDialog } from "./acts/move-dialog.tsx";
import { TagDialog } from "./acts/tag-dialog.tsx";
import { tagItems } from "./acts/tag-items.ts";
import { CautionWebsite } from "./caution-website.tsx";
import { openWebsite } from "./open-website.ts";
import type { Website } from "./shown/website.ts";

export type OpenDialog =
  | { kind: "vault"; resumed?: Kept<"newVault"> }
  | { kind: "rename"; vault: VaultShape; resumed: Kept<"vaultTitle"> }
  | { kind: "move"; rows: ItemRow[]; isShare: boolean; first?: string; resumed?: Kept<"move"> }
  | { kind: "tag"; rows: ItemRow[]; resumed?: Kept<"tags"> }
  | { kind: "typed"; text: TypedText }
  | { kind: "website"; row: ItemRow; index: number; website: Website };

type DialogProps = {
  dialog: OpenDialog | null;
  vaults: VaultShape[];
  members: MemberShape[];
  onClose(): void;
  onMade(vault: string): void;
  onMoved(items: string[]): void;
};

/** Draws it. */
export function ItemsDialog({ dialog, vaults, members, onClose, onMade, onMoved }: DialogProps) {
  if (dialog === null) return null;
  if (dialog.kind === "vault") return <NewVault resumed={dialog.resumed} onClose={onClose} onMade={onMade} />;
  if (dialog.kind === "rename") return <RenameVault vault={dialog.vault} resumed={dialog.resumed} onClose={onClose} />;
  if (dialog.kind === "typed") return <TypedLeft text={dialog.text} onClose={onClose} />;
  if (dialog.kind === "tag")
    return (
      <TagDialog
        rows={dialog.rows}
        resumed={dialog.resumed}
        onClose={onClose}
        onTag={(tags) => {
          onClose();
          void tagItems(dialog.rows, vaults, tags);
        }}
      />
    );
  if (dialog.kind === "move")
    return (
      <MoveDialog
        rows={dialog.rows}
        isShare={dialog.isShare}
        first={dialog.first}
        resumed={dialog.resumed}
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
