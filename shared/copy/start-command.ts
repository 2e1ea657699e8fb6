/** What `npm start` says before Latchkey itself speaks. */

/** Why Electron does not open here. */
export type NoElectron = "no-runtime" | "died" | "root" | "no-display" | "no-sandbox";

const whyNot: Record<NoElectron, string> = {
  "no-runtime": "The Electron runtime is not on this computer",
  died: "Electron ended at once on this computer, before it showed a window",
  root: "Electron's sandbox does not run as root",
  "no-sandbox": "This system gives Electron no sandbox (namespaces are restricted, and chrome-sandbox is not root's)",
  "no-display": "There is no display for Electron",
};

export const startWords = {
  building: (part: string) => `Building the ${part}...`,
  built: (part: string, ms: number) => `Built the ${part} in ${Math.max(1, Math.round(ms / 1000))} s.`,
  fetching: "Getting the Electron runtime, once: about 100 MB, two minutes at most.",
  stillFetching: (ms: number) => `  still getting it, ${Math.max(1, Math.round(ms / 1000))} s so far`,
  noPage: "The page could not be built.",
  noShell: "The Electron shell could not be built.",
  inBrowser: (why: NoElectron) => `${whyNot[why]}; opening Latchkey in the browser host.`,
};
