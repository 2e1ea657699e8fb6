/** Updates of the packed app: asked for a while after the start and then a few times a day, never in the way of a start. */
import { app, autoUpdater } from "electron";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { UpdateState, Updates } from "../updates/rounds.ts";
import { seenFile } from "../updates/seen-file.ts";
import type { ReleaseSource } from "../updates/source.ts";
import { updateSession } from "./sessions.ts";

export type UpdateEvents = {
  /** What came of a look. */
  changed(state: UpdateState): void;
  /** The installer waits until the windows are gone: none may stay, out of sight. */
  beforeInstall(): void;
  /** It could not begin after all. */
  installFailed(): void;
};

/**
 * Begins to look for releases, where this program names a place for them and was packed. What it gives hands a release that is
 * ready to the system's installer.
 */
export function startUpdates(dataDir: string, events: UpdateEvents): () => void {
  let made: Promise<Updates> | null = null;
  const begin = async (): Promise<void> => {
    const { looks, releaseSource } = await import("../updates/source.ts");
    if (releaseSource === null) return;
    const look = async (): Promise<void> => {
      made ??= makeUpdates(dataDir, releaseSource, events.changed);
      await (await made).look();
    };
    followInstaller(events);
    setTimeout(() => void look(), looks.firstAfterMs).unref();
    setInterval(() => void look(), looks.everyMs).unref();
  };
  if (app.isPackaged) void begin();
  return () => void made?.then((updates) => updates.install());
}

/** macOS's own updater closes the windows before it quits, and begins only when they are gone. */
function followInstaller({ beforeInstall, installFailed }: UpdateEvents): void {
  let hasBegun = false;
  autoUpdater.on("before-quit-for-update", () => {
    hasBegun = true;
    beforeInstall();
  });
  autoUpdater.on("error", () => {
    if (hasBegun) installFailed();
    hasBegun = false;
  });
}

async function makeUpdates(
  dataDir: string,
  { feed, keys }: ReleaseSource,
  changed: (state: UpdateState) => void,
): Promise<Updates> {
  await cryptoReady();
  // Loaded when they are needed: they have no part in opening a window.
  const [{ updates }, { default: electronUpdater }] = await Promise.all([
    import("../updates/rounds.ts"),
    import("electron-updater"),
  ]);
  const updater = electronUpdater.autoUpdater;
  const reach = updateSession(feed);
  return updates({
    ...{ updater, seen: seenFile(dataDir), changed },
    fetch: (url, options) => reach.fetch(url, options),
    source: { feed, keys: keys.map((key) => new Uint8Array(Buffer.from(key, "hex"))) },
    ...{ running: app.getVersion(), system: process.platform, processor: process.arch },
    install: () => updater.quitAndInstall(true, true),
  });
}
