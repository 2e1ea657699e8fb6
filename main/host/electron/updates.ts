/** Updates of the packed app: asked for a while after the start and then a few times a day, never in the way of a start. */
import { app } from "electron";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { UpdateState, Updates } from "../updates/rounds.ts";
import { seenFile } from "../updates/seen-file.ts";
import { releaseSource } from "../updates/source.ts";
import { updateSession } from "./sessions.ts";

const firstAfterMs = 60_000;
const everyMs = 6 * 60 * 60_000;

/**
 * Begins to look for releases; `changed` hears what came of it. What it gives hands a release that is ready to the system's
 * installer. Null where this copy of the program has no place to look (`source.ts`) or was not packed.
 */
export function startUpdates(dataDir: string, changed: (state: UpdateState) => void): (() => void) | null {
  if (releaseSource === null || !app.isPackaged) return null;
  const source = releaseSource;
  let made: Promise<Updates> | null = null;
  const look = async (): Promise<void> => {
    made ??= makeUpdates(dataDir, source, changed);
    await (await made).look();
  };
  setTimeout(() => void look(), firstAfterMs).unref();
  setInterval(() => void look(), everyMs).unref();
  return () => void made?.then((updates) => updates.install());
}

async function makeUpdates(
  dataDir: string,
  { feed, keys }: { feed: string; keys: readonly string[] },
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
