/**
 * Each fix of the desktop shell with what takes it back, as `npm run check:fixes` does in a copy of the checkout: a text that stands
 * exactly once in its file, what stands there without the fix, and the tests that must fail then.
 */

export type Change = { file: string; text: string; without: string };
export type Fix = { name: string; changes: readonly Change[]; testFile: string; cases: readonly string[] };

const contract = "build/shell-contract.test.ts";
const hardening = "main/host/electron/hardening.ts";
const window = "main/host/electron/window.ts";
const processes = "main/host/electron/utility-process.ts";
const entry = "main/host/electron/entry.ts";
const system = "main/host/electron/system-lock.ts";
const sessionsCase =
  "the sessions > keep nothing, give nothing and reach nothing but the page's own files, the default one not even those";
const rules = "the Electron shell's rules, without the runtime";
const placeCase = "the window > keeps its place, and that it fills the screen, over a lock and over a quit";
const behindCase = "the window > stays small over a lock, and takes no focus while the person works elsewhere";
const endsCase = "what dies > is started again, and after three ends in ten seconds told instead";

/** One row in the contract test, or in `testFile`. */
function fix(name: string, change: Change | readonly Change[], cases: readonly string[], testFile = contract): Fix {
  return { name, changes: "file" in change ? [change] : change, testFile, cases };
}

const locked = (platform: string, event: string) =>
  `the lock > on ${platform} is over when the listener of ${event} comes back`;

export const fixes: readonly Fix[] = [
  ...["suspend", "shutdown", "lock-screen", "user-did-resign-active"].map((event) =>
    fix(
      `the lock inside the listener of ${event}`,
      {
        file: system,
        text: `powerMonitor.on("${event}", lock);`,
        without: `powerMonitor.on("${event}", () => setImmediate(lock));`,
      },
      [locked("darwin", event)],
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
    "switches are a list of what may be",
    {
      file: entry,
      text: "refusedSwitch(given, process.platform)?.split",
      without: "refusedSwitch([], process.platform)?.split",
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
  fix(
    "Chromium is asked for switches a second time",
    { file: entry, text: '?.split("=")[0] ?? hiddenSwitch();', without: '?.split("=")[0] ?? null;' },
    ["the start > is refused with a switch that only Chromium saw"],
  ),
  fix(
    "three ends of the core in ten seconds are told",
    {
      file: "main/host/core-link.ts",
      text: "isTooOften(now) && events.gaveUp !== undefined",
      without: "isTooOften(now) && false",
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
    { file: entry, text: '(isTooOften(performance.now()) ? askAfterEnd("page") : lock())', without: "lock()" },
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
    ["the packed app under Electron's rules > gives its processes nothing of the environment that could steer them"],
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
];
