/** What updates use of Electron: requests under the rules of a session, and macOS's own updater, which begins when no window stands. */
import type { EventEmitter } from "node:events";
import { request as nodeRequest } from "node:http";
import type Electron from "electron";
import { app } from "./app.ts";
import { windows } from "./desktop.ts";
import { emitting, type Part, phase, rule } from "./rules.ts";
import { reaches } from "./sessions.ts";

export const net = {
  request(options: Electron.ClientRequestConstructorOptions | string) {
    rule(phase.isReady && typeof options === "object", "requests are made after ready, and say more than an address");
    const { session, hostname = "", port, path = "/", headers = {} } = options;
    rule(session !== undefined, "a request names its session");
    const asked = nodeRequest({ hostname, port, path, headers });
    const made = emitting({
      setHeader: (name: string, value: string) => asked.setHeader(name, value),
      abort: () => asked.destroy(),
      end() {
        void reaches(session, `http://${hostname}:${port}${path}`).then((mayReach) => {
          if (mayReach) asked.end();
          else made.emit("error", new Error("net::ERR_BLOCKED_BY_CLIENT"));
        });
        return made;
      },
    } satisfies Partial<Record<keyof Electron.ClientRequest, unknown>>);
    asked.on("error", (error) => made.emit("error", error));
    asked.on("response", (answer) => {
      const isElsewhere = (answer.statusCode ?? 0) >= 300 && (answer.statusCode ?? 0) < 400;
      if (!isElsewhere) made.emit("response", answer);
      else if (options.redirect === "error") made.emit("error", new Error("net::ERR_FAILED"));
      else made.emit("redirect", answer.statusCode, "GET", answer.headers.location, answer.headers);
    });
    return made;
  },
} satisfies Partial<Record<keyof typeof Electron.net, unknown>>;

let place: { url: string; headers: Record<string, string> } | null = null;
let update: Uint8Array | null = null;
/** macOS's own: it fetches from its place what it is to install, closes the windows, and installs when they are gone. */
export const autoUpdater = emitting({
  setFeedURL({ url, headers = {} }: Electron.FeedURLOptions) {
    rule(process.platform === "darwin", "only macOS has an updater of its own here");
    place = { url, headers };
  },
  async checkForUpdates() {
    rule(place !== null, "updates have a place");
    const { headers } = place;
    const { url } = (await (await fetch(place.url, { headers })).json()) as { url: string };
    update = new Uint8Array(await (await fetch(url, { headers })).arrayBuffer());
    autoUpdater.emit("update-downloaded", {}, "", "", new Date(), url);
  },
  quitAndInstall() {
    autoUpdater.emit("before-quit-for-update");
    const install = (): void => {
      rule(update !== null, "there is an update");
      process.stdout.write(`[installs] ${Buffer.from(update).toString("hex")}\n`);
      app.quit();
    };
    for (const window of [...windows]) window.close();
    if (windows.length === 0) install();
  },
} satisfies Part<Electron.AutoUpdater>) as EventEmitter & Pick<Electron.AutoUpdater, "checkForUpdates">;
