/** What waits to be sent of an item: that it waits, or why it cannot go, with what its person may do about it. */
import { CloudUpload, FolderInput, History, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { ItemRow, UnsentShape, VaultShape } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { type FailureCode, isFailureCode } from "../../shared/failures.ts";
import { call, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { ActMenu } from "../ui/menu.tsx";
import { Alert } from "../ui/rows.tsx";
import { isWritable } from "../vaults/is-writable.ts";
import { vaultTitle } from "../vaults/vault-title.ts";

/** Nothing where nothing waits. */
export function UnsentNote({ row }: { row: ItemRow }) {
  const unsent = useAnswer("draft.list", {}, row.draft).value?.find(({ item }) => item === row.item);
  if (!row.draft) return null;
  const reason = unsent?.reason ?? null;
  return unsent !== undefined && reason !== null && isFailureCode(reason) ? (
    <CannotSend {...{ row, unsent, reason }} />
  ) : (
    <Alert icon={CloudUpload} tone="plain" title={words.items.draftTitle}>
      {words.items.draftNote}
    </Alert>
  );
}

function CannotSend({ row, unsent, reason }: { row: ItemRow; unsent: UnsentShape; reason: FailureCode }) {
  const [isAsked, setAsked] = useState(false);
  const writable = (useAnswer("vault.list", {}).value ?? []).filter(isWritable);
  const { movedTo } = unsent;
  const there = writable.find(({ vault }) => vault === movedTo?.vault);
  const targets = writable.filter(({ vault }) => vault !== unsent.vault && vault !== movedTo?.vault);
  const move = async ({ vault }: VaultShape, done: string): Promise<void> => {
    const moved = await call("draft.move", { item: row.item, vault });
    if (moved.ok) tell(done);
    else tellFailure(moved.failure);
  };
  return (
    <>
      <Alert icon={TriangleAlert} title={reason === "moved" ? words.items.movedTitle : words.items.unsentTitle}>
        <p>{there === undefined ? sentence({ code: reason }) : words.items.movedNote(vaultTitle(there))}</p>
        <div className="line alert-acts">
          {there !== undefined && (
            <Button kind="main" onClick={() => void move(there, words.items.movedSaved(vaultTitle(there)))}>
              {words.items.movedSave(vaultTitle(there))}
            </Button>
          )}
          {targets.length > 0 && (
            <ActMenu
              position="bottom-start"
              acts={targets.map((one) => ({
                icon: FolderInput,
                label: vaultTitle(one),
                onAct: () => void move(one, words.items.unsentMoved(vaultTitle(one))),
              }))}
            >
              <Button>{reason === "moved" ? words.items.movedNew : words.items.unsentMove}</Button>
            </ActMenu>
          )}
          <Button kind="quiet" onClick={() => setAsked(true)}>
            {words.items.unsentDiscard}
          </Button>
        </div>
      </Alert>
      {isAsked && <DiscardUnsent row={row} onClose={() => setAsked(false)} />}
    </>
  );
}

function DiscardUnsent({ row, onClose }: { row: ItemRow; onClose(): void }) {
  const discard = async (): Promise<void> => {
    const discarded = await call("draft.discard", { item: row.item });
    onClose();
    if (discarded.ok) tell(words.items.unsentDiscarded);
    else tellFailure(discarded.failure);
  };
  return (
    <Dialog
      title={words.items.unsentDiscardTitle(row.title)}
      onClose={onClose}
      onDone={() => void discard()}
      done={words.items.unsentDiscardDone}
      isFinal
    >
      <div>
        <Fact icon={Trash2}>{words.items.unsentDiscardLost}</Fact>
        <Fact icon={History}>
          {row.version === null ? words.items.unsentDiscardAll : words.items.unsentDiscardKept}
        </Fact>
      </div>
    </Dialog>
  );
}
