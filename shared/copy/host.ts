/** What the hosts say to people on the command line and in the menu bar. */

const openHere = (address: string, start: string): string =>
  `${start} this address in Chrome, Chromium or Edge within a minute:\n${address}`;

const after = (ms: number | null): string => (ms === null ? "" : ` It took ${Math.max(1, Math.round(ms / 1000))} s.`);
const keys = (isTerminal: boolean): string => (isTerminal ? " Enter gives a fresh address, Ctrl-C stops it." : "");

/** Why a published release is not taken, by the reason of `update`. */
const refusals: Record<string, string> = {
  signature: "Not Signed by Latchkey",
  encoding: "Not a Release",
  names: "Not a Release",
  older: "Older Than One Seen Before",
  other: "Changed After It Was Published",
  date: "Dated Before an Older One",
  file: "Not the File That Was Signed",
  "storage-full": "No Space on This Computer",
};

export const hostWords = {
  opening: "Opening Latchkey in a window of its own...",
  /** Once its page has come in. */
  readyInWindow: (ms: number | null, isTerminal: boolean) =>
    `Latchkey is ready in its own window.${after(ms)}${keys(isTerminal)}`,
  ready: (address: string, isTerminal: boolean) =>
    `Latchkey runs. ${openHere(address, "Open")}\n${keys(isTerminal).trim()}`.trimEnd(),
  noDisplay: "There is no display here, so no window was opened.",
  noBrowser: "There is no Chrome, Chromium or Edge where they usually are, so no window was opened.",
  fresh: (address: string) => openHere(address, "A fresh address, for one window. Open"),
  again: {
    opened:
      "Latchkey is already running with this data folder; it was asked for one more window, and this start is done.",
    address: (address: string) => `Latchkey is already running with this data folder. ${openHere(address, "Open")}`,
    shown: "Latchkey is already running with this data folder; what the link leads to is shown in its window.",
    front: "Latchkey is already running with this data folder; its window is in front now, and this start is done.",
  },
  trouble: {
    ended: (address: string) => `The browser's window ended at once. If none is open, ${openHere(address, "open")}`,
    late: (address: string) => `No page of the browser has come in yet. If none is open, ${openHere(address, "open")}`,
  },
  stopped: (isClear: boolean) =>
    isClear
      ? "Latchkey stopped: it is locked, and nothing of it is left on the clipboard."
      : "Latchkey stopped: it is locked. The clipboard did not answer, so what you copied is perhaps still on it: copy something else over it.",
  noClipboard: (packageName: string) =>
    `There is no clipboard tool, so passwords can be shown but not copied. On Debian or Ubuntu: sudo apt-get install ${packageName}`,
  badPort: "--port takes a number from 0 to 65535.",
  badLink: "What Latchkey opens is an item's link or a join code, whole: latchkey://item/... or latchkey://join/...",
  badOption: (name: string) => `Latchkey does not know ${name}. See npm start -- --help.`,
  port: {
    taken: (port: number) =>
      `Another program uses port ${port}. Choose another with --port, or leave it out for a free one.`,
    forbidden: (port: number) =>
      `Port ${port} is reserved for the system. Choose one from 1024, or leave --port out for a free one.`,
  },
  badData: "--data takes a folder.",
  folder: {
    "not-a-folder": (folder: string) => `${folder} is not a folder. Choose another with --data.`,
    "not-writable": (folder: string) =>
      `Latchkey cannot write into ${folder}. Choose another with --data, or give yourself the right to.`,
    "of-a-server": (folder: string) => `${folder} is the data folder of a Latchkey server. Choose another with --data.`,
  },
  refusedVariable: (name: string) => `Latchkey does not start while ${name} is set.`,
  boxes: {
    again: {
      core: {
        message: "Latchkey cannot start",
        detail:
          "The part of it that holds your keys ended three times in ten seconds. Everything is locked. If it happens again, restart the computer or install Latchkey again; what you saved is not touched.",
      },
      page: {
        message: "The window of Latchkey cannot be shown",
        detail: "Its page ended three times in ten seconds. Everything is locked; what you saved is not touched.",
      },
      load: {
        message: "The window of Latchkey is empty",
        detail: "Its page did not load. If it happens again, install Latchkey again; what you saved is not touched.",
      },
    },
    unresponsive: {
      message: "Latchkey does not answer",
      detail: "You can wait, or lock. What you type is kept, except for the last second.",
    },
    tryAgain: "Try again",
    quit: "Quit",
    wait: "Wait",
    lock: "Lock",
  },
  notices: {
    waits: "Something waits for you in Latchkey",
    goesOn: "Latchkey goes on beside the clock. Quit is in its menu there.",
  },
  refusedSwitch: (name: string) => `Latchkey does not start with ${name}.`,
  menu: {
    app: "Latchkey",
    show: "Show Latchkey",
    quick: "Quick Access",
    lock: "Lock",
    quit: "Quit",
    view: "View",
    restartTo: (version: string) => `Restart to Update to ${version}`,
    refusedUpdate: (reason: string) => `Update Refused: ${refusals[reason] ?? refusals.encoding}`,
  },
};
