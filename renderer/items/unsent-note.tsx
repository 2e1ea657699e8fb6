/** What waits to be sent of an item: that it waits, or why it cannot go, with what its person may do about it. */
import { CloudUpload, FolderInput, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { ItemRow, UnsentShape, VaultShape } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { type FailureCode, isFailureCode } from "../../shared/failures.ts";
import { call, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { ActMenu } from "../ui/menu.tsx";
import { Alert } from "../ui/rows.tsx";
import { isWritable } from "../vaults/is-writable.ts";
import { vaultTitle } from "../vaults/vault-title.ts";
import { DiscardUnsent } from "./discard-unsent.tsx";
import { LeaveFiles, type Leaving } from "./leave-files.tsx";

/** Nothing where nothing waits. */
export function UnsentNote({ row }: { row: ItemRow }) {
  const unsent = useAnswer("draft.list", {}, row.draft).value?.find(({ item }) => item === row.item);
  if (!row.draft) return null;
  const reason = unsent?.reason ?? null;
  return unsent !== undefined && reason !== null && isFailureCode(reason) ? (
    <CannotSend unsent={unsent} reason={reason} />
  ) : (
    <Alert icon={CloudUpload} tone="plain" title={words.items.draftTitle}>
      {words.items.draftNote}
    </Alert>
  );
}

function CannotSend({ unsent, reason }: { unsent: UnsentShape; reason: FailureCode }) {
  const [isAsked, setAsked] = useState(false);
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const writable = (useAnswer("vault.list", {}).value ?? []).filter(isWritable);
  const { movedTo } = unsent;
  const there = writable.find(({ vault }) => vault === movedTo?.vault);
  const targets = writable.filter(({ vault }) => vault !== unsent.vault && vault !== movedTo?.vault);
  const move = async (vault: string, title: string, without: { leaveFiles?: true } = {}): Promise<void> => {
    const moved = await call("draft.move", { item: unsent.item, vault, ...without });
    setLeaving(null);
    if (moved.ok)
      return tell(words.notices[vault === movedTo?.vault ? "savedThere" : "unsentMoved"](unsent.title, title));
    const count = moved.failure.code === "file-missing" ? moved.failure.detail?.number : undefined;
    if (count === undefined) tellFailure(moved.failure);
    else setLeaving({ vault, title, count });
  };
  const moveTo = (one: VaultShape): void => void move(one.vault, vaultTitle(one));
  return (
    <>
      <Alert icon={TriangleAlert} title={reason === "moved" ? words.items.movedTitle : words.items.unsentTitle}>
        <p>{there === undefined ? sentence({ code: reason }) : words.items.movedNote(vaultTitle(there))}</p>
        <div className="line alert-acts">
          {there !== undefined && (
            <Button kind="main" onClick={() => moveTo(there)}>
              {words.items.movedSave(vaultTitle(there))}
            </Button>
          )}
          {targets.length > 0 && (
            <ActMenu
              position="bottom-start"
              acts={targets.map((one) => ({ icon: FolderInput, label: vaultTitle(one), onAct: () => moveTo(one) }))}
            >
              <Button>{reason === "moved" ? words.items.movedNew : words.items.unsentMove}</Button>
            </ActMenu>
          )}
          <Button kind="quiet" onClick={() => setAsked(true)}>
            {words.items.unsentDiscard}
          </Button>
        </div>
      </Alert>
      {isAsked && <DiscardUnsent unsent={unsent} onClose={() => setAsked(false)} />}
      {leaving !== null && (
        <LeaveFiles
          leaving={leaving}
          onDone={() => void move(leaving.vault, leaving.title, { leaveFiles: true })}
          onClose={() => setLeaving(null)}
        />
      )}
    </>
  );
}
