/** Every class of electron-updater that runs on this computer, for tests: with Node's own way to the network and system tools of a test. */
import { mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { HttpExecutor } from "builder-util-runtime";
import { AppImageUpdater, type AppUpdater, DebUpdater, NsisUpdater, RpmUpdater } from "electron-updater";
import type { ReleaseFile } from "../../../shared/protocol/release/statement.ts";
import type { Updater } from "./rounds.ts";

/** electron-updater's way to the network, over Node's instead of Electron's. */
class NodeHttp extends HttpExecutor<never> {
  createRequest(options: object, heard: (answer: unknown) => void): never {
    return request(options, heard) as never;
  }
  // As its own class for Electron does it.
  download(url: URL, destination: string, options: Parameters<HttpExecutor<never>["downloadToBuffer"]>[1]) {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const asked = { headers: options.headers ?? {}, hostname: url.hostname, port: url.port, path: url.pathname };
      const callback = (error: Error | null) => (error ? reject(error) : resolve(destination));
      this.doDownload(
        { ...asked, protocol: url.protocol },
        { destination, options, onCancel, callback, responseHandler: null },
        0,
      );
    });
  }
}

type Adapter = ConstructorParameters<typeof AppImageUpdater>[1];
type Kind = {
  ending: string;
  system: ReleaseFile["system"];
  make(app: Adapter): AppUpdater & { install(isSilent: boolean, isForceRunAfter: boolean): boolean };
};

/** macOS's class stands on Electron's own updater: `build/shell-updates.test.ts` has it. */
export const updaterKinds = {
  AppImage: { ending: "AppImage", system: "linux", make: (app) => new AppImageUpdater(null, app) },
  deb: { ending: "deb", system: "linux", make: (app) => new DebUpdater(null, app) },
  rpm: { ending: "rpm", system: "linux", make: (app) => new RpmUpdater(null, app) },
  NSIS: { ending: "exe", system: "win32", make: (app) => new NsisUpdater(null, app) },
} satisfies Record<string, Kind>;
export type UpdaterKind = keyof typeof updaterKinds;

/** One that keeps its files below `folder`, as the app of version `running` makes it, and what installs by it. */
export function testUpdater(
  kind: UpdaterKind,
  folder: string,
  running: string,
): { updater: Updater; install(): void; folders: { data: string } } {
  const data = join(folder, "data");
  const config = join(folder, "app-update.yml");
  writeFileSync(config, "updaterCacheDirName: latchkey-updater\n");
  const updater = updaterKinds[kind].make({
    ...{ version: running, name: "latchkey", isPackaged: true, appUpdateConfigPath: config },
    ...{ userDataPath: data, baseCachePath: join(folder, "cache") },
    whenReady: async () => {},
    ...{ relaunch: () => {}, quit: () => {}, onQuit: () => {} },
  });
  Object.assign(updater, { httpExecutor: new NodeHttp() });
  return { updater, install: () => void updater.install(true, false), folders: { data } };
}

/** The systems' installers: each runs the file that it is given. Gives the folder in which they lie. */
export function testInstallers(folder: string): string {
  const tools = join(folder, "tools");
  mkdirSync(tools);
  // On Windows the first is the installer, and its own switches follow.
  const script = { dpkg: '"$2"', zypper: '"$6"', "elevate.exe": '"$1"' };
  for (const [name, file] of Object.entries(script))
    writeFileSync(join(tools, name), `#!/bin/sh\nexec sh ${file}\n`, { mode: 0o755 });
  // Who is not root is asked by it; what it is given is a whole command in quotes.
  writeFileSync(join(tools, "pkexec"), '#!/bin/sh\nshift\nexec "$@"\n', { mode: 0o755 });
  return tools;
}
