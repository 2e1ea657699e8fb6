/**
 * Notifications: that something waits, while no window of Latchkey is in sight. The core tells no more than that, so no title, name or
 * number can stand on a locked screen, in a history of notifications or on a colleague's projector.
 */
import { app, Notification } from "electron";
import { hostWords } from "../../../shared/copy/host.ts";

/** As the installer names the program to Windows (`appId` in `electron-builder.yml`): from nobody else Windows shows any. */
export const appId = "app.latchkey.desktop";

export type Notices = {
  /** Something waits: said once, until its person looked. */
  waits(): void;
  /** The window was closed and Latchkey goes on. */
  goesOn(): void;
  /** The window is in front. */
  seen(): void;
};

/** `front` is called when its person clicks one. */
export function offerNotices({ isWanted, front }: { isWanted(): boolean; front(): void }): Notices {
  if (process.platform === "win32") app.setAppUserModelId(appId);
  // Kept, because one that nobody holds may lose its click.
  let standing: Notification | null = null;
  const say = (title: string): void => {
    if (!Notification.isSupported()) return;
    standing?.close();
    const made = new Notification({ title });
    standing = made;
    made.on("click", front);
    made.show();
  };
  let hasSaid = false;
  return {
    waits() {
      if (hasSaid || !isWanted()) return;
      hasSaid = true;
      say(hostWords.notices.waits);
    },
    goesOn: () => say(hostWords.notices.goesOn),
    seen() {
      hasSaid = false;
      standing?.close();
      standing = null;
    },
  };
}
