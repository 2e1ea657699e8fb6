/** What waits to be sent of an item: that it waits, or why it cannot go, with what its person may do about it. */
import { CloudUpload, FolderInput, History, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { ItemRow } from "../../shared/contract/shapes.ts";
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
  return reason !== null && isFailureCode(reason) ? (
    <CannotSend row={row} vault={unsent?.vault ?? row.vault} reason={reason} />
  ) : (
    <Alert icon={CloudUpload} tone="plain" title={words.items.draftTitle}>
      {words.items.draftNote}
    </Alert>
  );
}

function CannotSend({ row, vault, reason }: { row: ItemRow; vault: string; reason: FailureCode }) {
  const [isAsked, setAsked] = useState(false);
  const vaults = useAnswer("vault.list", {}).value ?? [];
  const targets = vaults.filter((one) => one.vault !== vault && isWritable(one));
  const move = async (target: string, title: string): Promise<void> => {
    const moved = await call("draft.move", { item: row.item, vault: target });
    if (moved.ok) tell(words.items.unsentMoved(title));
    else tellFailure(moved.failure);
  };
  return (
    <>
      <Alert icon={TriangleAlert} title={words.items.unsentTitle}>
        <p>{sentence({ code: reason })}</p>
        <div className="line alert-acts">
          {targets.length > 0 && (
            <ActMenu
              position="bottom-start"
              acts={targets.map((one) => ({
                icon: FolderInput,
                label: vaultTitle(one),
                onAct: () => void move(one.vault, vaultTitle(one)),
              }))}
            >
              <Button>{words.items.unsentMove}</Button>
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
