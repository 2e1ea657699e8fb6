/** Dialogs of an item: deleting it, and opening a website whose host deserves a look. */
import { History, ListX, ShieldAlert, UsersRound } from "lucide-react";
import { useState } from "react";
import type { ItemRow, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import type { Website } from "./shown/website.ts";

/** Says what deleting does, with counts. */
export function RemoveItem({ row, vault, onClose }: { row: ItemRow; vault: VaultShape | undefined; onClose(): void }) {
  const [isBusy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    const removed = await call("item.delete", { item: row.item });
    setBusy(false);
    onClose();
    if (removed.ok) tell(words.items.deleted);
    else tellFailure(removed.failure);
  };
  return (
    <Dialog
      title={words.items.removeTitle(row.title)}
      onClose={onClose}
      onDone={() => void remove()}
      done={words.items.removeDone}
      isFinal
      isBusy={isBusy}
    >
      <div>
        <Fact icon={ListX}>{words.items.removeList}</Fact>
        <Fact icon={UsersRound}>{words.items.removePeople(vault?.access.length ?? 1)}</Fact>
        <Fact icon={History}>{words.items.removeVersions}</Fact>
      </div>
    </Dialog>
  );
}

/** Asks before an address is opened that may not be what it looks like. */
export function CautionWebsite({ website, onClose, onOpen }: { website: Website; onClose(): void; onOpen(): void }) {
  return (
    <Dialog
      title={words.items.cautionTitle(website.host)}
      onClose={onClose}
      onDone={onOpen}
      done={words.items.cautionDone}
    >
      <div>
        {website.caution !== null && <Fact icon={ShieldAlert}>{words.items.cautions[website.caution]}</Fact>}
        <p className="mono full-address">{website.address}</p>
      </div>
    </Dialog>
  );
}
