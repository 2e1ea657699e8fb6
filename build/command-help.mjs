/**
 * What the commands say before any package is there: their help, and the installation while it runs. One table, by the program
 * that a command runs; plain JavaScript, because Node 20 reads it. What the programs say themselves lies in `shared/copy`.
 */

const start = `Latchkey, opened from this checkout. Installs and builds what is missing first.

  npm start [-- options] [latchkey://...]

  a link to an item, or a join code: shown in the Latchkey that runs, or in the one that starts
  --data DIR   where your profiles are kept (default: this system's folder for settings, below Latchkey)
  --browser    opens in Chrome, Chromium or Edge, also where Electron could
  --port N     the port of the browser host on 127.0.0.1 (default 0: a free one)
  --no-open    opens no window, only says the address
  --json       one line of JSON on standard output, for machines

Each is also an environment variable: LATCHKEY_DATA, LATCHKEY_BROWSER=1, LATCHKEY_PORT and so on.
While it runs in a terminal, Enter gives a fresh address and Ctrl-C stops it.
`;

const test = `All tests. The last line is: N passed, N failed, N skipped.

  npm test [-- FILE ... and options of Vitest]

  npm test -- main/core/account        what lies below a path
  npm test -- e2e/offline.spec.ts      one spec
`;

const check = `Format, lint, types, import rules, sizes, dead code, and whether everything builds. Takes no options.

  npm run check
`;

const demo = `A filled team of seven with a server of its own, to click through. It is gone when you close it.

  npm run demo [-- options]

  --as NAME    opens it as somebody else: dana, ivo and so on (default dana)
  --keep DIR   makes it in a folder that stays
  other options go to npm start (see npm start -- --help)
`;

const hostile = `Attacks what it built: a line each, then guards that are dropped one by one.

  npm run hostile [-- options] [part ...]

  --seed N       the same choices again (default: new ones, printed)
  --mutations N  so many random acts of a team (default: 300; with --full 100,000)
  --full         the large numbers, and every guard
  part           a file of e2e/hostile, or guards
`;

const bench = `Every figure of docs/performance.md once more, as a table.

  npm run bench [-- options]

  --only NAME,NAME   some stages, and what they need
  --against DIR      each stage in another checkout too, in turns
  --rounds N         more or fewer rounds
  --items N          tried out on fewer items
`;

const screens = `A picture of every screen in every state, size and theme, in test-results/screens, with one page that shows all.

  npm run screens [-- options]

  --beside DIR   next to each the picture of the same name in DIR
  -t NAME        one walk only
`;

const catalogue = `Makes the catalogue of tools anew from shared/catalogue/sources: shared/catalogue/catalogue.json.

  npm run catalogue
`;

const packaging = `Installers of this system, into dist/installers. Prints what lies in the app, file by file, with hashes.

  npm run package [-- options]

  --release   signed and notarized, or not made (default: unsigned, for this computer)
  other options go to electron-builder
`;

const desktopCheck = `What can be checked of the packed app on this computer by itself; the rest is in docs/electron.md.

  npm run desktop-check [-- options]

  --app FILE   the app's program (default: what npm run package made here)
  --by-hand    also asks you to copy a password and to let the computer sleep, and looks at the clipboard and at what still runs
`;

const checkFixes = `Takes each fix of the desktop app's shell back in a copy of this checkout and looks whether its tests notice. Takes 10 to 20 minutes.

  npm run check:fixes [-- options]

  --only TEXT   the fixes that have this in their name; may be given several times
`;

const release = `What makes installers a release that apps take as an update (docs/operations.md).

  npm run release -- key --key FILE                        a new release key, its public half printed
  npm run release -- sign --key FILE --version N.N.N DIR   signs the installers of that version in DIR
  npm run release -- check --public HEX DIR                whether DIR holds what was signed
`;

/** Of each program; the server says its own. */
export const help = /** @type {Readonly<Record<string, string>>} */ ({
  "build/start.ts": start,
  "build/test.ts": test,
  "build/check.ts": check,
  "e2e/demo/run.ts": demo,
  "build/hostile.ts": hostile,
  "e2e/bench/run.ts": bench,
  "build/screens.ts": screens,
  "build/catalogue.ts": catalogue,
  "build/package.ts": packaging,
  "build/release.ts": release,
  "build/check-fixes.ts": checkFixes,
  "build/desktop-check.ts": desktopCheck,
});

/** @param {number} ms */
const seconds = (ms) => `${Math.max(1, Math.round(ms / 1000))} s`;

export const installWords = {
  oldNode: (/** @type {string} */ version) =>
    `Latchkey needs Node 20 or newer, and this is ${version}. Get one from https://nodejs.org, then start again.`,
  notWritable: (/** @type {string} */ folder) =>
    `The packages cannot be installed: ${folder} cannot be written. Give yourself the right to write it, or clone to another place.`,
  installing: "Installing packages, once: one to two minutes on most computers.",
  stillInstalling: (/** @type {number} */ ms) => `  still installing, ${seconds(ms)} so far`,
  installed: (/** @type {number} */ ms) => `Installed in ${seconds(ms)}.`,
  noNpm: "The packages cannot be installed: npm is not on this computer. It comes with Node, from https://nodejs.org.",
  notInstalled: "The packages could not be installed; npm's words above say why.",
};

export const turnWords = {
  waiting: (/** @type {number} */ pid) =>
    `Waiting for another Latchkey command${pid === 0 ? "" : ` (process ${pid})`} that installs or builds here.`,
  notWritable: (/** @type {string} */ folder, /** @type {string} */ code) =>
    `${folder} cannot be written (${code}). Give yourself the right to write it, or clone to another place.`,
};
