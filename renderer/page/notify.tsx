/** Short notices at the edge; failures in the words of the catalogue. */
import { notifications } from "@mantine/notifications";
import { Check, TriangleAlert } from "lucide-react";
import { useEffect } from "react";
import type { Act } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { Button } from "../ui/controls.tsx";
import { isTyping } from "./keys.ts";
import { createTurns, type Failed, type Notice, type Offer } from "./notice-turns.ts";
import { pageClock } from "./page-clock.ts";

/**
 * Every notice has an id of its own: the container keeps what it shows under an id until its way out has ended, and starts no
 * timer for another notice under the same one, which would then stay for good.
 */
let notices = 0;
let shownId = "";
const saidMs = 3500;
const failedMs = 9000;
const lookEveryMs = 1000;
const closeButtonProps = { "aria-label": words.act.close };
const parts = { icon: "notice-icon", body: "notice-body", description: "notice-text" };

const hide = (): void => void notifications.hide(shownId);
const turns = createTurns(pageClock, { said, failed, hide });

let hasTyped = false;
if (typeof window !== "undefined")
  window.addEventListener(
    "input",
    () => {
      hasTyped = true;
    },
    true,
  );

/** Takes back what was just done, as the notice's button would. False where nothing is offered, or a field has newer typing to take back. */
export function undoLast(): boolean {
  return !(hasTyped && isTyping()) && turns.take("undo");
}

/** Tells that something went well, and names what it was done with, in place of what was told before; with `offer`, what can be done about it for a while. */
export function tell(message: string, offer: Offer | null = null): void {
  hasTyped = false;
  turns.tell({ message, offer });
}

/** Tells that an act was done, or that it waits until others were seen, or until another person signed it. */
export function tellAct({ state, needsSignature }: Act, done: string): void {
  const waits = needsSignature === true ? words.cosign.asked : words.acts.queued;
  tell(state === "queued" ? waits : done);
}

/** Tells what happened by itself, without taking away what is offered just now. */
export const tellLater = turns.tellLater;

type Shown = Omit<Parameters<typeof notifications.show>[0], "id" | "closeButtonProps" | "classNames">;

/** In place of the one that is shown. */
function put(shown: Shown, root: string): void {
  hide();
  shownId = `notice ${++notices}`;
  notifications.show({ ...shown, id: shownId, closeButtonProps, classNames: { root, ...parts } });
}

function said(notice: Notice, forMs: number | null): void {
  const { message, offer } = notice;
  put(
    {
      message: offer === null ? message : <Offering message={message} offer={offer} />,
      icon: <Check size={16} strokeWidth={2} aria-hidden="true" />,
      autoClose: forMs ?? saidMs,
      withCloseButton: offer !== null,
      onClose: () => turns.ended(notice),
    },
    "notice",
  );
}

function failed(failure: Failed): void {
  put(
    {
      message: <FailedText {...failure} />,
      icon: <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" />,
      role: "alert",
      autoClose: failedMs,
      withCloseButton: true,
      onClose: () => turns.ended(failure),
    },
    "notice notice-bad",
  );
}

/** Something may wait or end while it is shown. */
function useLooks(): void {
  useEffect(() => {
    const timer = setInterval(turns.look, lookEveryMs);
    return () => clearInterval(timer);
  }, []);
}

function FailedText({ message, before }: Failed) {
  useLooks();
  return (
    <>
      {message}
      {before > 0 && <span className="meta notice-before">{words.act.failedBefore(before)}</span>}
    </>
  );
}

function Offering({ message, offer }: { message: string; offer: Offer }) {
  useLooks();
  const { kind, label, shortcut } = offer;
  return (
    <span className="line notice-offer">
      <span className="grow">{message}</span>
      <Button kind="quiet" {...(shortcut === undefined ? {} : { shortcut })} onClick={() => turns.take(kind)}>
        {label}
      </Button>
    </span>
  );
}

/** Tells what failed; not that an item asks for the passphrase: its person has just closed that question. */
export function tellFailure(failure: Failure): void {
  if (failure.code === "ask-again") return;
  tellProblem(sentence(failure));
}

/** Tells why something was not done, in place of what is shown. */
export const tellProblem = turns.fail;
