/** Items: vaults, list, detail. Search has the focus; arrow keys move the selection from there and the detail follows. */
import type { RefObject } from "react";
import type { AccountStatus, MemberShape } from "../../shared/contract/shapes.ts";
import { VaultSheet } from "../vaults/vault-sheet.tsx";
import { ItemsDialog } from "./dialog.tsx";
import { ItemsPane } from "./items-pane.tsx";
import { ListColumn } from "./list-column.tsx";
import type { Place } from "./use-item-list.ts";
import { useItemsScreen } from "./use-items-screen.ts";
import { VaultColumn } from "./vault-column.tsx";

type ItemsProps = {
  status: AccountStatus;
  members: MemberShape[];
  /** Where the person was in here, kept while other sections are open. */
  place: RefObject<Place>;
  onImport(): void;
};

/** The screen. */
export function ItemsScreen({ status, members, place, onImport }: ItemsProps) {
  const screen = useItemsScreen(place, onImport);
  const { list, mode, vaults, vault, canAdd, shown, edited, search, acts } = screen;
  const column = { ...acts, ...screen.needs, vaults, chosen: list.vault, canAdd };
  const isSheet = (mode === "sheet" || mode === "share") && vault !== undefined;
  return (
    <div className="items" data-detail-open={screen.isDetailOpen} data-wide={isSheet}>
      <VaultColumn {...column} />
      {isSheet ? (
        <VaultSheet
          key={vault.vault}
          vault={vault}
          members={members}
          self={status.user ?? ""}
          isSharing={mode === "share"}
          onNew={acts.onNew}
          onClose={() => acts.onChoose(vault.vault)}
        />
      ) : (
        <>
          <ListColumn
            {...column}
            list={list}
            failure={screen.failure}
            search={search}
            isEditing={mode === "edit"}
            isAdding={mode === "new"}
            onPick={screen.pick}
            onMove={(by) => mode === "view" && list.move(by)}
          />
          <ItemsPane
            {...acts}
            mode={mode}
            list={list}
            shown={mode === "edit" ? edited : shown}
            resumed={screen.resumed}
            vaults={vaults}
            members={members}
            canAdd={canAdd}
            onEdit={screen.edit}
            onRemove={() => screen.showDialog({ kind: "remove" })}
            onOpen={(index) => void screen.open(index)}
            onBack={screen.closeDetail}
            onDone={screen.done}
          />
        </>
      )}
      <ItemsDialog
        dialog={screen.dialog}
        shown={shown}
        vaults={vaults}
        onClose={() => screen.showDialog(null)}
        onMade={(made) => {
          screen.showDialog(null);
          acts.onSheet(made);
        }}
      />
    </div>
  );
}
