/** One item: fields in reading order, who can open it, what came before. */
import { Copy, ExternalLink, Pencil, Trash2, UserRound, UsersRound } from "lucide-react";
import { useState } from "react";
import type { ItemRow, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { call, useAnswer } from "../client.ts";
import { day } from "../copy/dates.ts";
import { sentence } from "../copy/failures.ts";
import { words } from "../copy/words.ts";
import { shownKey, useKeys } from "../keys.ts";
import { tell, tellFailure } from "../notify.ts";
import { Button, IconButton, Mark } from "../ui/controls.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { CodeRow } from "./code-row.tsx";
import { copyField } from "./copy-field.ts";
import { History } from "./history.tsx";
import { OwnSecretRow, SecretRow, useReveal } from "./secret-row.tsx";
import { vaultTitle } from "./vault-title.ts";
import { WhoCanOpen } from "./who-can-open.tsx";

type DetailProps = {
  item: string;
  row: ItemRow;
  vault: VaultShape | undefined;
  members: MemberShape[];
  onEdit(): void;
  onSheet(vault: string): void;
};

/** The right pane. */
export function ItemDetail({ item, row, vault, members, onEdit, onSheet }: DetailProps) {
  const detail = useAnswer("item.get", { item });
  const [removes, setRemoves] = useState(false);
  const reveal = useReveal(item, "password");
  useKeys({
    reveal: () => {
      reveal.toggle();
      return true;
    },
  });
  const shown = detail.value;
  const fields = shown?.fields ?? [];
  const open = async (index: number): Promise<void> => {
    const opened = await call("item.openWebsite", { item, index });
    if (!opened.ok) tellFailure(opened.failure);
  };
  return (
    <main className="detail" aria-label={row.title}>
      <div className="band detail-band">
        <button
          type="button"
          className="link line grow cut"
          onClick={() => vault?.kind === "shared" && onSheet(vault.vault)}
        >
          {vault?.kind === "personal" ? (
            <UserRound size={14} aria-hidden="true" />
          ) : (
            <UsersRound size={14} aria-hidden="true" />
          )}
          <span className="cut">{vaultTitle(vault)}</span>
        </button>
        {shown?.editable === true && (
          <>
            <IconButton icon={Pencil} label={words.act.edit} shortcut={shownKey("edit")} onClick={onEdit} />
            <IconButton icon={Trash2} label={words.items.remove} onClick={() => setRemoves(true)} />
          </>
        )}
        {row.urls.length > 0 && (
          <Button
            kind="main"
            shortcut={shownKey("open")}
            onClick={() => {
              void open(0);
              void copyField(item, "username", words.items.userName);
            }}
          >
            {words.items.openWebsite}
          </Button>
        )}
      </div>
      <div className="detail-cols">
        <div className="detail-body">
          <div className="line" style={{ gap: 12, marginBottom: 16 }}>
            <Mark id={item} name={row.title} size={40} />
            <h2 className="screen-title grow title-text">{row.title}</h2>
          </div>
          {detail.failure !== null && <p className="error">{sentence(detail.failure)}</p>}
          {row.username !== null && (
            <PlainRow
              item={item}
              label={words.items.userName}
              value={row.username}
              field="username"
              shortcut={shownKey("copyUser")}
            />
          )}
          {fields.some(({ field }) => field === "password") && (
            <SecretRow
              item={item}
              field="password"
              label={words.items.password}
              reveal={reveal}
              shortcut={shownKey("reveal")}
              copyKey={shownKey("main")}
            />
          )}
          {row.hasTotp && <CodeRow item={item} />}
          {row.urls.length > 0 && (
            <div className="field" data-many="true">
              <div className="field-label">{words.items.websites}</div>
              <div className="field-value stack">
                {row.urls.map(({ url, match }, index) => (
                  <span key={`${url}-${match}`} className="line">
                    <span className="wrap">{url}</span>
                    {index > 0 && (
                      <IconButton icon={ExternalLink} label={words.items.odd(url)} onClick={() => void open(index)} />
                    )}
                  </span>
                ))}
              </div>
              <IconButton icon={ExternalLink} label={words.items.openWebsite} onClick={() => void open(0)} />
            </div>
          )}
          {fields
            .filter(({ field }) => field.startsWith("field:"))
            .map(({ field, label }) => (
              <OwnSecretRow key={field} item={item} field={field} label={label} />
            ))}
          {row.hasNotes && <NotesRow item={item} version={row.version} />}
          {row.tags.length > 0 && (
            <div className="field">
              <div className="field-label">{words.items.tags}</div>
              <div className="field-value line" style={{ flexWrap: "wrap" }}>
                {row.tags.map((tag) => (
                  <span key={tag} className="badge">
                    {tag}
                  </span>
                ))}
              </div>
            </div>
          )}
          {shown?.expires != null && (
            <div className="field">
              <div className="field-label">{words.items.expires}</div>
              <div className="field-value">{day(shown.expires)}</div>
            </div>
          )}
          {shown !== undefined && shown.attachments.length > 0 && (
            <div className="field" data-many="true">
              <div className="field-label">{words.items.attachments}</div>
              <div className="field-value">
                {shown.attachments.map(({ name }) => name).join(", ")}{" "}
                <span className="t3">{words.items.notImported}</span>
              </div>
            </div>
          )}
          {shown !== undefined && shown.conflictList.length > 0 && (
            <section className="block">
              <h3 className="section">{words.items.conflicts}</h3>
              <p className="meta" style={{ margin: "2px 0 6px" }}>
                {words.items.conflictsNote}
              </p>
              {shown.conflictList.map((conflict) => (
                <OwnSecretRow
                  key={conflict.reveal}
                  item={item}
                  field={conflict.reveal}
                  label={words.items.conflictBy(
                    conflict.field,
                    members.find(({ user }) => user === conflict.user)?.name ?? "",
                  )}
                />
              ))}
            </section>
          )}
          {vault !== undefined && <WhoCanOpen vault={vault} members={members} />}
        </div>
        <aside className="detail-aside">
          {shown !== undefined && <History item={item} detail={shown} members={members} />}
        </aside>
      </div>
      {removes && (
        <Remove item={item} title={row.title} people={vault?.access.length ?? 1} onClose={() => setRemoves(false)} />
      )}
    </main>
  );
}

function PlainRow({
  item,
  label,
  value,
  field,
  shortcut,
}: {
  item: string;
  label: string;
  value: string;
  field: string;
  shortcut: string;
}) {
  return (
    <div className="field">
      <div className="field-label">{label}</div>
      <div className="field-value wrap">{value}</div>
      <IconButton
        icon={Copy}
        label={`${words.act.copy}: ${label}`}
        shortcut={shortcut}
        onClick={() => void copyField(item, field, label)}
      />
    </div>
  );
}

/** Notes are sealed with the secrets; they are shown without a second press, because that is what they are for. */
function NotesRow({ item, version }: { item: string; version: number | null }) {
  const notes = useAnswer("item.reveal", { item, field: "notes", ...(version === null ? {} : { version }) });
  return (
    <div className="field" data-many="true">
      <div className="field-label">{words.items.notes}</div>
      <div className="field-value notes">{notes.value?.value ?? ""}</div>
    </div>
  );
}

function Remove({ item, title, people, onClose }: { item: string; title: string; people: number; onClose(): void }) {
  const [isBusy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    const removed = await call("item.delete", { item });
    setBusy(false);
    onClose();
    if (removed.ok) tell(words.items.deleted);
    else tellFailure(removed.failure);
  };
  return (
    <Dialog
      title={words.items.removeTitle(title)}
      onClose={onClose}
      onDone={() => void remove()}
      done={words.items.removeDone}
      isFinal
      isBusy={isBusy}
    >
      {words.items.removeFacts(people).map((fact) => (
        <Fact key={fact} icon={UsersRound}>
          {fact}
        </Fact>
      ))}
    </Dialog>
  );
}
