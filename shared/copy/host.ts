/** What the hosts say to people on the command line and in the menu bar. */

const openHere = (address: string, start: string): string =>
  `${start} this address in Chrome, Chromium or Edge within a minute:\n${address}`;

export const hostWords = {
  running: "Latchkey is already running with this data folder; opening that one.",
  trouble: {
    ended: (address: string) => `The browser's window ended at once. If none is open, ${openHere(address, "open")}`,
    late: (address: string) => `No page of the browser has come in yet. If none is open, ${openHere(address, "open")}`,
  },
  readyInWindow: "Latchkey is ready in its own window. Ctrl-C stops it.",
  ready: (address: string) => `Latchkey is ready. ${openHere(address, "Open")}`,
  badPort: "--port takes a number from 0 to 65535",
  badData: "--data takes a folder.",
  refusedSwitch: (name: string) => `Latchkey does not start with ${name}.`,
  menu: { app: "Latchkey", lock: "Lock", view: "View" },
};
