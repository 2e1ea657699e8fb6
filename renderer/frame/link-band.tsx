/**
 * A link that the system handed to the app is proposed to whoever is unlocked: it leads to its item when they say so. One of which
 * the lock screen said that unlocking leads there is followed by unlocking.
 */
import { Link } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { words } from "../../shared/copy/words.ts";
import type { AppLink } from "../../shared/model/app-links.ts";
import { call, useAnswer } from "../client/client.ts";
import { takeAnnounced } from "../page/announced-link.ts";
import { isTyping } from "../page/keys.ts";
import { tellLater } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";

/** The link that is proposed now; null where none is. `follow` is called with one that unlocking has agreed to. */
function useProposed(follow: (link: AppLink) => void): AppLink | null {
  const link = useAnswer("link.waiting", {}).value;
  const [announced] = useState(takeAnnounced);
  const [proposed, setProposed] = useState<AppLink | null>(null);
  const isFirst = useRef(true);
  const latest = useRef(follow);
  latest.current = follow;
  useEffect(() => {
    if (link === undefined) return;
    const isAgreed = isFirst.current && link !== null && link.address === announced;
    isFirst.current = false;
    setProposed(link?.kind === "item" && !isAgreed ? link : null);
    // A join code waits on for the screen of a locked app: this computer is in a team just now.
    if (link?.kind === "join") tellLater(words.links.joinWhileOpen);
    if (link?.kind === "item" && isAgreed) latest.current(link);
  }, [link, announced]);
  return proposed;
}

/** `toItem` leads to the item of an address; whoever edits is asked first. Nothing where no link waits. */
export function LinkBand({ toItem }: { toItem(address: string): void }) {
  const latest = useRef(toItem);
  latest.current = toItem;
  // Of several windows the one in which it was agreed to leads there.
  const done = async ({ address }: AppLink, isWanted: boolean): Promise<void> => {
    const told = await call("link.done", { address });
    if (isWanted && told.ok && told.value.waited) latest.current(address);
  };
  const link = useProposed((agreed) => void done(agreed, true));
  const open = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const isBusy = isTyping() || document.querySelector("[role=dialog]") !== null;
    if (link !== null && !isBusy) open.current?.focus();
  }, [link]);
  if (link === null) return null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    void done(link, false);
  };
  return (
    <aside className="alert-band" aria-label={words.links.name} onKeyDown={onKeyDown}>
      <Link size={16} strokeWidth={1.75} aria-hidden="true" />
      <p className="grow" role="status">
        {words.links.toItem}
      </p>
      <Button kind="quiet" onClick={() => void done(link, false)}>
        {words.links.notNow}
      </Button>
      <Button ref={open} onClick={() => void done(link, true)}>
        {words.links.openItem}
      </Button>
    </aside>
  );
}
