/** Parts of a Linux desktop for specs: an X display of its own, its clipboard, a message bus with a keyring. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { atEnd } from "./scratch.ts";

/** An X server without a screen; the answer is its `DISPLAY`. */
export async function startDisplay(): Promise<string> {
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "800x600x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  endWithTest(child);
  const [, , , answers] = child.stdio;
  if (answers === null || answers === undefined || !("on" in answers))
    throw new Error("Xvfb has no line to tell its display on");
  const number = await new Promise<string>((resolve, reject) => {
    createInterface({ input: answers as NodeJS.ReadableStream }).once("line", resolve);
    child.on("exit", () => reject(new Error("Xvfb ended")));
  });
  return `:${number}`;
}

export type XClipboard = { read(): string; write(text: string): void; targets(): string[] };

/** The clipboard of a display, as any other program sees it: `targets` are the forms in which its owner offers it. */
export function clipboardOf(display: string): XClipboard {
  const env = { ...process.env, DISPLAY: display };
  const ask = (args: string[]) =>
    spawnSync("xclip", ["-selection", "clipboard", "-o", ...args], { env, encoding: "utf8", timeout: 5000 }).stdout;
  return {
    read: () => ask([]),
    targets: () => ask(["-t", "TARGETS"]).split("\n").filter(Boolean),
    write: (input) =>
      void spawnSync("xclip", ["-selection", "clipboard"], { env, input, stdio: ["pipe", "ignore", "ignore"] }),
  };
}

/** The environment of a message bus of its own with an unlocked, empty keyring in `home`. */
export async function startKeyring(home: string): Promise<Record<string, string>> {
  const script =
    'eval "$(printf test | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null | sed "s/^/export /")"; ' +
    'echo "$DBUS_SESSION_BUS_ADDRESS"; cat >/dev/null';
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, "share"), XDG_RUNTIME_DIR: home };
  const child = spawn("dbus-run-session", ["--", "sh", "-c", script], {
    env,
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
  });
  // The bus and the keyring would outlive the program that started them.
  atEnd(() => void process.kill(-(child.pid as number), "SIGKILL"));
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.on("exit", () => reject(new Error("the message bus ended")));
  });
  return { DBUS_SESSION_BUS_ADDRESS: address, HOME: home, XDG_DATA_HOME: join(home, "share"), XDG_RUNTIME_DIR: home };
}

function endWithTest(child: ChildProcess): void {
  atEnd(
    () =>
      new Promise<void>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.on("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  );
}
