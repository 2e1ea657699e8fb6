/** Follows a link that the system handed to the app, once somebody has unlocked: to its item, or it is said why not. */
import { useEffect, useRef } from "react";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tellLater } from "../page/notify.tsx";

/** `toItem` leads to the item of an address; whoever edits is asked first. */
export function useOpenedLink(toItem: (address: string) => void): void {
  const link = useAnswer("link.waiting", {}).value ?? null;
  const latest = useRef(toItem);
  latest.current = toItem;
  useEffect(() => {
    if (link === null) return;
    // A join code waits on for the screen of a locked app: this computer is in a team just now.
    if (link.kind === "join") {
      tellLater(words.links.joinWhileOpen);
      return;
    }
    // Of several windows the first one leads there.
    void call("link.done", { address: link.address }).then((done) => {
      if (done.ok && done.value.waited) latest.current(link.address);
    });
  }, [link]);
}
