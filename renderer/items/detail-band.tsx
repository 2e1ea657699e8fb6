/** The band over an item: where it lives, and its acts; in a small window its name too. */
import { ChevronLeft, Copy, Ellipsis, Pencil, Timer, Trash2, UserRound, UsersRound } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import { shownKey } from "../page/keys.ts";
import { Button, IconButton, Mark } from "../ui/controls.tsx";
import { ActMenu, type MenuAct } from "../ui/menu.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";
import { copyField } from "./copy-field.ts";
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
      <ActMenu acts={actsOf(props)}>
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

function actsOf({ shown, vault, onSheet, onRemove }: DetailProps): MenuAct[] {
  const { row, detail } = shown;
  const copies = (field: string, name: string) => () => void copyField(row.item, field, name);
  const acts: MenuAct[] = [];
  if (detail?.fields.some(({ field }) => field === "password") === true)
    acts.push({
      icon: Copy,
      label: words.items.copyPassword,
      shortcut: shownKey("main"),
      onAct: copies("password", words.items.password),
    });
  if (row.username !== null)
    acts.push({
      icon: UserRound,
      label: words.items.copyUser,
      shortcut: shownKey("copyUser"),
      onAct: copies("username", words.items.userName),
    });
  if (row.hasTotp)
    acts.push({
      icon: Timer,
      label: words.items.copyCode,
      shortcut: shownKey("copyCode"),
      onAct: copies("code", words.items.code),
    });
  if (vault?.kind === "shared")
    acts.push("line", { icon: UsersRound, label: words.items.openVault, onAct: () => onSheet(vault.vault) });
  if (detail?.editable === true) acts.push("line", { icon: Trash2, label: words.items.remove, onAct: onRemove });
  return acts[0] === "line" ? acts.slice(1) : acts;
}
