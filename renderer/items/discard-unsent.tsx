/** Giving up what cannot be sent, with what goes and what stays said first. */
import { History, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { UnsentShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";

type DiscardProps = { unsent: UnsentShape; note?: ReactNode; onClose(): void };

/** Asks first. */
export function DiscardUnsent({ unsent, note, onClose }: DiscardProps) {
  const { kind, item, vault, title } = unsent;
  const discard = async (): Promise<void> => {
    const discarded = await call("draft.discard", { item, vault });
    onClose();
    if (discarded.ok) tell(words.notices.unsentDiscarded(words.unsent.name(kind, title)));
    else tellFailure(discarded.failure);
  };
  return (
    <Dialog
      name="unsent-discard"
      title={words.unsent.discardTitle(kind, words.unsent.name(kind, title))}
      note={note}
      onClose={onClose}
      onDone={() => void discard()}
      done={words.unsent.discardDone}
      isFinal
    >
      <div>
        <Fact icon={Trash2}>{words.unsent.lost[kind]}</Fact>
        <Fact icon={History}>{words.unsent.kept[kind]}</Fact>
      </div>
    </Dialog>
  );
}
