/** The ports of a real computer, put together for the core process. */
import { randomBytes } from "node:crypto";
import { fail, ok } from "../../shared/failures.ts";
import type { Clipboard, Links, Ports, Random, Timers } from "../core/ports.ts";
import { appearanceFile } from "./appearance-file.ts";
import { systemClipboard } from "./clipboard.ts";
import type { HeldText } from "./clipboard-watch.ts";
import { type ChoosePlace, nodeDownloads } from "./downloads.ts";
import { nodeHttp } from "./http.ts";
import { keyFile } from "./key-file.ts";
import { osKeychain } from "./keychain.ts";
import { nodeLog } from "./log.ts";
import { nodeClock } from "./node-clock.ts";
import { nodePictures } from "./pictures.ts";
import { profileFiles } from "./profile-files.ts";
import { secretNotes } from "./secret-notes.ts";
import { nodeSockets } from "./sockets.ts";
import { type OpenAddress, openByTool, openMail, openWebsite } from "./website.ts";

export type NodeSetup = {
  dataDir: string;
  clipboard: "tools" | "host";
  deviceName: string;
  downloads?: string;
  saving?: "asks";
  keychain?: "os" | "key-file";
  kdf: "calibrated" | "floor";
  lock(): void;
  holdClipboard(text: HeldText): Promise<boolean>;
  writeByHost(text: string, clearAfterMs: number): Promise<boolean>;
  choosePlace: ChoosePlace;
  links: Links;
  /** Absent where no desktop app stands around the page. */
  askDesktop?: Ports["desktop"]["ask"];
  /** Absent there too. */
  waits?: () => void;
  /** Absent where the system's tools open websites and mails. */
  openByHost?: OpenAddress;
  startServer(): Promise<{ url: string; setupCode: string } | null>;
};

export const nodeRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };
export const nodeTimers: Timers = {
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/** Everything that the core needs of this machine. */
export function createNodePorts(setup: NodeSetup): Ports {
  const started = async () => {
    const server = await setup.startServer();
    return server === null ? fail("server-error", { reason: "built-in" }, "later") : ok(server);
  };
  const open = setup.openByHost ?? openByTool;
  return {
    profiles: profileFiles(setup.dataDir),
    secretNotes: secretNotes(setup.dataDir),
    keychain: setup.keychain === "key-file" ? { ...keyFile(setup.dataDir), kind: "os" } : osKeychain(),
    keyFile: keyFile(setup.dataDir),
    http: nodeHttp(),
    sockets: nodeSockets(),
    clock: nodeClock,
    timers: nodeTimers,
    random: nodeRandom,
    appearance: appearanceFile(setup.dataDir),
    clipboard: setup.clipboard === "tools" ? systemClipboard(setup.holdClipboard) : hostClipboard(setup),
    downloads: nodeDownloads(setup.dataDir, setup.downloads, setup.saving === "asks" ? setup.choosePlace : undefined),
    log: nodeLog(),
    links: setup.links,
    pictures: nodePictures(),
    desktop: { ask: setup.askDesktop ?? (async () => null), waits: setup.waits },
    shell: {
      lock: setup.lock,
      openWebsite: (address) => openWebsite(address, open),
      openMail: (email) => openMail(email, open),
      deviceName: () => setup.deviceName,
    },
    builtInServer: { start: started, resume: started },
    kdf: setup.kdf,
  };
}

/** Electron: the main process writes, because a release has no Node of its own to run the watch as a program. */
function hostClipboard(setup: NodeSetup): Clipboard {
  return {
    available: () => true,
    async write(text, clearAfterMs) {
      return (await setup.writeByHost(text, clearAfterMs))
        ? ok(true)
        : fail("clipboard-unavailable", undefined, "after-act");
    },
  };
}
