/** Empty states that teach: the first item, an empty vault, and a search without a hit. */
import { FileInput, type LucideIcon, Plus, Search, UsersRound, X } from "lucide-react";
import type { ReactNode } from "react";
import type { MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { shownKey } from "../page/keys.ts";
import { Button, Kbd } from "../ui/controls.tsx";
import { isWritable } from "../vaults/is-writable.ts";
import { NoVaults } from "../vaults/no-vaults.tsx";
import { StateOf } from "../vaults/vault-state.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";
import type { Shelf } from "./use-item-list.ts";

type FirstProps = {
  /** The vault that is empty; null where there is no item at all. */
  vault: VaultShape | null;
  members: MemberShape[];
  canAdd: boolean;
  onImport(): void;
  onNew(): void;
  onVault(): void;
  onSheet(vault: string): void;
};

/** Nothing here yet: the ways to begin. */
export function FirstItems({ vault, members, canAdd, onImport, onNew, onVault, onSheet }: FirstProps) {
  const isShared = vault?.kind === "shared";
  const isOpen = vault === null || vault.state === "ready" || vault.state === "rotation-due";
  const isAddable = canAdd && (vault === null || isWritable(vault));
  return (
    <main className="detail">
      <div className="band detail-band" />
      <div className="first-scroll">
        <div className="first">
          <h2 className="screen-title">{isShared ? titleOf(vault) : words.items.firstTitle}</h2>
          {isOpen && (
            <p className="t2 first-note">
              {isShared ? words.items.vaultNote(vault.readers.length) : words.items.firstNote}
            </p>
          )}
          {vault === null && <NoVaults members={members} />}
          {vault !== null && !isOpen && (
            <div className="first-state">
              <StateOf vault={vault} members={members} onRestart={null} />
            </div>
          )}
          <div className="ways">
            {isAddable && (
              <Way icon={FileInput} title={words.items.firstImport} note={words.items.firstImportNote}>
                <Button kind="main" onClick={onImport}>
                  {words.items.import}
                </Button>
              </Way>
            )}
            {isAddable && (
              <Way icon={Plus} title={words.items.firstAdd} note={words.items.firstAddNote}>
                <Button onClick={onNew}>{words.items.firstAdd}</Button>
              </Way>
            )}
            {isShared ? (
              <Way icon={UsersRound} title={words.items.vaultPeople} note={words.items.vaultPeopleNote}>
                <Button onClick={() => onSheet(vault.vault)}>{words.items.openVault}</Button>
              </Way>
            ) : (
              <Way icon={UsersRound} title={words.items.firstVault} note={words.items.firstVaultNote}>
                <Button onClick={onVault}>{words.items.newVault}</Button>
              </Way>
            )}
          </div>
          {isOpen && <ThreeKeys />}
        </div>
      </div>
    </main>
  );
}

function ThreeKeys() {
  return (
    <>
      <p className="t2 keys-head">{words.items.threeKeys}</p>
      <KeyLine shown={shownKey("main")} does={words.items.keyEnter} />
      <KeyLine shown={shownKey("new", true)} does={words.items.keyNew} />
      <KeyLine shown={shownKey("help", true)} does={words.items.keyHelp} />
    </>
  );
}

function titleOf({ title, count, state }: VaultShape): string {
  if (state === "ended") return words.items.endedTitle(title);
  return count > 0 ? words.items.closedTitle(count, title) : words.items.vaultTitle(title);
}

type WayProps = { icon: LucideIcon; title: string; note: string; children: ReactNode };

function Way({ icon: Icon, title, note, children }: WayProps) {
  return (
    <div className="way">
      <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      <div className="grow">
        <div className="row-title">{title}</div>
        <p className="meta">{note}</p>
      </div>
      {children}
    </div>
  );
}

function KeyLine({ shown, does }: { shown: string; does: string }) {
  return (
    <div className="key-line">
      <span>
        <Kbd>{shown}</Kbd>
      </span>
      {does}
    </div>
  );
}

/** A link to an item that this person cannot open. */
export function NoLink({ onClear }: { onClear(): void }) {
  return (
    <div className="rows none">
      <p className="row-title none-title" role="status">
        {words.itemActs.noLink}
      </p>
      <p className="meta none-note">{words.itemActs.noLinkNote}</p>
      <p className="meta none-head">{words.items.instead}</p>
      <Instead icon={X} says={words.items.clear} shortcut={shownKey("cancel")} onAct={onClear} />
    </div>
  );
}

const shelfTitles = {
  trash: words.itemActs.trash,
  favourites: words.itemActs.favourites,
  needs: words.needs.title,
} satisfies Record<Exclude<Shelf, "all">, string>;

type NoneProps = {
  shelf: Shelf;
  text: string;
  vault: VaultShape | undefined;
  canAdd: boolean;
  onEverywhere(): void;
  onClear(): void;
  onNew(): void;
};

/** A search without a hit, in the list: what to do instead. */
export function NothingFound({ text, vault, shelf, canAdd, onEverywhere, onClear, onNew }: NoneProps) {
  return (
    <div className="rows none">
      <p className="row-title none-title" role="status">
        {words.items.none(text, shelf === "all" ? vaultTitle(vault) : shelfTitles[shelf])}
      </p>
      <p className="meta none-note">{words.items.noneNote}</p>
      <p className="meta none-head">{words.items.instead}</p>
      {(vault !== undefined || shelf !== "all") && (
        <Instead icon={Search} says={words.items.searchEverywhere} onAct={onEverywhere} />
      )}
      <Instead icon={X} says={words.items.clear} shortcut={shownKey("cancel")} onAct={onClear} />
      {canAdd && (
        <Instead icon={Plus} says={words.items.newNamed(text)} shortcut={shownKey("new", true)} onAct={onNew} />
      )}
    </div>
  );
}

type InsteadProps = { icon: LucideIcon; says: string; shortcut?: string; onAct(): void };

function Instead({ icon: Icon, says, shortcut, onAct }: InsteadProps) {
  return (
    <button type="button" className="instead" onClick={onAct}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span className="grow cut">{says}</span>
      {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
    </button>
  );
}
