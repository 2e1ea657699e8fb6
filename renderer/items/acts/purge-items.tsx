/** Deleting several items of Trash forever: those that are due and that this person may delete, said by number before it is done. */
import { Clock, Server, Trash2 } from "lucide-react";
import { useState } from "react";
import type { ItemRow, VaultShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { call } from "../../client/client.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { Button } from "../../ui/controls.tsx";
import { Dialog, Fact } from "../../ui/dialog.tsx";
import { useTypedWord } from "../../ui/typed-word.tsx";
import { inParts } from "./remove-items.ts";

type OfferProps = { vaults: VaultShape[]; marked(): Promise<ItemRow[]> };
type Chosen = { due: ItemRow[]; others: number };

/** The button, which first looks which of the marked items it is about. */
export function PurgeItemsOffer({ vaults, marked }: OfferProps) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const ask = async (): Promise<void> => {
    const rows = await marked();
    const due = dueOf(rows, vaults);
    if (due.length === 0) tell(words.purge.noneDue);
    else setChosen({ due, others: rows.length - due.length });
  };
  return (
    <>
      <Button size={32} onClick={() => void ask()}>
        <Trash2 size={16} strokeWidth={1.75} aria-hidden="true" />
        {words.purge.several}
      </Button>
      {chosen !== null && <PurgeItems {...chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

/** Deleted long enough ago, in a vault that this person manages; the core and the server look again. */
function dueOf(rows: readonly ItemRow[], vaults: readonly VaultShape[]): ItemRow[] {
  const managed = vaults.filter(({ permission, state }) => permission === "manage" && state !== "archived");
  const ids = new Set(managed.map(({ vault }) => vault));
  const before = Date.now() - limits.purgeWaitMs;
  return rows.filter(({ vault, deleted }) => ids.has(vault) && deleted !== undefined && deleted.at <= before);
}

function PurgeItems({ due, others, onClose }: Chosen & { onClose(): void }) {
  const word = useTypedWord(words.purge.type, words.purge.word);
  const [isBusy, setBusy] = useState(false);
  const purge = async (): Promise<void> => {
    setBusy(true);
    const { done, failure } = await inParts(due, (items) => call("item.purge", { items }));
    setBusy(false);
    if (done.length > 0) tell(words.purge.doneAll(done.length));
    if (failure !== null) tellFailure(failure);
    onClose();
  };
  return (
    <Dialog
      name="items-purge"
      title={words.purge.titleAll(due.length)}
      onClose={onClose}
      onDone={() => void purge()}
      done={words.purge.act}
      isBusy={isBusy}
      canDo={word.isTyped}
      isFinal
      below={word.field()}
    >
      <Fact icon={Trash2}>{words.purge.versionsAll(due.length)}</Fact>
      {others > 0 && <Fact icon={Clock}>{words.purge.others(others)}</Fact>}
      <Fact icon={Server}>{words.purge.copies}</Fact>
    </Dialog>
  );
}
