/** Items: vaults, list, detail. Search has the focus; arrow keys move the selection from there and the detail follows. */
import type { ComponentProps, RefObject } from "react";
import type { AccountStatus, MemberShape } from "../../shared/contract/shapes.ts";
import { VaultSheet } from "../vaults/vault-sheet.tsx";
import { ItemsDialog } from "./dialog.tsx";
import { ItemMenu } from "./item-menu.tsx";
import { ItemsPane } from "./items-pane.tsx";
import { ListColumn } from "./list-column.tsx";
import { RegisterScreen } from "./register/register-screen.tsx";
import type { Place } from "./use-item-list.ts";
import { type ItemsState, useItemsScreen } from "./use-items-screen.ts";
import { VaultColumn } from "./vault-column.tsx";

type ItemsProps = {
  status: AccountStatus;
  members: MemberShape[];
  /** Where the person was in here, kept while other sections are open. */
  place: RefObject<Place>;
  onImport(): void;
  onPeople(): void;
};

/** The screen. */
export function ItemsScreen({ status, members, ...ways }: ItemsProps) {
  const screen = useItemsScreen(ways);
  const { list, mode, vaults, vault, canAdd, shown, acts } = screen;
  const column = {
    ...acts,
    ...screen.needs,
    vaults,
    chosen: list.vault,
    shelf: list.shelf,
    isRegister: mode === "register",
    canAdd,
  };
  const isSheet = (mode === "sheet" || mode === "share") && vault !== undefined;
  return (
    <div className="items" data-detail-open={screen.isDetailOpen} data-wide={isSheet || mode === "register"}>
      <VaultColumn {...column} />
      {mode === "register" ? (
        <RegisterScreen
          {...{ vaults, members }}
          first={screen.registerFirst}
          onItem={screen.showItem}
          onClose={screen.closeSheet}
        />
      ) : isSheet ? (
        <VaultSheet
          key={vault.vault}
          vault={vault}
          members={members}
          self={status.user ?? ""}
          isSharing={mode === "share"}
          onNew={() => acts.onNew()}
          onClose={screen.closeSheet}
        />
      ) : (
        <ListAndPane screen={screen} column={column} members={members} />
      )}
      {screen.menu !== null && (
        <ItemMenu
          {...{ list, shown, vaults }}
          place={screen.menu.place}
          run={screen.run}
          onTag={screen.askTags}
          onRestore={screen.restore}
          onClose={screen.closeMenu}
        />
      )}
      <ItemsDialog
        dialog={screen.dialog}
        vaults={vaults}
        members={members}
        onClose={() => screen.showDialog(null)}
        onMoved={screen.moved}
        onMade={(made) => {
          screen.showDialog(null);
          acts.onSheet(made);
        }}
      />
    </div>
  );
}

type BothProps = { screen: ItemsState; column: ComponentProps<typeof VaultColumn>; members: MemberShape[] };

/** The list, and what is selected in it. */
function ListAndPane({ screen, column, members }: BothProps) {
  const { list, mode, vaults, canAdd, shown, edited, search, acts } = screen;
  return (
    <>
      <ListColumn
        {...column}
        list={list}
        members={members}
        failure={screen.failure}
        search={search}
        isEditing={mode === "edit"}
        isAdding={mode === "new"}
        onPick={screen.pick}
        onMove={(by, isRange) => mode === "view" && list.move(by, isRange)}
        onMenu={screen.showRowMenu}
        onUse={screen.use}
      />
      {/* What nobody sees takes no key: no secret is shown, and nothing restored, behind the list. */}
      {!screen.isDetailHidden && (
        <ItemsPane
          {...acts}
          mode={mode}
          list={list}
          shown={mode === "edit" ? edited : shown}
          resumed={screen.resumed}
          start={screen.start}
          vaults={vaults}
          members={members}
          canAdd={canAdd}
          onItem={screen.showItem}
          onEdit={screen.edit}
          onAct={screen.run}
          onRestore={screen.restore}
          onTag={screen.askTags}
          onOpen={(index) => void screen.open(index)}
          onBack={screen.closeDetail}
          onDone={screen.done}
        />
      )}
    </>
  );
}
