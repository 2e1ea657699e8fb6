/**
 * Each fix of the desktop shell with what takes it back, as `npm run check:fixes` does in a copy of the checkout: a text that stands
 * exactly once in its file, what stands there without the fix, and the tests that must fail then.
 */

export type Change = { file: string; text: string; without: string };
export type Fix = { name: string; changes: readonly Change[]; testFile: string; cases: readonly string[] };

const contract = "build/shell-contract.test.ts";
const manners = "build/shell-manners.test.ts";
const hardening = "main/host/electron/hardening.ts";
const window = "main/host/electron/window.ts";
const processes = "main/host/electron/utility-process.ts";
const entry = "main/host/electron/entry.ts";
const whatEnds = "main/host/electron/what-ends.ts";
const quick = "main/host/electron/quick-window.ts";
const coreLink = "main/host/core-link.ts";
const system = "main/host/electron/system-lock.ts";
const sessionsCase =
  "the sessions > keep nothing, give nothing and reach nothing but the page's own files, the default one not even those";
const rules = "the Electron shell's rules, without the runtime";
const wholeCase =
  "the packed app under Electron's rules > starts, makes a team on the built-in server, saves, copies, locks, unlocks and quits";
const pagesCase = "the pages > go nowhere, open and embed nothing, and nobody else gets their channel";
const placeCase = "the window > keeps its place, and that it fills the screen, over a lock and over a quit";
const behindCase = "the window > stays small over a lock, and takes no focus while the person works elsewhere";
const endsCase = "what dies > is started again, and after three ends in ten seconds told instead";

/** One row in the contract test, or in `testFile`. */
function fix(name: string, change: Change | readonly Change[], cases: readonly string[], testFile = contract): Fix {
  return { name, changes: "file" in change ? [change] : change, testFile, cases };
}

const updatesTest = "build/shell-updates.test.ts";
const updatesCase = (system: string) =>
  `on ${system} refuse what was not signed and what is older, and hand the signed one to the installer when told`;
const lockedCase =
  "the lock > on darwin is over when the listener of each event comes back: suspend,lock-screen,shutdown,user-did-resign-active";

export const fixes: readonly Fix[] = [
  ...["suspend", "shutdown", "lock-screen", "user-did-resign-active"].map((event) =>
    fix(
      `the lock inside the listener of ${event}`,
      {
        file: system,
        text: `powerMonitor.on("${event}", lock);`,
        without: `powerMonitor.on("${event}", () => setImmediate(lock));`,
      },
      [lockedCase],
    ),
  ),
  fix(
    "Linux is asked whether the screen is locked",
    { file: system, text: 'if (process.platform === "linux") askWhetherLocked(lock);', without: "" },
    ["the lock > comes on Linux when the desktop says it is locked, once for each time"],
  ),
  ...["query-session-end", "session-end"].map((event) =>
    fix(
      `the lock with ${event} on Windows`,
      { file: window, text: `window.on("${event}", whileCurrent(events.sessionEnds));`, without: "" },
      [`the lock > comes on Windows with ${event}, where no quit is told`],
    ),
  ),
  fix(
    "a quit that waits three seconds at most",
    {
      file: entry,
      text: "void Promise.race([cleared, delay(quitWithinMs, false)]).then(",
      without: "void Promise.resolve(cleared).then(",
    },
    ["what dies > hinders no quit on macOS: a clipboard that hangs is waited for three seconds at most"],
  ),
  fix(
    "a sandbox that is missing is named before Electron is started",
    {
      file: "build/electron-runtime.ts",
      text: 'return isRootsOwn(join(dirname(electron), "chrome-sandbox")) || namespaces();',
      without: "return true;",
    },
    ["starts Electron only where its sandbox can be: user namespaces, or a program that is root's"],
    "build/electron-runtime.test.ts",
  ),
  fix(
    "--no-sandbox is refused",
    [
      { file: hardening, text: '["data", "lang",', without: '["no-sandbox", "data", "lang",' },
      { file: hardening, text: '"gpu-launcher", "no-sandbox",', without: '"gpu-launcher",' },
    ],
    ["the start > is refused with --no-sandbox"],
  ),
  fix(
    "a sandbox that the environment switches off is refused",
    {
      file: hardening,
      text: 'const neverVariables = ["ELECTRON_DISABLE_SANDBOX"];',
      without: "const neverVariables: string[] = [];",
    },
    ["the start > is refused where the sandbox is switched off by the environment"],
  ),
  fix(
    "no package starts the app with an argument that weakens it",
    { file: "electron-builder.yml", text: "executableArgs: []", without: 'executableArgs: ["--no-sandbox"]' },
    ["deb", "rpm", "appimage"].map(
      (name) => `the ${name} > starts Latchkey with no argument that weakens it, takes its links, and owns its window`,
    ),
    "build/linux-packages.test.ts",
  ),
  fix(
    "switches are a list of what may be",
    {
      file: entry,
      text: "refusedSwitches(given, process.platform)",
      without: "refusedSwitches([], process.platform)",
    },
    ["--INSPECT-brk=1", "--proxy-server=x", "--made-up"].map((arg) => `the start > is refused with ${arg}`),
  ),
  ...[
    ["one dash is a switch", "/^[\\s\\u0085]*-/", "/^--/", "-inspect"],
    ["white space hides no switch", "/^[\\s\\u0085]*-/", "/^-/", " --no-sandbox"],
  ].map(([name, text, without, arg]) =>
    fix(
      name as string,
      { file: hardening, text: `: ${text};`, without: `: ${without};` },
      [`${rules} > refuses to start with ${arg}, which is not on its list, also as the folder of --data`],
      "main/host/electron/hardening.test.ts",
    ),
  ),
  fix(
    "a slash is a switch on Windows",
    { file: hardening, text: "*[-/]/", without: "*[-]/" },
    [`${rules} > takes its own switches, what desktops add, and a link`],
    "main/host/electron/hardening.test.ts",
  ),
  fix(
    "what stands behind --data is looked at",
    [
      {
        file: hardening,
        text: "sign.test(arg) && !isEnd(at)",
        without: 'args[at - 1] !== "--data" && sign.test(arg) && !isEnd(at)',
      },
      { file: hardening, text: '["browser-subprocess-path", ', without: "[" },
    ],
    ["the start > is refused with a switch in the place of the folder"],
  ),
  fix("Chromium is asked for switches a second time", { file: entry, text: ", ...hiddenSwitches()];", without: "];" }, [
    "the start > is refused with a switch that only Chromium saw",
  ]),
  fix(
    "three ends of the core in ten seconds are told",
    {
      file: coreLink,
      text: "isTooOften(performance.now()) && events.gaveUp !== undefined",
      without: "isTooOften(performance.now()) && false",
    },
    [endsCase],
  ),
  fix(
    "the lock when the page's process is gone",
    { file: window, text: 'contents.on("render-process-gone", whileCurrent(events.pageGone));', without: "" },
    ["the lock > comes when the page's process is gone"],
  ),
  fix(
    "three ends of the page in ten seconds are told",
    { file: whatEnds, text: '(isTooOften(performance.now()) ? ask("page") : lock())', without: "lock()" },
    ["what dies > takes the keys with it when a page ends three times in ten seconds"],
  ),
  fix(
    "a page that does not answer is told",
    { file: window, text: 'window.on("unresponsive", whileCurrent(events.unresponsive));', without: "" },
    ["what dies > is told of a page that does not answer, with the lock as a way out"],
  ),
  fix(
    "a page that does not load is told",
    { file: window, text: ".catch(whileCurrent(events.notLoaded));", without: ".catch(() => {});" },
    ["what dies > is told of a page that does not load"],
  ),
  ...[
    ["is gone", 'made.webContents.on("render-process-gone", whileCurrent(events.pageGone));'],
    ["does not answer", 'made.on("unresponsive", whileCurrent(events.unresponsive));'],
  ].map(([name, text]) =>
    fix(
      `a lock where the page of quick access ${name}`,
      { file: quick, text: text as string, without: "" },
      [`quick access > locks where its page ${name}`],
      manners,
    ),
  ),
  fix(
    "a page of quick access that does not load is told",
    { file: quick, text: ".catch(whileCurrent(events.notLoaded));", without: ".catch(() => {});" },
    ["quick access > says that its page did not load"],
    manners,
  ),
  fix(
    "a lock starts no core that was stopped",
    { file: coreLink, text: "replaceIf(current !== nobody)", without: "replaceIf(true)" },
    [endsCase],
  ),
  fix(
    "quick access stays away while the box stands",
    { file: quick, text: "if (!events.mayOpen()) return;", without: "" },
    [endsCase],
  ),
  fix("a core is ended also before it runs", { file: processes, text: "if (isUnwanted) end();", without: "" }, [
    "the lock > ends a core also before it is told that it runs",
  ]),
  fix(
    "a core that has ended is not ended once more",
    {
      file: processes,
      text: "if (pid !== undefined) killNow(pid);",
      without: 'process.kill(pid as number, "SIGKILL");',
    },
    [endsCase],
  ),
  fix(
    "the processes' environment is clean",
    {
      file: processes,
      text: "utilityProcess.fork(entry, [], {\n      env: coreEnvironment(process.env) as Record<string, string>,",
      without: "utilityProcess.fork(entry, [], {\n      env: process.env as Record<string, string>,",
    },
    [wholeCase],
  ),
  fix(
    "the built-in server's environment is clean",
    {
      file: processes,
      text: "utilityProcess.fork(entry, args, {\n    env: coreEnvironment(process.env) as Record<string, string>,",
      without: "utilityProcess.fork(entry, args, {\n    env: process.env as Record<string, string>,",
    },
    [wholeCase],
  ),
  fix(
    "the clipboard is cleared first",
    {
      file: entry,
      text: "    void guard.clear();\n    link.lock();",
      without: "    link.lock();\n    void guard.clear();",
    },
    [wholeCase],
  ),
  fix("the clipboard is cleared at log-off", { file: entry, text: "guard.clearNow();", without: "" }, [
    "the lock > of a person who logs off on Windows empties the clipboard before the system goes on",
  ]),
  fix(
    "a lock from the menu",
    {
      file: "main/host/electron/menu.ts",
      text: 'accelerator: "CmdOrCtrl+L", click: lock }',
      without: 'accelerator: "CmdOrCtrl+L", click: () => setImmediate(lock) }',
    },
    [wholeCase],
  ),
  fix(
    "what is refused at the start is told in a box",
    { file: "main/host/electron/refused-start.ts", text: 'dialog.showErrorBox("Latchkey", why);', without: "" },
    ["the start > is refused where the sandbox is switched off by the environment"],
  ),
  fix(
    "a refused switch has no effect while a box stands",
    { file: "main/host/electron/refused-start.ts", text: "&& !mayComeUp", without: "&& false" },
    [
      "the start > that is refused on linux with --no-sandbox,--gpu-launcher=/x is told in a box, unless Chromium would come up with it: false",
    ],
  ),
  ...[
    ["opens no window", 'contents.setWindowOpenHandler(() => ({ action: "deny" }));'],
    ["goes nowhere", 'contents.on("will-navigate", (event) => event.preventDefault());'],
    ["has no frame that goes anywhere", 'contents.on("will-frame-navigate", (event) => event.preventDefault());'],
    ["is led nowhere", 'contents.on("will-redirect", (event) => event.preventDefault());'],
    ["embeds nothing", 'contents.on("will-attach-webview", (event) => event.preventDefault());'],
  ].map(([name, text]) => fix(`a page ${name}`, { file: hardening, text: text as string, without: "" }, [pagesCase])),
  fix(
    "a channel is for the page's own main frame",
    { file: entry, text: "page === null || !isOwnFrame(event.senderFrame)", without: "page === null" },
    [pagesCase],
  ),
  fix(
    "a channel is for the pages of the app's windows",
    {
      file: entry,
      text: "    if (page === null || !isOwnFrame(event.senderFrame)) return;",
      without: "    if (!isOwnFrame(event.senderFrame)) return;",
    },
    [pagesCase],
  ),
  fix(
    "the window keeps its place over a lock",
    { file: window, text: "keepPlace();\n      const old = window;", without: "const old = window;" },
    [placeCase],
  ),
  fix(
    "the window stays small, and behind others, over a lock",
    { file: window, text: "const stance = last ?? {", without: "const stance = {" },
    [behindCase],
  ),
  fix(
    "the window keeps its place over a quit",
    {
      file: entry,
      text: "closeAtQuit([{ close: window.keepPlace }, link,",
      without: "closeAtQuit([link,",
    },
    [placeCase],
  ),
  fix(
    "a lock takes no focus",
    { file: window, text: "if (isFront && !isMinimized) window.show();", without: "if (!isMinimized) window.show();" },
    [behindCase],
  ),
  fix("pages live in memory", { file: hardening, text: "    partition: pagePartition,\n", without: "" }, [
    sessionsCase,
  ]),
  ...[
    [
      "no permission is asked for",
      "session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));",
    ],
    ["no permission is there", "session.setPermissionCheckHandler(() => false);"],
    ["no device is given", "session.setDevicePermissionHandler(() => false);"],
    ["no screen is given", "session.setDisplayMediaRequestHandler((_request, answer) => answer({}));"],
    [
      "a page reaches nothing but its files",
      "session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayAsk(details.url) }));",
    ],
    ["nothing is downloaded", 'session.on("will-download", (event) => event.preventDefault());'],
    ["no dictionary is fetched", "session.setSpellCheckerEnabled(false);"],
    ["no proxy stands between", 'void session.setProxy({ mode: "direct" });'],
  ].map(([name, text]) => fix(name as string, { file: hardening, text: text as string, without: "" }, [sessionsCase])),
  fix(
    "the default session has the rules",
    {
      file: "main/host/electron/sessions.ts",
      text: "hardenSession(session.defaultSession, () => false);",
      without: "",
    },
    [sessionsCase],
  ),
  fix(
    "the default session keeps nothing",
    { file: "main/host/electron/sessions.ts", text: "void session.defaultSession.clearStorageData();", without: "" },
    [sessionsCase],
  ),
  fix(
    "macOS's updater finds no window that stays out of sight",
    { file: "main/host/electron/updates.ts", text: "    beforeInstall();\n", without: "" },
    [updatesCase("darwin")],
    updatesTest,
  ),
  fix(
    "what is older or not signed is refused",
    {
      file: "main/host/updates/rounds.ts",
      text: "become({ refused: failure }));",
      without: "state);",
    },
    [updatesCase("linux"), updatesCase("win32")],
    updatesTest,
  ),
];
