/**
 * The sessions of this program. The pages' lives in memory and reaches their own files alone; the default one, which Electron
 * keeps on disk and which no page uses, reaches nothing; that of the updates reaches the place of the releases.
 */
import { type Session, session } from "electron";
import { hardenSession, isBelow, isOwnAddress, pagePartition } from "./hardening.ts";

/** The pages' session, with its rules and those of the default one. What an earlier version left in that is taken away. */
export function openSessions(): Session {
  hardenSession(session.defaultSession, () => false);
  void session.defaultSession.clearStorageData();
  void session.defaultSession.clearCache();
  const pages = session.fromPartition(pagePartition, { cache: false });
  hardenSession(pages, isOwnAddress);
  return pages;
}

/** The one through which electron-updater downloads (its `NET_SESSION_NAME`), so that the rules hold for it too. */
const updatePartition = "electron-updater";

/** A session for what lies below `feed` and for nothing else. It keeps nothing, and takes the system's proxy. */
export function updateSession(feed: string): Session {
  const updates = session.fromPartition(updatePartition, { cache: false });
  hardenSession(updates, (address) => isBelow(address, feed));
  void updates.setProxy({ mode: "system" });
  return updates;
}
