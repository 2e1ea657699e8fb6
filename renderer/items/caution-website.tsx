/** The dialog of a website whose host deserves a look. */
import { ShieldAlert } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import { Dialog, Fact } from "../ui/dialog.tsx";
import type { Website } from "./shown/website.ts";

/** Asks before an address is opened that may not be what it looks like. */
export function CautionWebsite({ website, onClose, onOpen }: { website: Website; onClose(): void; onOpen(): void }) {
  return (
    <Dialog
      name="website-caution"
      title={words.items.cautionTitle(website.host)}
      onClose={onClose}
      onDone={onOpen}
      done={words.items.cautionDone}
      isCareful
    >
      <div>
        {website.caution !== null && <Fact icon={ShieldAlert}>{words.items.cautions[website.caution]}</Fact>}
        <p className="mono full-address">{website.address}</p>
      </div>
    </Dialog>
  );
}
