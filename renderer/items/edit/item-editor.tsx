/** Adding and editing in place: only what was touched is sent; Escape asks only if something changed; errors beside the field. */
import { FilePlus2, History, Pencil, PencilLine, TriangleAlert } from "lucide-react";
import { type FormEvent, useEffect, useRef } from "react";
import type { MemberShape, VaultShape } from "../../../shared/contract/shapes.ts";
import { ago } from "../../../shared/copy/dates.ts";
import { sentence } from "../../../shared/copy/failures.ts";
import { words } from "../../../shared/copy/words.ts";
import { shownKey, useKeys } from "../../page/keys.ts";
import { useLeave, useUnsaved } from "../../page/leave-guard.tsx";
import { Button } from "../../ui/controls.tsx";
import { Dialog, Fact } from "../../ui/dialog.tsx";
import { useLayer } from "../../ui/layers.ts";
import { ActMenu } from "../../ui/menu.tsx";
import { Alert } from "../../ui/rows.tsx";
import { isWritable } from "../../vaults/is-writable.ts";
import { vaultTitle } from "../../vaults/vault-title.ts";
import type { ShownItem } from "../shown/use-shown-item.ts";
import type { NewItem, Resumed } from "./draft.ts";
import { EditorFields } from "./editor-fields.tsx";
import { SavedSince } from "./saved-since.tsx";
import { type Editor, useEditor } from "./use-editor.ts";

type EditorProps = {
  /** The item as it was when editing began; null for a new one. */
  shown: ShownItem | null;
  /** What was typed before and is taken up again. */
  resumed: Resumed | null;
  /** What a new one begins as. */
  start: NewItem;
  vaults: VaultShape[];
  vault: string | null;
  members: MemberShape[];
  onDone(item: string | null): void;
};

/** The pane. */
export function ItemEditor({ shown, resumed, start, vaults, vault, members, onDone }: EditorProps) {
  const writable = vaults.filter(isWritable);
  const form = useRef<HTMLFormElement>(null);
  const toFault = (): void => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  const first = writable.find((one) => one.vault === vault)?.vault ?? writable[0]?.vault ?? "";
  const onFault = (): void => void requestAnimationFrame(toFault);
  const editor = useEditor({ shown, resumed, start, vault: first, onDone, onFault });
  const { item } = editor;
  const leave = useLeave();
  useUnsaved(editor.changed, editor.discard);
  const cancel = (): void =>
    leave(() => {
      editor.discard();
      // One that was saved meanwhile is shown.
      onDone(shown === null ? item : null);
    });
  useLayer("edit", cancel);
  useKeys({
    save: () => {
      editor.save();
      return true;
    },
  });
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>(".editor-title input")?.focus();
  }, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    editor.save();
  };
  const { failure } = editor;
  const seedError = failure?.code === "otp-uri" ? sentence(failure) : null;
  const name = item === null ? words.items.newKinds[editor.fields.draft.kind] : words.edit.editing;
  return (
    <main className="detail" aria-label={name}>
      <form ref={form} className="editor" onSubmit={submit} noValidate>
        <EditorBand name={name} changed={editor.changed} isBusy={editor.isBusy} onCancel={cancel} />
        <div className="editor-cols">
          <div className="editor-body">
            <Notes editor={editor} item={item} resumed={resumed} members={members} vaults={writable} />
            <EditorFields
              item={item}
              detail={shown?.detail ?? null}
              members={members}
              hasPassword={shown?.detail?.fields.some(({ field }) => field === "password") === true}
              hasSeed={shown?.row.hasTotp === true}
              seedError={seedError}
              vaults={item === null ? writable : []}
              {...editor.fields}
            />
          </div>
        </div>
      </form>
      {editor.question !== null && <SaveOver {...editor.question} />}
    </main>
  );
}

type NotesProps = {
  editor: Editor;
  item: string | null;
  resumed: Resumed | null;
  members: MemberShape[];
  /** Where this person may save. */
  vaults: VaultShape[];
};

/** What the person should know before they save. */
function Notes({ editor, item, resumed, members, vaults }: NotesProps) {
  const { failure, question, startOver } = editor;
  return (
    <>
      {failure !== null && failure.code !== "otp-uri" && question === null && (
        <Alert icon={TriangleAlert} tone="act" title={sentence(failure)} isNow>
          {editor.saveElsewhere !== null && vaults.length > 0 && (
            <SaveElsewhere vaults={vaults} onSave={editor.saveElsewhere} />
          )}
        </Alert>
      )}
      {startOver !== null && resumed !== null && (
        <TakenUp at={resumed.at} files={resumed.text.files ?? []} onStartOver={startOver} />
      )}
      {item !== null && <SavedSince item={item} began={editor.began} isResumed={editor.isResumed} members={members} />}
    </>
  );
}

/** Nothing that was typed is lost where its item cannot be saved any more. */
function SaveElsewhere({ vaults, onSave }: { vaults: VaultShape[]; onSave(vault: string): void }) {
  return (
    <>
      <p>{words.edit.elsewhereNote}</p>
      <div className="line alert-acts">
        <ActMenu
          position="bottom-start"
          acts={vaults.map((one) => ({
            icon: FilePlus2,
            label: vaultTitle(one),
            onAct: () => onSave(one.vault),
          }))}
        >
          <Button>{words.edit.elsewhere}</Button>
        </ActMenu>
      </div>
    </>
  );
}

/** What was typed before is back in the fields. */
function TakenUp({ at, files, onStartOver }: { at: number; files: string[]; onStartOver(): void }) {
  return (
    <Alert icon={PencilLine} tone="plain" title={words.typed.back(ago(at))}>
      <p>{words.typed.backNote}</p>
      {files.length > 0 && <p>{words.files.notKept(files)}</p>}
      <div className="line alert-acts">
        <Button onClick={onStartOver}>{words.typed.startOver}</Button>
      </div>
    </Alert>
  );
}

/** Asks before an older version, shown because the newest does not open, becomes the current one. */
function SaveOver({ yes, no }: { yes(): void; no(): void }) {
  return (
    <Dialog
      name="edit-over"
      title={words.edit.overTitle}
      isCareful
      onClose={no}
      onDone={yes}
      done={words.edit.overDone}
    >
      <div>
        <Fact icon={TriangleAlert}>{words.edit.overLost}</Fact>
        <Fact icon={History}>{words.edit.overKept}</Fact>
      </div>
    </Dialog>
  );
}

type BandProps = { name: string; changed: number; isBusy: boolean; onCancel(): void };

function EditorBand({ name, changed, isBusy, onCancel }: BandProps) {
  return (
    <div className="band detail-band">
      <span className="grow line">
        <Pencil size={14} strokeWidth={1.75} className="editing-mark" aria-hidden="true" />
        <span className="row-title">{name}</span>
        <span className="t3" role="status">
          {changed > 0 && words.edit.changed(changed)}
        </span>
      </span>
      <Button kind="quiet" shortcut={shownKey("cancel")} onClick={onCancel}>
        {words.act.cancel}
      </Button>
      <Button kind="main" type="submit" shortcut={shownKey("save")} disabled={isBusy}>
        {words.act.save}
      </Button>
    </div>
  );
}
