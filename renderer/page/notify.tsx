/** Short notices at the edge; failures in the words of the catalogue. */
import { notifications } from "@mantine/notifications";
import { Check, TriangleAlert } from "lucide-react";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { Button } from "../ui/controls.tsx";

const saidId = "said";
const saidMs = 3500;
const failedMs = 9000;
const closeButtonProps = { "aria-label": words.act.close };
const parts = { icon: "notice-icon", body: "notice-body", description: "notice-text" };

type Offer = { label: string; shortcut?: string; forMs: number; onAct(): void };

/** What the notice that is shown offers, for its key; null where it offers nothing. */
let offered: Offer | null = null;

/** Does what the notice offers, as its button would; false where none does. */
export function takeOffer(): boolean {
  const offer = offered;
  if (offer === null) return false;
  offered = null;
  notifications.hide(saidId);
  offer.onAct();
  return true;
}

/** Tells that something went well, in place of what was told before; with `offer`, what can be done about it for a while. */
export function tell(message: string, offer: Offer | null = null): void {
  offered = offer;
  notifications.hide(saidId);
  notifications.show({
    id: saidId,
    message: offer === null ? message : <Offering message={message} offer={offer} />,
    icon: <Check size={16} strokeWidth={2} aria-hidden="true" />,
    autoClose: offer?.forMs ?? saidMs,
    withCloseButton: offer !== null,
    closeButtonProps,
    onClose: () => {
      if (offered === offer) offered = null;
    },
    classNames: { root: "notice", ...parts },
  });
}

function Offering({ message, offer }: { message: string; offer: Offer }) {
  return (
    <span className="line notice-offer">
      <span className="grow">{message}</span>
      <Button kind="quiet" {...(offer.shortcut === undefined ? {} : { shortcut: offer.shortcut })} onClick={takeOffer}>
        {offer.label}
      </Button>
    </span>
  );
}

/** Tells what failed. */
export function tellFailure(failure: Failure): void {
  tellProblem(sentence(failure));
}

/** Tells why something was not done. */
export function tellProblem(message: string): void {
  notifications.show({
    message,
    icon: <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" />,
    role: "alert",
    autoClose: failedMs,
    withCloseButton: true,
    closeButtonProps,
    classNames: { root: "notice notice-bad", ...parts },
  });
}
