/**
 * Everything that narrows what Electron allows, in one file, the same in tests, development and release: sandbox,
 * isolation, one document, no permissions, no new windows, no network for the page. Each rule is a plain function, so
 * that it is tested without the runtime.
 */
import type { Session, WebContents, WebPreferences } from "electron";

/** The page's own origin; registered as standard and secure before the app is ready. */
export const pageScheme = "app";
export const pageOrigin = "app://latchkey";

/** The windows' session: without `persist:`, so it lives in memory and ends with the app. */
export const pagePartition = "page";

/** Preferences of every window. */
export function windowPreferences(preload: string): WebPreferences {
  return {
    preload,
    partition: pagePartition,
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

/** Does this address lie in the folder of that one? */
export function isBelow(address: string, folder: string): boolean {
  if (!URL.canParse(address)) return false;
  const [asked, place] = [new URL(address), new URL(folder.endsWith("/") ? folder : `${folder}/`)];
  return asked.origin === place.origin && asked.username === "" && asked.pathname.startsWith(place.pathname);
}

/** A sender is ours only as the main frame of our own page. */
export function isOwnFrame(frame: { url: string; parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && isOwnAddress(frame.url);
}

/** The switches that a start may have: our own, and what desktops need for screens, scaling and languages. Spelt exactly so. */
const allowedSwitches = [
  ...["data", "lang", "class", "gtk-version", "disable-gpu", "force-device-scale-factor"],
  ...["ozone-platform", "ozone-platform-hint", "enable-wayland-ime", "original-process-start-time"],
];

/** Asked of Chromium itself, whatever the arguments looked like: debuggers, foreign code, and the sandbox switched off. */
export const neverSwitches = [
  ...[
    "inspect",
    "inspect-brk",
    "inspect-port",
    "inspect-publish-uid",
    "remote-debugging-port",
    "remote-debugging-pipe",
  ],
  ...["remote-allow-origins", "js-flags", "load-extension", "require", "renderer-cmd-prefix", "utility-cmd-prefix"],
  ...["browser-subprocess-path", "disable-seccomp-filter-sandbox", "ssl-key-log-file", "log-net-log"],
  ...["proxy-server", "proxy-pac-url", "enable-blink-features"],
  ...["gpu-launcher", "no-sandbox", "disable-gpu-sandbox", "disable-setuid-sandbox", "disable-namespace-sandbox"],
  ...["no-zygote", "single-process", "in-process-gpu", "disable-web-security", "disable-site-isolation-trials"],
  ...[
    "allow-running-insecure-content",
    "ignore-certificate-errors",
    "host-rules",
    "host-resolver-rules",
    "user-data-dir",
  ],
];

/** Variables of the environment that take the sandbox away. */
const neverVariables = ["ELECTRON_DISABLE_SANDBOX"];

/**
 * The arguments that may be switches to anybody (two dashes or one, on Windows a slash too, behind any white space) and are
 * not on the list. Chromium reads every argument by itself, so what stands behind `--data` is looked at as well.
 */
export function refusedSwitches(args: readonly string[], platform: NodeJS.Platform): string[] {
  const sign = platform === "win32" ? /^[\s\u0085]*[-/]/ : /^[\s\u0085]*-/;
  const isAllowed = (arg: string): boolean =>
    allowedSwitches.some((name) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  const isEnd = (at: number): boolean => args[at] === "--" && args[at - 1] !== "--data";
  return args.filter((arg, at) => sign.test(arg) && !isEnd(at) && !isAllowed(arg));
}

/** The first variable that is set and may not be. */
export function refusedVariable(env: NodeJS.ProcessEnv): string | null {
  return neverVariables.find((name) => (env[name] ?? "") !== "") ?? null;
}

/**
 * Puts the rules on a session: no permission is ever given, nothing is downloaded, no dictionary is fetched, no proxy stands
 * between, and every request that is not `mayAsk` is cancelled.
 */
export function hardenSession(session: Session, mayAsk: (address: string) => boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayAsk(details.url) }));
  session.on("will-download", (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  void session.setProxy({ mode: "direct" });
}

/** Puts the rules on a page: it shows one document, opens nothing, embeds nothing. */
export function hardenContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  contents.on("will-navigate", (event) => event.preventDefault());
  contents.on("will-frame-navigate", (event) => event.preventDefault());
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
}
