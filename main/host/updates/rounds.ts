/**
 * Updates in the background: the feed is asked now and then, a release is verified before a byte of it is fetched, its file once
 * more after that and again before it runs, and it runs only when its person says so. Nothing here opens a window or takes
 * the focus.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { AppUpdater } from "electron-updater";
import { type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import { mayFollow } from "../../../shared/protocol/release/newer.ts";
import { type ReleaseFile, readRelease, type SignedRelease } from "../../../shared/protocol/release/statement.ts";
import { boundedDownload } from "./bounded.ts";
import { type Fetch, readFeed } from "./feed.ts";
import { filesFor, releaseFeed } from "./release-provider.ts";
import type { SeenFile } from "./seen-file.ts";

/** What is asked of electron-updater; its classes for every system have it. */
export type Updater = Pick<
  AppUpdater,
  "setFeedURL" | "checkForUpdates" | "downloadUpdate" | "isUserWithinRollout" | "logger"
> & {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  disableDifferentialDownload: boolean;
};

export type UpdatePorts = {
  updater: Updater;
  fetch: Fetch;
  seen: SeenFile;
  /** Where releases come from: the address of a folder, and the public keys that sign them. */
  source: { feed: string; keys: readonly Uint8Array[] };
  running: string;
  system: string;
  processor: string;
  changed(state: UpdateState): void;
  /** Hands the file to the system's installer and ends the app. */
  install(): void;
};

export type UpdateState = {
  /** The version that is fetched, verified and waits for its person. */
  ready: string | null;
  /** Why what the feed shows now is not taken. */
  refused: Failure | null;
};

export type Updates = {
  state(): UpdateState;
  /** Asks once; what comes of it is in `state`. Two at a time are one. */
  look(): Promise<UpdateState>;
  /** Looks at the file once more and hands it to the system's installer, which ends the app; a failure where it is not what was signed. */
  install(): Promise<Result<true>>;
};

/** Sets the updater up so that it does nothing by itself. */
export function updates(ports: UpdatePorts): Updates {
  const { updater } = ports;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  // Block maps are not signed; whole files are.
  updater.disableDifferentialDownload = true;
  updater.logger = null;
  updater.isUserWithinRollout = () => true;
  let state: UpdateState = { ready: null, refused: null };
  let ready: Fetched | null = null;
  let running: Promise<UpdateState> | null = null;
  const become = (changes: Partial<UpdateState>): UpdateState => {
    state = { ...state, ...changes };
    ports.changed(state);
    return state;
  };
  // A feed that is not there is no news, and nothing takes away what is ready.
  const refuse = (failure: Failure): UpdateState => (failure.code === "offline" ? state : become({ refused: failure }));

  async function look(): Promise<UpdateState> {
    const found = await newerRelease(ports);
    if (!found.ok) return refuse(found.failure);
    if (found.value === null || found.value.release.version === state.ready) return become({ refused: null });
    const { release, files } = found.value;
    const fetched = await fetchFile(ports, release, files);
    if (!fetched.ok) return refuse(fetched.failure);
    ready = fetched.value;
    return become({ ready: release.version, refused: null });
  }

  return {
    state: () => state,
    look: () => {
      running ??= look().finally(() => {
        running = null;
      });
      return running;
    },
    async install() {
      if (ready === null) return fail("not-found");
      if (!(await isSigned(ready.path, ready.file))) {
        ready = null;
        const failed = fail("update", { reason: "file" });
        become({ ready: null, refused: failed.failure });
        return failed;
      }
      ports.install();
      return ok(true);
    },
  };
}

type Fetched = { path: string; file: ReleaseFile };

/** The feed's release where it may follow and has a file for this computer; null where there is nothing to do. */
async function newerRelease(
  ports: UpdatePorts,
): Promise<Result<{ release: SignedRelease; files: ReleaseFile[] } | null>> {
  const { fetch, source, seen, running, system, processor } = ports;
  const bytes = await readFeed(fetch, source.feed);
  if (!bytes.ok) return bytes.failure.code === "limit" ? fail("update", { reason: "encoding" }) : bytes;
  const release = readRelease(source.keys, bytes.value);
  if (!release.ok) return release;
  const newer = mayFollow(release.value, running, seen.get());
  if (!newer.ok) return newer;
  const { version, at, hash } = release.value;
  // Kept before it is used: a feed that shows it once can never show an older one to this computer again.
  if (!seen.set({ version, at, hash })) return fail("storage-full");
  if (!newer.value) return ok(null);
  const files = filesFor(release.value, system, processor);
  return ok(files.length === 0 ? null : { release: release.value, files });
}

/** Has the file fetched that fits this kind of installation, and looks at it. */
async function fetchFile(
  { updater, source }: UpdatePorts,
  release: SignedRelease,
  files: readonly ReleaseFile[],
): Promise<Result<Fetched>> {
  updater.setFeedURL(releaseFeed(release, files, source.feed));
  // Of a release that we hold it asks nobody anything; what it throws is its own trouble with this installation.
  const checked = await updater.checkForUpdates().catch(() => null);
  const token = checked?.cancellationToken;
  // An installation that does not update itself, as one that somebody unpacked.
  if (checked?.isUpdateAvailable !== true || token === undefined) return fail("offline");
  const paths = await boundedDownload(updater, { token, mostBytes: Math.max(...files.map(({ size }) => size)) });
  if (!paths.ok) return paths;
  for (const path of paths.value) {
    const file = files.find(({ name }) => name === basename(path));
    if (file !== undefined && (await isSigned(path, file))) return ok({ path, file });
  }
  return fail("update", { reason: "file" });
}

async function isSigned(path: string, { size, sha512 }: ReleaseFile): Promise<boolean> {
  try {
    if ((await stat(path)).size !== size) return false;
    const found = createHash("sha512");
    for await (const part of createReadStream(path)) found.update(part);
    return found.digest().equals(sha512);
  } catch {
    return false;
  }
}
