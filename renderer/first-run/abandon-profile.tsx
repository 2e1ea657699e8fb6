/** Giving up a profile that is not in its team yet: what goes with it is said first. */
import { TicketX } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";

/** Asks. */
export function AbandonProfile({ facts, onClose }: { facts: string[]; onClose(): void }) {
  const abandon = async (): Promise<void> => {
    const done = await call("account.abandonJoin", {});
    if (!done.ok) tellFailure(done.failure);
    onClose();
  };
  return (
    <Dialog
      name="join-abandon"
      title={words.join.abandonTitle}
      onClose={onClose}
      onDone={() => void abandon()}
      done={words.join.abandonDone}
      isFinal
    >
      {facts.map((fact) => (
        <Fact key={fact} icon={TicketX}>
          {fact}
        </Fact>
      ))}
    </Dialog>
  );
}
