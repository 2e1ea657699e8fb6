/** The middle column: search on top, always; rows below. */
import { Ban } from "lucide-react";
import type { KeyboardEvent, RefObject } from "react";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { retryAnswers } from "../client/client.ts";
import { Button } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";
import { Alert } from "../ui/rows.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";
import { ItemList, ListBones } from "./item-list.tsx";
import { NothingFound } from "./items-empty.tsx";
import type { Needs } from "./needs-you.tsx";
import { TypedOffer } from "./typed-offer.tsx";
import type { ItemListState } from "./use-item-list.ts";
import { type VaultActs, VaultPicker } from "./vault-column.tsx";

type ListColumnProps = VaultActs &
  Needs & {
    list: ItemListState;
    vaults: VaultShape[];
    chosen: string | null;
    canAdd: boolean;
    failure: Failure | null;
    search: RefObject<HTMLInputElement | null>;
    isEditing: boolean;
    isAdding: boolean;
    onPick(item: string): void;
    onMove(by: number): void;
  };

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

/** Draws the column. */
export function ListColumn(props: ListColumnProps) {
  const { list, vaults, search, onMove } = props;
  const vault = vaults.find((one) => one.vault === list.vault);
  const name = vault === undefined ? words.items.searchAll : words.items.search(vaultTitle(vault));
  const keyPressed = (event: KeyboardEvent): void => {
    const by = steps[event.key];
    if (by !== undefined) {
      event.preventDefault();
      onMove(by);
    }
    if (event.key === "Escape" && list.text !== "") {
      event.preventDefault();
      list.type("");
    }
  };
  return (
    <section className="list-col" aria-label={words.section.items}>
      <div className="band">
        <VaultPicker {...props} />
        <SearchField
          ref={search}
          aria-label={name}
          placeholder={name}
          value={list.text}
          onChange={(event) => list.type(event.target.value)}
          onKeyDown={keyPressed}
        />
      </div>
      {!props.isEditing && !props.isAdding && <TypedOffer typed={props.typed} onResume={props.onResume} />}
      <Rows {...props} vault={vault} />
      <AbsentNote vaults={vault === undefined ? vaults : [vault]} />
      <p className="only-read" role="status">
        {list.text.trim() !== "" && list.total > 0 && words.count.items(list.total)}
      </p>
    </section>
  );
}

/** Items that the chain names and that are not on this computer: nobody shall take the list for all there is. */
function AbsentNote({ vaults }: { vaults: VaultShape[] }) {
  // Where the vault waits for its key or has stopped, its own note says why.
  const absent = vaults.reduce((sum, { state, absent }) => (explained.has(state) ? sum : sum + absent), 0);
  return absent > 0 && <p className="list-note foot">{words.items.absent(absent)}</p>;
}

const explained = new Set<VaultShape["state"]>(["key-pending", "stopped"]);

function Rows({ vault, ...props }: ListColumnProps & { vault: VaultShape | undefined }) {
  const { list, vaults, isEditing, isAdding } = props;
  const failure = list.failure ?? props.failure;
  if (failure !== null)
    return (
      <div className="rows">
        <Alert icon={Ban} tone="act" title={words.items.failed} isNow>
          {sentence(failure)}
        </Alert>
        <Button onClick={retryAnswers}>{words.act.retry}</Button>
      </div>
    );
  if (list.isLoading) return <ListBones />;
  if (list.total === 0 && list.text.trim() !== "")
    return (
      <NothingFound
        text={list.text.trim()}
        vault={vault}
        canAdd={props.canAdd}
        onEverywhere={() => list.choose(null)}
        onClear={() => list.type("")}
        onNew={props.onNew}
      />
    );
  if (list.total === 0) return <p className="list-note">{emptyNote(vault)}</p>;
  return (
    <ItemList
      rows={list.rows}
      total={list.total}
      vaults={vaults}
      selected={isAdding ? -1 : list.at}
      editing={isEditing ? (list.selected?.item ?? null) : null}
      onPick={props.onPick}
      onMove={props.onMove}
      onNeed={list.need}
    />
  );
}

function emptyNote(vault: VaultShape | undefined): string {
  if (vault === undefined) return words.items.empty;
  return vault.count > 0 ? words.items.closedVault : words.items.emptyVault;
}
