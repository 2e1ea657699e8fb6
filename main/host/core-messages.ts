/**
 * What host and core process say to each other. The host never sees a payload: the page's channel itself is handed
 * over, and what remains are these few words. Neither side may add a field that carries a secret of a person.
 */

import type { Proofs } from "../../shared/contract/bridge.ts";
import type { PageKind } from "../../shared/contract/page-kinds.ts";
import type { AppLink } from "../../shared/model/app-links.ts";
import type { Desktop, DesktopChanges } from "../../shared/model/desktop-choices.ts";
import type { HeldText } from "../node/clipboard-watch.ts";

/** How the core process is to be composed; sent once, first. */
export type CoreSetup = {
  dataDir: string;
  /** `tools`: the core starts the system's tool; `host`: Electron's main writes, and has then held that one text. */
  clipboard: "tools" | "host";
  deviceName: string;
  /** Who opens websites and mails: the host where it has the desktop's own way (Electron), else the core by the system's tools. */
  opens?: "host";
  /** Where saved files go, where the host knows it better than the core. */
  downloads?: string;
  /** `host`: a desktop app stands around the page, and keeps what is chosen of it. */
  desktop?: "host";
  /** `asks`: the host asks the person for a place for each file that is saved. */
  saving?: "asks";
  /** `key-file` stands in for the OS keychain where a script starts the core: the same file as the honest fallback. */
  keychain?: "os" | "key-file";
  /** KDF cost of new profiles; `floor` only where tests ask for it. */
  kdf: "calibrated" | "floor";
};

/** A page's upgrade request as the host checked it: what the handshake needs, bytes read too far, and who the page must prove to be. */
export type Upgrade = { headers: Record<string, string>; head: string; proofs: Proofs };

export type HostToCore =
  | { kind: "setup"; setup: CoreSetup }
  /** A page's upgraded socket follows as the handle (browser host), or a MessagePort (Electron). */
  | { kind: "channel"; request: Upgrade | null; page: PageKind }
  /** Where each of the core's pages must go now; then the core is killed. */
  | { kind: "moved"; urls: (string | null)[] }
  | { kind: "clipboard-done"; id: number; taken: boolean }
  /** A whole path, as the person chose it in the host's dialog; null: they chose none. */
  | { kind: "place-chosen"; id: number; path: string | null }
  /** The link that waits for its person. */
  | { kind: "link"; link: AppLink }
  | { kind: "desktop-told"; id: number; desktop: Desktop | null }
  | { kind: "address-opened"; id: number; opened: boolean }
  | { kind: "server-started"; id: number; url: string; setupCode: string }
  | { kind: "server-failed"; id: number };

export type CoreToHost =
  | { kind: "ready" }
  | { kind: "lock"; channels: number }
  /** Every page was told to leave. */
  | { kind: "left" }
  /** What the core is about to put on the clipboard: a keyed hash, which the host's watch holds before it is written. */
  | { kind: "clipboard-hold"; id: number; text: HeldText }
  /** Only where the setup says `host`: the one payload that a host ever sees. */
  | { kind: "clipboard-write"; id: number; text: string; clearAfterMs: number }
  /** Only where the setup says `asks`: a file is about to be saved, with this name to begin from. */
  | { kind: "place-ask"; id: number; name: string }
  /** A page knows of the link. */
  | { kind: "link-seen" }
  /** It was followed, or let go. */
  | { kind: "link-done"; address: string }
  /** Only where the setup says so: a website or an empty mail for the desktop. */
  | { kind: "open-address"; id: number; address: string }
  /** Only where the setup says so: something waits for the person. What it is stays in the core. */
  | { kind: "waits" }
  /** Only where the setup says so: what is chosen of the desktop app, after these changes. */
  | { kind: "desktop-ask"; id: number; changes: DesktopChanges | null }
  | { kind: "server-start"; id: number };

/**
 * Follows every socket that is handed over. Until the other process has confirmed a socket, Node goes on reading it on
 * our side and drops what it reads; whatever is sent after a socket waits for that confirmation, so this word arrives
 * only when nobody but the core reads the page's frames. The core touches no socket before it.
 */
export const released = "released";
