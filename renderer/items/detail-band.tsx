/** The band over an item: where it lives, and its acts; in a small window its name too. */
import { ChevronLeft, Ellipsis, Link, PanelRightOpen, Pencil, Star, UserRound, UsersRound } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import { shownKey } from "../page/keys.ts";
import { Button, IconButton, Mark } from "../ui/controls.tsx";
import { ActMenu, type MenuAct } from "../ui/menu.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";
import { menuOf } from "./acts/item-acts.ts";
import type { DetailProps } from "./detail-props.ts";

/** Draws the band. */
export function DetailBand(props: DetailProps) {
  const { shown, onBack, onEdit, onOpen } = props;
  const { row, detail } = shown;
  return (
    <div className="band detail-band">
      <span className="back">
        <IconButton icon={ChevronLeft} label={words.act.back} onClick={onBack} />
      </span>
      <span className="grow line cut">
        <span className="only-small line cut">
          <Mark id={row.item} name={row.title} size={24} />
          <span className="title cut">{row.title}</span>
        </span>
        <VaultLink {...props} />
      </span>
      {detail?.editable === true && (
        <IconButton icon={Pencil} label={words.act.edit} shortcut={shownKey("edit")} onClick={onEdit} />
      )}
      <IconButton
        icon={Star}
        label={row.favourite === true ? words.itemActs.unfavour : words.itemActs.favour}
        shortcut={shownKey("favourite")}
        pressed={row.favourite === true}
        onClick={() => props.onAct(row.favourite === true ? "unfavourite" : "favourite")}
      />
      <IconButton
        icon={Link}
        label={words.itemActs.copyLink}
        shortcut={shownKey("copyLink")}
        onClick={() => props.onAct("copyLink")}
      />
      <ActMenu acts={menuWithSheet(props)}>
        <IconButton icon={Ellipsis} label={words.act.more} />
      </ActMenu>
      {row.urls.length > 0 && (
        <Button kind="main" shortcut={shownKey("open")} onClick={() => onOpen(0)}>
          {words.items.openWebsite}
        </Button>
      )}
    </div>
  );
}

function VaultLink({ vault, onSheet }: DetailProps) {
  if (vault?.kind !== "shared")
    return (
      <span className="vault-link not-small">
        <UserRound size={14} strokeWidth={1.75} aria-hidden="true" />
        <span className="cut">{vaultTitle(vault)}</span>
      </span>
    );
  return (
    <button type="button" className="link vault-link not-small" onClick={() => onSheet(vault.vault)}>
      <UsersRound size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className="cut">{vaultTitle(vault)}</span>
    </button>
  );
}

function menuWithSheet({ shown, vault, onAct, onSheet }: DetailProps): MenuAct[] {
  const acts = menuOf({ row: shown.row, detail: shown.detail, vault }, onAct);
  if (vault?.kind !== "shared") return acts;
  return [...acts, "line", { icon: PanelRightOpen, label: words.items.openVault, onAct: () => onSheet(vault.vault) }];
}
