/**
 * Everything that narrows what Electron allows, in one file, the same in tests, development and release: sandbox,
 * isolation, one document, no permissions, no new windows, no network for the page. Each rule is a plain function, so
 * that it is tested without the runtime.
 */
import type { Session, WebContents, WebPreferences } from "electron";

/** The page's own origin; registered as standard and secure before the app is ready. */
export const pageScheme = "app";
export const pageOrigin = "app://latchkey";

/** Preferences of every window. */
export function windowPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: false,
    enableWebSQL: false,
  };
}

/** May this page load or ask for this address? Only its own files. */
export function isOwnAddress(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === `${pageScheme}:` && url.host === "latchkey" && url.username === "" && url.port === "";
  } catch {
    return false;
  }
}

/** A sender is ours only as the main frame of our own page. */
export function isOwnFrame(frame: { url: string; parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && isOwnAddress(frame.url);
}

/** Switches that would open a debugger or load foreign code; a start with one of them is refused. */
export function refusedSwitch(args: readonly string[]): string | null {
  const refused = [
    "--inspect",
    "--inspect-brk",
    "--remote-debugging-port",
    "--remote-debugging-pipe",
    "--js-flags",
    "--load-extension",
  ];
  return args.find((arg) => refused.some((name) => arg === name || arg.startsWith(`${name}=`))) ?? null;
}

/** Puts the rules on a session: no permission is ever given, and every request that is not the page's own is cancelled. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnAddress(details.url) }));
  session.on("will-download", (event) => event.preventDefault());
}

/** Puts the rules on a page: it shows one document, opens nothing, embeds nothing. */
export function hardenContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  contents.on("will-navigate", (event) => event.preventDefault());
  contents.on("will-frame-navigate", (event) => event.preventDefault());
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
}
