/** The slim column: all items, vaults, personal first. In a narrow window, the same choice is a menu. */
import {
  Ban,
  ChevronDown,
  FileInput,
  GitMerge,
  Hourglass,
  KeyRound,
  Layers,
  type LucideIcon,
  PanelRightOpen,
  Plus,
  Share2,
  Star,
  Trash2,
  UserRound,
  UsersRound,
} from "lucide-react";
import { type DragEvent, useState } from "react";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { type ItemKind, itemKinds } from "../../shared/model/kinds/kinds.ts";
import { useAnswer } from "../client/client.ts";
import { shownKey } from "../page/keys.ts";
import { Button, IconButton } from "../ui/controls.tsx";
import { ActMenu, type MenuAct } from "../ui/menu.tsx";
import { isWritable } from "../vaults/is-writable.ts";
import { vaultTitle } from "../vaults/vault-title.ts";
import type { NewOf } from "./edit/draft.ts";
import { draggedType } from "./item-list.tsx";
import { kindIcons } from "./kind-icons.ts";
import { useNameKeys } from "./list/use-name-keys.ts";
import { type Needs, NeedsYou, needsCount } from "./needs-you.tsx";
import type { Shelf } from "./use-item-list.ts";

export type VaultActs = {
  onChoose(vault: string | null, shelf?: Shelf): void;
  /** What was dragged from the list onto a vault. */
  onDrop(vault: string): void;
  /** `shares`: with the list of people to add open at once. */
  onSheet(vault: string, shares?: boolean): void;
  /** To the register of shared logins. */
  onRegister(): void;
  onMakeVault(): void;
  onImport(): void;
  onNew(kind?: ItemKind, of?: NewOf): void;
};
type ColumnProps = VaultActs &
  Needs & {
    vaults: VaultShape[];
    chosen: string | null;
    shelf: Shelf;
    /** The register of shared logins stands in place of the list. */
    isRegister: boolean;
    canAdd: boolean;
  };

const iconOf = ({ kind }: VaultShape): LucideIcon => (kind === "personal" ? UserRound : UsersRound);

const shelves = {
  favourites: { icon: Star, title: words.itemActs.favourites },
  needs: { icon: GitMerge, title: words.needs.title },
  trash: { icon: Trash2, title: words.itemActs.trash },
} satisfies Record<Exclude<Shelf, "all">, { icon: LucideIcon; title: string }>;

/** Draws the column. */
export function VaultColumn(props: ColumnProps) {
  const { vaults, chosen, shelf, onChoose, onSheet, onMakeVault } = props;
  const favourites = useAnswer("item.list", { favourites: true, limit: 1 }).value?.total;
  const total = vaults.reduce((sum, vault) => sum + vault.count, 0);
  const keyPressed = useNameKeys(".side-name");
  return (
    <aside className="side-col" aria-label={words.items.vaults}>
      <div className="band">
        <h1 className="title grow">{words.section.items}</h1>
        <ActMenu acts={addActs(props)} position="bottom-start">
          <IconButton icon={Plus} label={words.items.add} shortcut={shownKey("new")} />
        </ActMenu>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons in it */}
      <div className="side-list" onKeyDown={keyPressed}>
        <Entry
          icon={Layers}
          title={words.items.all}
          count={total}
          isCurrent={chosen === null && shelf === "all" && !props.isRegister}
          onChoose={() => onChoose(null)}
        />
        <Entry
          icon={Star}
          title={words.itemActs.favourites}
          count={favourites ?? 0}
          isCurrent={shelf === "favourites"}
          onChoose={() => onChoose(null, "favourites")}
        />
        <NeedsYou {...props} isCurrent={shelf === "needs"} onChoose={() => onChoose(null, "needs")} />
        {vaults.some(isShared) && <RegisterEntry isCurrent={props.isRegister} onChoose={props.onRegister} />}
        <h2 className="side-head">
          <span className="grow">{words.items.vaults}</span>
          <IconButton icon={Plus} label={words.items.newVault} onClick={onMakeVault} />
        </h2>
        {vaults.map((vault) => (
          <Entry
            key={vault.vault}
            icon={iconOf(vault)}
            title={vaultTitle(vault)}
            count={vault.count}
            state={vault.state}
            isCurrent={vault.vault === chosen && !props.isRegister}
            {...(isWritable(vault) ? { onDrop: () => props.onDrop(vault.vault) } : {})}
            onChoose={() => onChoose(vault.vault)}
            {...(vault.kind === "shared" && vault.vault === chosen ? { onSheet: () => onSheet(vault.vault) } : {})}
          />
        ))}
        {vaults.length > 0 && <TrashEntry isCurrent={shelf === "trash"} onChoose={() => onChoose(null, "trash")} />}
      </div>
    </aside>
  );
}

const isShared = ({ kind }: VaultShape): boolean => kind === "shared";

/** How many logins are shared: fewer is better. */
function RegisterEntry(props: { isCurrent: boolean; onChoose(): void }) {
  const all = useAnswer("register.list", { limit: 0 }).value?.counts.all;
  return <Entry icon={Share2} title={words.register.title} count={all ?? 0} {...props} />;
}

/** Below the vaults: before they are here it would be drawn where they come. */
function TrashEntry(props: { isCurrent: boolean; onChoose(): void }) {
  const deleted = useAnswer("item.list", { deleted: true, limit: 1 }).value?.total;
  return (
    <>
      <div className="side-gap" />
      <Entry icon={Trash2} title={words.itemActs.trash} count={deleted ?? 0} {...props} />
    </>
  );
}

function addActs({ canAdd, onNew, onMakeVault, onImport }: Omit<ColumnProps, "isRegister">): MenuAct[] {
  return [
    ...(canAdd ? [...itemKinds.map((kind) => newAct(kind, () => onNew(kind))), "line" as const] : []),
    { icon: UsersRound, label: words.items.newVault, onAct: onMakeVault },
    { icon: FileInput, label: words.items.firstImport, onAct: onImport },
  ];
}

function newAct(kind: ItemKind, onAct: () => void): MenuAct {
  const act = { icon: kindIcons[kind], label: words.items.newKinds[kind], onAct };
  return kind === "login" ? { ...act, shortcut: shownKey("new") } : act;
}

type EntryProps = {
  icon: LucideIcon;
  title: string;
  count: number;
  state?: VaultShape["state"];
  isCurrent: boolean;
  onChoose(): void;
  onSheet?: () => void;
  onDrop?: () => void;
};

function Entry({ icon: Icon, title, count, state, isCurrent, onChoose, onSheet, onDrop }: EntryProps) {
  const drop = useDrop(onDrop);
  return (
    <div className="side-entry" data-current={isCurrent} {...drop}>
      <button type="button" className="side-name" aria-current={isCurrent ? "true" : undefined} onClick={onChoose}>
        <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
        <span className="cut grow">{title}</span>
        <Exception state={state} />
        <span className="side-count tab">{count.toLocaleString("en")}</span>
      </button>
      {onSheet !== undefined && <IconButton icon={PanelRightOpen} label={words.items.openVault} onClick={onSheet} />}
    </div>
  );
}

const exceptions: Partial<Record<VaultShape["state"], { icon: LucideIcon; says: string }>> = {
  stopped: { icon: Ban, says: words.vault.stoppedBadge },
  "key-pending": { icon: KeyRound, says: words.vault.keyPendingBadge },
  ended: { icon: Hourglass, says: words.vault.endedBadge },
};
/** Takes rows of the list that are dragged here, and nothing else. */
function useDrop(onDrop: (() => void) | undefined) {
  const [isOver, setOver] = useState(false);
  if (onDrop === undefined) return {};
  return {
    "data-over": isOver,
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(draggedType)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer.types.includes(draggedType)) return;
      event.preventDefault();
      onDrop();
    },
  };
}

/** Why a vault is not as usual, as an icon before its count; its sheet says more. */
function Exception({ state }: { state: VaultShape["state"] | undefined }) {
  const shown = state === undefined ? undefined : exceptions[state];
  if (shown === undefined) return null;
  const { icon: Icon, says } = shown;
  return (
    <span title={says} className="side-mark" data-tone={state === "stopped" ? "act" : "plain"}>
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className="only-read">{says}</span>
    </span>
  );
}

/** The choice as a menu beside the search, below 1100 px. */
export function VaultPicker(props: Omit<ColumnProps, "isRegister">) {
  const { vaults, chosen, shelf, onChoose, onSheet } = props;
  const vault = vaults.find((one) => one.vault === chosen);
  const { icon: Icon, title } =
    shelf === "all" ? { icon: vault === undefined ? Layers : iconOf(vault), title: vaultTitle(vault) } : shelves[shelf];
  const waiting = needsCount(props);
  const acts: MenuAct[] = [
    ...(waiting === 0
      ? []
      : [{ icon: GitMerge, label: words.needs.count(waiting), onAct: () => onChoose(null, "needs") }]),
    { icon: Layers, label: words.items.all, onAct: () => onChoose(null) },
    { icon: Star, label: words.itemActs.favourites, onAct: () => onChoose(null, "favourites") },
    ...(vaults.some(isShared) ? [{ icon: Share2, label: words.register.title, onAct: props.onRegister }] : []),
    "line",
    ...vaults.map((one) => ({ icon: iconOf(one), label: vaultTitle(one), onAct: () => onChoose(one.vault) })),
    { icon: Trash2, label: words.itemActs.trash, onAct: () => onChoose(null, "trash") },
    "line",
    ...(vault?.kind === "shared"
      ? [{ icon: PanelRightOpen, label: words.items.openVault, onAct: () => onSheet(vault.vault) }]
      : []),
    ...addActs(props),
  ];
  return (
    <span className="only-small">
      <ActMenu acts={acts} position="bottom-start">
        <Button aria-label={`${words.items.chooseVault}: ${title}`} className="picker">
          <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
          <span className="cut">{title}</span>
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden="true" />
        </Button>
      </ActMenu>
    </span>
  );
}
