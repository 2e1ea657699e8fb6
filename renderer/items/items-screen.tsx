/** Items: vaults, list, detail. Search has the focus; arrow keys move the selection from there and the detail follows. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { AccountStatus, ItemRow, MemberShape } from "../../shared/contract/shapes.ts";
import { call, useAnswer } from "../client.ts";
import { words } from "../copy/words.ts";
import { useKeys } from "../keys.ts";
import { tellFailure } from "../notify.ts";
import { SearchField } from "../ui/inputs.tsx";
import { copyField } from "./copy-field.ts";
import { ItemDetail } from "./item-detail.tsx";
import { ItemEditor } from "./item-editor.tsx";
import { ItemList } from "./item-list.tsx";
import { FirstItems, NothingFound } from "./items-empty.tsx";
import { VaultColumn } from "./vault-column.tsx";
import { VaultSheet } from "./vault-sheet.tsx";
import { vaultTitle } from "./vault-title.ts";

const listMost = 20_000;
type Mode = "view" | "edit" | "new" | "sheet";
type ItemsProps = { status: AccountStatus; members: MemberShape[]; onImport(): void };

/** The room. */
export function ItemsScreen({ status, members, onImport }: ItemsProps) {
  const [vaultId, setVaultId] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<string | null>(null);
  const [mode, setMode] = useState<Mode>("view");
  const [makesVault, setMakesVault] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const vaults = useAnswer("vault.list", {}).value ?? [];
  const vault = vaults.find((one) => one.vault === vaultId);
  const list = useAnswer("item.list", {
    ...(vaultId === null ? {} : { vault: vaultId }),
    ...(text === "" ? {} : { text }),
    limit: listMost,
  });
  const rows = list.value?.items ?? [];
  const at = Math.max(
    0,
    rows.findIndex((row) => row.item === picked),
  );
  const selected: ItemRow | undefined = rows[at];
  const isCalm = mode === "view" || mode === "sheet";

  useEffect(() => {
    if (isCalm) search.current?.focus();
  }, [isCalm]);
  const move = useCallback(
    (by: number): true => {
      setPicked(rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.item ?? null);
      if (mode === "sheet") setMode("view");
      return true;
    },
    [rows, at, mode],
  );
  const copy = useCallback(
    (field: string, name: string): boolean => {
      if (selected === undefined || mode !== "view") return false;
      void copyField(selected.item, field, name);
      return true;
    },
    [selected, mode],
  );
  const openSite = useCallback((): boolean => {
    if (selected === undefined || selected.urls.length === 0) return false;
    void call("item.openWebsite", { item: selected.item, index: 0 }).then((opened) => {
      if (!opened.ok) tellFailure(opened.failure);
    });
    void copyField(selected.item, "username", words.items.userName);
    return true;
  }, [selected]);
  const canEditSomewhere = vaults.some(({ permission, state }) => permission !== "use" && state === "ready");
  const begin = (next: Mode): true => {
    setMode(next);
    return true;
  };
  useKeys({
    search: () => {
      search.current?.focus();
      search.current?.select();
      return true;
    },
    main: () =>
      (document.activeElement === search.current || document.activeElement === document.body) &&
      copy("password", words.items.password),
    copyPassword: () => copy("password", words.items.password),
    copyUser: () => copy("username", words.items.userName),
    copyCode: () => copy("code", words.items.code),
    open: openSite,
    edit: () => (mode === "view" && selected !== undefined ? begin("edit") : false),
    new: () => (isCalm && canEditSomewhere ? begin("new") : false),
  });

  return (
    <div className="items">
      <VaultColumn
        vaults={vaults}
        chosen={vaultId}
        isSheet={mode === "sheet"}
        makesVault={makesVault}
        onMakeVault={setMakesVault}
        onImport={onImport}
        onNew={() => canEditSomewhere && setMode("new")}
        onChoose={(id) => {
          setVaultId(id);
          setPicked(null);
          setMode("view");
        }}
        onSheet={(id) => {
          setVaultId(id);
          setMode("sheet");
        }}
      />
      <section className="list-col" aria-label={words.room.items}>
        <div className="band">
          <SearchField
            ref={search}
            aria-label={words.items.search(vaultTitle(vault))}
            placeholder={words.items.search(vaultTitle(vault))}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setPicked(null);
            }}
            onKeyDown={(event) => {
              if (event.key === "ArrowDown" || event.key === "ArrowUp") {
                event.preventDefault();
                move(event.key === "ArrowDown" ? 1 : -1);
              }
              if (event.key === "Escape" && text !== "") {
                event.preventDefault();
                setText("");
              }
            }}
          />
        </div>
        <ItemList
          rows={rows}
          vaults={vaults}
          selected={mode === "new" ? -1 : at}
          isLoading={list.isLoading}
          isFiltered={text !== ""}
          onPick={(item) => {
            setPicked(item);
            setMode("view");
          }}
          onMove={move}
        />
      </section>
      {mode === "sheet" && vault !== undefined ? (
        <VaultSheet
          vault={vault}
          members={members}
          self={status.user ?? ""}
          onNew={() => setMode("new")}
          onClose={() => setMode("view")}
        />
      ) : mode === "new" ? (
        <ItemEditor
          key="new"
          item={null}
          vaults={vaults}
          vault={vaultId}
          onDone={(item) => {
            setMode("view");
            if (item !== null) setPicked(item);
          }}
        />
      ) : selected === undefined ? (
        list.isLoading ? (
          <main className="detail" aria-busy="true" />
        ) : text !== "" ? (
          <NothingFound text={text} onClear={() => setText("")} />
        ) : (
          <FirstItems
            onImport={onImport}
            onNew={() => setMode("new")}
            onVault={() => setMakesVault(true)}
            canAdd={canEditSomewhere}
          />
        )
      ) : mode === "edit" ? (
        <ItemEditor
          key={selected.item}
          item={selected.item}
          vaults={vaults}
          vault={selected.vault}
          onDone={() => setMode("view")}
        />
      ) : (
        <ItemDetail
          key={selected.item}
          item={selected.item}
          row={selected}
          vault={vaults.find((one) => one.vault === selected.vault)}
          members={members}
          onEdit={() => setMode("edit")}
          onSheet={(id) => {
            setVaultId(id);
            setMode("sheet");
          }}
        />
      )}
    </div>
  );
}
