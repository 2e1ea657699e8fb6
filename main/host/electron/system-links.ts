/**
 * Links of `latchkey:` as each system hands them over: macOS by an event that may come before the app is ready, Windows and Linux
 * as an argument of this start or of a second one. Only an argument that is a whole link is taken; the switches beside it are not read.
 */
import { app } from "electron";
import { type AppLink, linkAmong, readAppLink } from "../../../shared/model/app-links.ts";

export type SystemLinks = {
  /** Every link goes there from now on, the newest of those that came before first. */
  follow(open: (link: AppLink) => void): void;
};

/** Listens from now on; `given` are the arguments of this start. */
export function systemLinks(given: readonly string[]): SystemLinks {
  let early = linkAmong(given);
  let open = (link: AppLink): void => {
    early = link;
  };
  const take = (link: AppLink | null): void => {
    if (link !== null) open(link);
  };
  app.on("open-url", (event, address) => {
    event.preventDefault();
    take(readAppLink(address));
  });
  app.on("second-instance", (_event, args) => take(linkAmong(args.slice(1))));
  return {
    follow(next) {
      open = next;
      take(early);
    },
  };
}

/** Makes this program the one that the system asks; an installed one only, so that a checkout takes nobody's links. */
export function claimLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient("latchkey");
}
