/** What was typed and not saved, offered above the list: to go on with, or to discard. */
import { PencilLine, Trash2 } from "lucide-react";
import { useState } from "react";
import type { TypedShape } from "../../shared/contract/typed-text.ts";
import { ago } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { useNow } from "../page/use-now.ts";
import { Button } from "../ui/controls.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";

const minuteMs = 60_000;
type OfferProps = { typed: TypedShape[]; onResume(typed: TypedShape): void };

/** The newest of them, and how many more there are. */
export function TypedOffer({ typed, onResume }: OfferProps) {
  const now = useNow(typed.length > 0, minuteMs);
  const [discarding, setDiscarding] = useState<TypedShape | null>(null);
  const [newest, ...others] = typed;
  if (newest === undefined) return null;
  const said = { title: titleOf(newest), when: ago(newest.at, now), isNew: newest.item === null };
  return (
    <aside className="typed-offer" aria-label={words.typed.unsaved}>
      <PencilLine size={16} strokeWidth={1.75} aria-hidden="true" />
      <div className="grow">
        <p className="row-title">{words.typed.said(newest.kind, said)}</p>
        {!newest.isOpen && (
          <p className="meta">{newest.kind === "item" ? words.typed.closed : words.typed.closedElse}</p>
        )}
        <div className="line">
          <Button onClick={() => onResume(newest)}>{words.typed.goOn}</Button>
          <Button kind="quiet" onClick={() => setDiscarding(newest)}>
            {words.typed.discard}
          </Button>
          {others.length > 0 && <span className="meta">{words.typed.more(others.length)}</span>}
        </div>
      </div>
      {discarding !== null && <DiscardTyped typed={discarding} onClose={() => setDiscarding(null)} />}
    </aside>
  );
}

/** Whatever it is called. */
export function titleOf({ kind, title }: TypedShape): string {
  return title === "" ? words.typed.untitled[kind] : title;
}

function DiscardTyped({ typed, onClose }: { typed: TypedShape; onClose(): void }) {
  const discard = async (): Promise<void> => {
    const dropped = await call("typed.drop", { typed: typed.typed });
    onClose();
    if (dropped.ok) tell(words.notices.typedDiscarded(titleOf(typed)));
    else tellFailure(dropped.failure);
  };
  return (
    <Dialog
      name="typed-discard"
      title={words.typed.discardTitle(typed.kind, titleOf(typed))}
      onClose={onClose}
      onDone={() => void discard()}
      done={words.typed.discardDone}
      isFinal
    >
      <Fact icon={Trash2}>{words.typed.discardLost}</Fact>
    </Dialog>
  );
}
