/** Deleting an item forever: offered below it in Trash, with the reason where it is not possible yet, or not for this person. */
import { FileX, Server, Trash2, UsersRound } from "lucide-react";
import { useState } from "react";
import type { ItemDetail, MemberShape, VaultShape } from "../../../shared/contract/shapes.ts";
import { shortDay } from "../../../shared/copy/dates.ts";
import { words } from "../../../shared/copy/words.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { call } from "../../client/client.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { Button } from "../../ui/controls.tsx";
import { Dialog, Fact } from "../../ui/dialog.tsx";
import { memberName } from "../shown/member-name.ts";

type PurgeProps = { detail: ItemDetail; vault: VaultShape; members: MemberShape[] };

/** The line with the day, and the button of who manages the vault. */
export function PurgeOffer({ detail, vault, members }: PurgeProps) {
  const [isAsked, setAsked] = useState(false);
  const from = (detail.deleted?.at ?? 0) + limits.purgeWaitMs;
  const isDue = from <= Date.now();
  const isManager = vault.permission === "manage" && vault.state !== "archived";
  const managers = vault.readers.filter(({ permission }) => permission === "manage");
  const names = managers.map(({ user }) => memberName(user, members));
  return (
    <section className="block line">
      {isManager && (
        <Button disabled={!isDue} aria-describedby={isDue ? undefined : "purge-why"} onClick={() => setAsked(true)}>
          {words.purge.act}
        </Button>
      )}
      {(!isManager || !isDue) && (
        <p className="meta" id="purge-why">
          {isManager
            ? words.purge.youFrom(shortDay(from))
            : words.purge.othersFrom(isDue ? null : shortDay(from), names)}
        </p>
      )}
      {isAsked && <Purge detail={detail} vault={vault} onClose={() => setAsked(false)} />}
    </section>
  );
}

function Purge({ detail, vault, onClose }: Omit<PurgeProps, "members"> & { onClose(): void }) {
  const [isBusy, setBusy] = useState(false);
  const title = detail.title === "" ? words.itemActs.untitled : detail.title;
  const purge = async (): Promise<void> => {
    setBusy(true);
    const purged = await call("item.purge", { item: detail.item });
    setBusy(false);
    onClose();
    if (purged.ok) tell(words.purge.done(title));
    else tellFailure(purged.failure);
  };
  return (
    <Dialog
      name="item-purge"
      title={words.purge.title(title)}
      onClose={onClose}
      onDone={() => void purge()}
      done={words.purge.act}
      isBusy={isBusy}
      isFinal
    >
      <div>
        <Fact icon={Trash2}>{words.purge.versions(detail.history.length)}</Fact>
        {detail.attachments.length > 0 && <Fact icon={FileX}>{words.purge.files(detail.attachments.length)}</Fact>}
        <Fact icon={UsersRound}>{words.purge.people(vault.readers.length)}</Fact>
        <Fact icon={Server}>{words.purge.copies}</Fact>
      </div>
    </Dialog>
  );
}
