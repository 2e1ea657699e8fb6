/** Adding and editing in place: only what was touched is sent; Escape asks only if something changed; errors beside the field. */
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import type { ItemChanges, ItemDetail, VaultShape } from "../../shared/contract/shapes.ts";
import { websiteAddress } from "../../shared/model/websites.ts";
import type { Failure } from "../../shared/result.ts";
import { call, useAnswer } from "../client.ts";
import { sentence } from "../copy/failures.ts";
import { words } from "../copy/words.ts";
import { shownKey, useKeys } from "../keys.ts";
import { tell } from "../notify.ts";
import { Button, IconButton } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { FieldError, HiddenField, TextArea, TextField } from "../ui/inputs.tsx";
import { vaultTitle } from "./vault-title.ts";

type EditorProps = {
  item: string | null;
  vaults: VaultShape[];
  vault: string | null;
  onDone(item: string | null): void;
};

/** The pane: waits for the item (and its notes) where there is one. */
export function ItemEditor(props: EditorProps) {
  const id = props.item ?? "0".repeat(26);
  const detail = useAnswer("item.get", { item: id }, props.item !== null);
  const hasNotes = detail.value?.hasNotes === true;
  const notes = useAnswer("item.reveal", { item: id, field: "notes" }, hasNotes);
  if (props.item !== null && (detail.value === undefined || (hasNotes && notes.value === undefined)))
    return <main className="detail" aria-busy="true" />;
  return (
    <Editor {...props} detail={props.item === null ? null : (detail.value ?? null)} notes={notes.value?.value ?? ""} />
  );
}

type Draft = {
  title: string;
  username: string;
  password: string;
  urls: string[];
  totp: string;
  notes: string;
  tags: string;
};

/** What differs from the item as it is. */
function changesOf(draft: Draft, first: Draft, removesSeed: boolean): ItemChanges {
  const changes: ItemChanges = {};
  if (draft.title !== first.title) changes.title = draft.title.trim();
  if (draft.username !== first.username) changes.username = draft.username === "" ? null : draft.username;
  if (draft.password !== "") changes.password = draft.password;
  if (draft.notes !== first.notes) changes.notes = draft.notes === "" ? null : draft.notes;
  if (draft.urls.join("\n") !== first.urls.join("\n"))
    changes.urls = draft.urls.map((url) => url.trim()).filter((url) => url !== "");
  if (draft.tags !== first.tags)
    changes.tags = [
      ...new Set(
        draft.tags
          .split(",")
          .map((tag) => tag.trim())
          .filter((tag) => tag !== ""),
      ),
    ];
  if (draft.totp.trim() !== "") changes.totp = draft.totp.trim();
  else if (removesSeed) changes.totp = null;
  return changes;
}

function Editor({
  item,
  vaults,
  vault,
  detail,
  notes,
  onDone,
}: EditorProps & { detail: ItemDetail | null; notes: string }) {
  const writable = vaults.filter(
    ({ permission, state }) => permission !== "use" && (state === "ready" || state === "rotation-due"),
  );
  const [first] = useState<Draft>(() => ({
    title: detail?.title ?? "",
    username: detail?.username ?? "",
    password: "",
    urls: detail === null || detail.urls.length === 0 ? [""] : detail.urls.map(({ url }) => url),
    totp: "",
    notes,
    tags: (detail?.tags ?? []).join(", "),
  }));
  const [draft, setDraft] = useState(first);
  const [target, setTarget] = useState(
    detail?.vault ?? writable.find((one) => one.vault === vault)?.vault ?? writable[0]?.vault ?? "",
  );
  const [removesSeed, setRemovesSeed] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [hasTried, setTried] = useState(false);
  const [leaves, setLeaves] = useState(false);
  const changes = changesOf(draft, first, removesSeed);
  const count = Object.keys(changes).length;
  const needsTitle = draft.title.trim() === "";
  const badUrl = draft.urls.findIndex((url) => url.trim() !== "" && !websiteAddress(url).ok);
  const put = (change: Partial<Draft>): void => setDraft({ ...draft, ...change });
  const save = async (): Promise<void> => {
    setTried(true);
    if (needsTitle || badUrl >= 0 || isBusy) return;
    if (count === 0) return onDone(item);
    setBusy(true);
    setFailure(null);
    const saved = await call("item.save", {
      vault: target,
      ...(item === null ? { kind: "login" as const } : { item }),
      changes,
    });
    setBusy(false);
    if (!saved.ok) return setFailure(saved.failure);
    tell(saved.value.draft ? words.items.savedDraft : words.items.saved);
    onDone(saved.value.item);
  };
  const leave = (): true => {
    if (count === 0) onDone(item);
    else setLeaves(true);
    return true;
  };
  useKeys({
    save: () => {
      void save();
      return true;
    },
    cancel: leave,
  });
  useEffect(() => {
    document.querySelector<HTMLInputElement>(".editor .title-input")?.focus();
  }, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save();
  };
  const seedFailed = failure?.code === "otp-uri";
  return (
    <main className="detail" aria-label={item === null ? words.edit.adding : words.edit.editing}>
      <form className="editor" onSubmit={submit}>
        <div className="band detail-band">
          <span className="grow">
            <b className="row-title">{item === null ? words.edit.adding : words.edit.editing}</b>{" "}
            <span className="t3">{count > 0 && words.edit.changed(count)}</span>
          </span>
          <Button kind="quiet" shortcut="Esc" onClick={leave}>
            {words.act.cancel}
          </Button>
          <Button kind="main" type="submit" shortcut={shownKey("save")} disabled={isBusy}>
            {words.act.save}
          </Button>
        </div>
        <div className="editor-body">
          <TextField
            label={words.edit.title}
            className="title-input"
            value={draft.title}
            maxLength={200}
            onChange={(event) => put({ title: event.target.value })}
            error={hasTried && needsTitle ? words.edit.needsTitle : null}
          />
          {item === null && (
            <div>
              <label className="label" htmlFor="editor-vault">
                {words.edit.vault}
              </label>
              <select
                id="editor-vault"
                className="input"
                value={target}
                onChange={(event) => setTarget(event.target.value)}
              >
                {writable.map((one) => (
                  <option key={one.vault} value={one.vault}>
                    {vaultTitle(one)}
                  </option>
                ))}
              </select>
            </div>
          )}
          <TextField
            label={words.items.userName}
            value={draft.username}
            maxLength={1000}
            onChange={(event) => put({ username: event.target.value })}
          />
          <HiddenField
            label={words.items.password}
            className="mono"
            autoComplete="new-password"
            value={draft.password}
            maxLength={10_000}
            placeholder={item === null ? "" : words.edit.unchanged}
            onChange={(event) => put({ password: event.target.value })}
            note={
              item !== null && draft.password !== "" ? (
                <p className="meta" style={{ marginTop: 4 }}>
                  {words.edit.kept}
                </p>
              ) : undefined
            }
          />
          <SeedField
            has={detail?.hasTotp === true && !removesSeed}
            value={draft.totp}
            failed={seedFailed ? sentence(failure) : null}
            onChange={(totp) => put({ totp })}
            onRemove={() => setRemovesSeed(true)}
          />
          <Websites urls={draft.urls} bad={hasTried ? badUrl : -1} onChange={(urls) => put({ urls })} />
          <TextField
            label={words.edit.tags}
            value={draft.tags}
            onChange={(event) => put({ tags: event.target.value })}
          />
          <TextArea
            label={words.items.notes}
            rows={5}
            value={draft.notes}
            onChange={(event) => put({ notes: event.target.value })}
          />
          {failure !== null && !seedFailed && <FieldError>{sentence(failure)}</FieldError>}
        </div>
      </form>
      {leaves && (
        <Dialog
          title={words.edit.leaveTitle}
          onClose={() => setLeaves(false)}
          onDone={() => onDone(item)}
          done={words.edit.leaveDone}
          isFinal
        >
          <p className="t2">{words.edit.leaveNote}</p>
        </Dialog>
      )}
    </main>
  );
}

function SeedField({
  has,
  value,
  failed,
  onChange,
  onRemove,
}: {
  has: boolean;
  value: string;
  failed: string | null;
  onChange(value: string): void;
  onRemove(): void;
}) {
  const [replaces, setReplaces] = useState(false);
  if (has && !replaces) {
    return (
      <div>
        <div className="label">{words.items.code}</div>
        <div className="line">
          <span className="t2 grow">{words.edit.hasSeed}</span>
          <Button onClick={() => setReplaces(true)}>{words.edit.replaceSeed}</Button>
          <Button kind="quiet" onClick={onRemove}>
            {words.edit.removeSeed}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <HiddenField
      label={words.items.code}
      className="mono"
      placeholder={words.edit.seed}
      value={value}
      maxLength={4096}
      error={failed}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Websites({ urls, bad, onChange }: { urls: string[]; bad: number; onChange(urls: string[]): void }) {
  return (
    <div>
      <div className="label">{words.items.websites}</div>
      <div className="stack" style={{ gap: 6 }}>
        {urls.map((url, at) => (
          <TextField
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is what a website field is
            key={at}
            label={`${words.edit.website} ${at + 1}`}
            hideLabel
            value={url}
            maxLength={2000}
            error={at === bad ? words.edit.badWebsite : null}
            onChange={(event) => onChange(urls.map((one, index) => (index === at ? event.target.value : one)))}
            acts={
              urls.length > 1 ? (
                <IconButton
                  icon={Trash2}
                  label={words.edit.removeWebsite}
                  onClick={() => onChange(urls.filter((_, index) => index !== at))}
                />
              ) : undefined
            }
          />
        ))}
      </div>
      {urls.length < 20 && (
        <Button kind="quiet" style={{ marginTop: 4, marginLeft: -11 }} onClick={() => onChange([...urls, ""])}>
          <Plus size={14} aria-hidden="true" />
          {words.edit.addWebsite}
        </Button>
      )}
    </div>
  );
}
