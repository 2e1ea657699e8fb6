/**
 * A start that is refused says why where somebody can see it: on the terminal, and in a box of the system where an icon or a link
 * started the app and there is no terminal.
 */
import { app, dialog } from "electron";

/** Switches and what else may be refused without any effect while there is no page; its name stands in front of a `=`. */
const withoutEffect = [
  ...["no-sandbox", "disable-setuid-sandbox", "disable-namespace-sandbox", "disable-gpu-sandbox"],
  "disable-seccomp-filter-sandbox",
];

/** Whether Chromium may come up with this switch, for a box and nothing else: an AppImage gives itself such a one. */
export function isWithoutEffect(name: string): boolean {
  return withoutEffect.includes(name.replace(/^--/, ""));
}

/**
 * Ends the start. Linux shows boxes once Chromium is up, and then every switch would have had its effect: `mayComeUp` says
 * whether that is harmless. Elsewhere the box comes before.
 */
export function refuseStart(why: string, mayComeUp: boolean): void {
  process.stderr.write(`${why}\n`);
  const isSeen = !app.isPackaged || process.stdout.isTTY || process.stderr.isTTY;
  if (isSeen || (process.platform === "linux" && !mayComeUp)) app.exit(2);
  else if (process.platform === "linux") void app.whenReady().then(() => tell(why));
  else tell(why);
}

function tell(why: string): void {
  dialog.showErrorBox("Latchkey", why);
  app.exit(2);
}
