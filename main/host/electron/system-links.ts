/**
 * Links of `latchkey:` as each system hands them over: macOS by an event that may come before the app is ready, Windows and Linux
 * as an argument of this start or of a second one. Only an argument that is a whole link is taken; the switches beside it are not read.
 */
import { app } from "electron";
import { type AppLink, linkAmong, readAppLink } from "../../../shared/model/app-links.ts";
import { linkTurns } from "../link-turns.ts";

export type SystemLinks = {
  /**
   * `open` gets links from now on, the newest of those that came before first. One in each turn, which brings the window to the
   * `front`, as a second start without a link does.
   */
  follow(open: (link: AppLink) => unknown, front: () => void): void;
};

/** Listens from now on; `given` are the arguments of this start. */
export function systemLinks(given: readonly string[]): SystemLinks {
  let early = linkAmong(given);
  let open = (link: AppLink): void => {
    early = link;
  };
  let again = (): void => {};
  const take = (link: AppLink | null, otherwise = (): void => {}): void => {
    if (link === null) otherwise();
    else open(link);
  };
  app.on("open-url", (event, address) => {
    event.preventDefault();
    take(readAppLink(address));
  });
  app.on("second-instance", (_event, args) => take(linkAmong(args.slice(1)), () => again()));
  return {
    follow(to, front) {
      const turn = (link: AppLink): void => {
        void to(link);
        front();
      };
      open = linkTurns(turn, (ms, rested) => void setTimeout(rested, ms));
      again = front;
      take(early);
    },
  };
}

/** Makes this program the one that the system asks; an installed one only, so that a checkout takes nobody's links. */
export function claimLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient("latchkey");
}
