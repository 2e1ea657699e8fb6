/** The host's side of links: tells every core of the one that waits, and learns whether a page knows of it. */
import type { AppLink } from "../../shared/model/app-links.ts";
import { nodeClock } from "../node/node-clock.ts";
import type { CoreToHost, HostToCore } from "./core-messages.ts";
import { waitingLink } from "./waiting-link.ts";

/** How long a page has to see that a link waits. */
const seenWithinMs = 500;
type Send = (message: HostToCore) => void;

export type OpenedLinks = {
  /** For a core that begins: what waited through the lock waits on. */
  tell(send: Send): void;
  /** One was opened; whether a page saw it in time. */
  open(link: AppLink, send: Send): Promise<boolean>;
  /** True where the core's word was about links. */
  takes(message: CoreToHost): message is LinkWord;
};
export type LinkWord = Extract<CoreToHost, { kind: "link-seen" | "link-done" }>;

/** None waits at the start. */
export function openedLinks(): OpenedLinks {
  const waiting = waitingLink(nodeClock);
  let saw: (isSeen: boolean) => void = () => {};
  return {
    tell(send) {
      const link = waiting.get();
      if (link !== null) send({ kind: "link", link });
    },
    open(link, send) {
      waiting.arrive(link);
      send({ kind: "link", link });
      return new Promise((resolve) => {
        saw = resolve;
        setTimeout(() => resolve(false), seenWithinMs);
      });
    },
    takes(message): message is LinkWord {
      if (message.kind === "link-seen") saw(true);
      else if (message.kind === "link-done") waiting.done(message.address);
      else return false;
      return true;
    },
  };
}
