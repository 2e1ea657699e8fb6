/**
 * When the system says that nobody sits here any more: it sleeps, its screen is locked, another person's session is in front, it
 * shuts down. Linux tells no lock of the screen, so it is asked.
 */
import { powerMonitor } from "electron";

const askEveryMs = 5000;
/** Only whether it is locked is of interest, not how long nobody typed. */
const idleAfterS = 24 * 60 * 60;

/** Calls `lock` inside the system's own event: what is not done when it returns may be done after the sleep only. */
export function onSystemLock(lock: () => void): void {
  powerMonitor.on("suspend", lock);
  powerMonitor.on("shutdown", lock);
  powerMonitor.on("lock-screen", lock);
  powerMonitor.on("user-did-resign-active", lock);
  if (process.platform === "linux") askWhetherLocked(lock);
}

function askWhetherLocked(lock: () => void): void {
  let wasLocked = false;
  setInterval(() => {
    const isLocked = powerMonitor.getSystemIdleState(idleAfterS) === "locked";
    if (isLocked && !wasLocked) lock();
    wasLocked = isLocked;
  }, askEveryMs).unref();
}
