/** An item in Trash: read as it was last, and restored. */
import { ChevronLeft, Trash2, UserRound, UsersRound } from "lucide-react";
import type { ItemDetail, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { shownKey, useKeys } from "../page/keys.ts";
import { Avatar, Button, IconButton, Mark } from "../ui/controls.tsx";
import { Alert, Field } from "../ui/rows.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";
import { PurgeOffer } from "./acts/purge-item.tsx";
import { DetailFields } from "./detail-fields.tsx";
import { History } from "./history.tsx";
import { useReveal } from "./secret-row.tsx";
import { memberName } from "./shown/member-name.ts";
import type { ShownItem } from "./shown/use-shown-item.ts";
import { useVersion } from "./use-version.tsx";

type TrashProps = {
  shown: ShownItem;
  vault: VaultShape | undefined;
  members: MemberShape[];
  onBack(): void;
  onRestore(): void;
};

/** The right pane, or one of the item's older versions over it. */
export function TrashDetail(props: TrashProps) {
  const { open, view } = useVersion(props.shown.detail, props.members);
  return view ?? <Pane {...props} onVersion={open} />;
}

type PaneProps = TrashProps & { onVersion(version: number): void };

function Pane({ shown, vault, members, onBack, onRestore, onVersion }: PaneProps) {
  const { row, detail } = shown;
  const reveal = useReveal(row.item, "password");
  const canRestore = vault !== undefined && vault.permission !== "use" && vault.state !== "archived";
  useKeys({
    main: () => {
      if (canRestore) onRestore();
      return canRestore;
    },
    reveal: () => {
      if (detail?.fields.some(({ field }) => field === "password") !== true) return false;
      reveal.toggle();
      return true;
    },
  });
  const Icon = vault?.kind === "shared" ? UsersRound : UserRound;
  const who = memberName(row.deleted?.user, members);
  return (
    <main className="detail" aria-label={row.title}>
      <div className="band detail-band">
        <span className="back">
          <IconButton icon={ChevronLeft} label={words.act.back} onClick={onBack} />
        </span>
        <span className="grow vault-link">
          <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
          <span className="cut">{words.itemActs.wasIn(vaultTitle(vault))}</span>
        </span>
        {canRestore && (
          <Button kind="main" shortcut={shownKey("main")} onClick={onRestore}>
            {words.itemActs.restore(vaultTitle(vault))}
          </Button>
        )}
      </div>
      <div className="detail-cols">
        <div className="detail-body has-head">
          <header className="detail-head">
            <Mark id={row.item} name={row.title} size={40} />
            <div className="detail-title grow">
              <h2 className="screen-title title-text">{row.title === "" ? words.itemActs.untitled : row.title}</h2>
              <p className="meta">{words.itemActs.deletedBy(shortTime(row.deleted?.at ?? 0), who)}</p>
            </div>
          </header>
          <Alert icon={Trash2} tone="plain" title={words.itemActs.restoreNote(vault?.readers.length ?? 1)}>
            {row.deleted?.movedTo !== undefined && words.itemActs.movedOn}
          </Alert>
          {detail !== null && <Fields shown={shown} detail={detail} reveal={reveal} />}
          {detail !== null && vault !== undefined && <PurgeOffer detail={detail} vault={vault} members={members} />}
        </div>
        <aside className="detail-aside" aria-label={words.items.history}>
          {detail !== null && (
            <History
              {...{ item: row.item, detail, members, selected: null, onOpen: onVersion }}
              top={<DeletedBy detail={row.deleted} name={who} />}
            />
          )}
        </aside>
      </div>
    </main>
  );
}

type FieldsProps = { shown: ShownItem; detail: ItemDetail; reveal: ReturnType<typeof useReveal> };

/** As of any item; the seed of its codes is kept and gives none. */
function Fields({ shown, detail, reveal }: FieldsProps) {
  return (
    <>
      <DetailFields shown={shown} detail={{ ...detail, hasTotp: false }} reveal={reveal} onOpen={null} onItem={null} />
      {detail.hasTotp && (
        <Field label={words.items.code}>
          <span className="t2">{words.itemActs.codeKept}</span>
        </Field>
      )}
    </>
  );
}

function DeletedBy({ detail, name }: { detail: ItemDetail["deleted"]; name: string }) {
  if (detail === undefined) return null;
  return (
    <li>
      <Avatar id={detail.user} name={name} size={16} />
      <div className="grow">
        <div>{words.itemActs.deleted}</div>
        <div className="meta">{words.items.versionBy(name, shortTime(detail.at))}</div>
      </div>
    </li>
  );
}
