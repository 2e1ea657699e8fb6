/**
 * Links of `latchkey:` as each system hands them over: macOS by an event that may come before the app is ready, Windows and Linux
 * as an argument of this start or of a second one. Only an argument that is a whole link is taken; the switches beside it are not read.
 */
import { app } from "electron";
import { type AppLink, linkAmong, readAppLink } from "../../../shared/model/app-links.ts";
import { linkTurns } from "../link-turns.ts";

export type SystemLinks = {
  /**
   * `open` gets links from now on, the newest of those that came before first, one in each turn. `again` hears of a second start
   * without one.
   */
  follow(to: { open(link: AppLink): void; again(): void }): void;
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
    follow(to) {
      open = linkTurns(to.open, (ms, rested) => void setTimeout(rested, ms));
      again = to.again;
      take(early);
    },
  };
}

/** Makes this program the one that the system asks; an installed one only, so that a checkout takes nobody's links. */
export function claimLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient("latchkey");
}
