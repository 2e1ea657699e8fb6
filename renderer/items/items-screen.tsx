/** Items: vaults, list, detail. Search has the focus; arrow keys move the selection from there and the detail follows. */
import type { RefObject } from "react";
import type { AccountStatus, MemberShape } from "../../shared/contract/shapes.ts";
import { VaultSheet } from "../vaults/vault-sheet.tsx";
import { AskedDialog } from "./dialog.tsx";
import { ItemsPane } from "./items-pane.tsx";
import { ListColumn } from "./list-column.tsx";
import type { Place } from "./use-item-list.ts";
import { useRoom } from "./use-items-screen.ts";
import { VaultColumn } from "./vault-column.tsx";

type ItemsProps = {
  status: AccountStatus;
  members: MemberShape[];
  /** Where the person was in here, kept while other rooms are open. */
  place: RefObject<Place>;
  onImport(): void;
};

/** The room. */
export function ItemsScreen({ status, members, place, onImport }: ItemsProps) {
  const room = useRoom(place, onImport);
  const { list, mode, vaults, vault, canAdd, shown, edited, search, acts } = room;
  const column = { ...acts, vaults, chosen: list.vault, canAdd };
  const isSheet = (mode === "sheet" || mode === "give") && vault !== undefined;
  return (
    <div className="items" data-covered={room.isCovered} data-wide={isSheet}>
      <VaultColumn {...column} />
      {isSheet ? (
        <VaultSheet
          key={vault.vault}
          vault={vault}
          members={members}
          self={status.user ?? ""}
          isGiving={mode === "give"}
          onNew={acts.onNew}
          onClose={() => acts.onChoose(vault.vault)}
        />
      ) : (
        <>
          <ListColumn
            {...column}
            list={list}
            failure={room.failure}
            search={search}
            isEditing={mode === "edit"}
            isAdding={mode === "new"}
            onPick={room.pick}
            onMove={(by) => mode === "view" && list.move(by)}
          />
          <ItemsPane
            {...acts}
            mode={mode}
            list={list}
            shown={mode === "edit" ? edited : shown}
            vaults={vaults}
            members={members}
            canAdd={canAdd}
            onEdit={() => room.begin("edit")}
            onRemove={() => room.ask({ kind: "remove" })}
            onOpen={(index) => void room.open(index)}
            onBack={room.uncover}
            onDone={room.done}
          />
        </>
      )}
      <AskedDialog
        asked={room.asked}
        shown={shown}
        vaults={vaults}
        onClose={() => room.ask(null)}
        onMade={(made) => {
          room.ask(null);
          acts.onSheet(made);
        }}
      />
    </div>
  );
}
