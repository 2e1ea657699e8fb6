/** The marks that are looked for are those that the app sets, and a real clipboard is read for them. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { clipboardOf, startDisplay } from "../e2e/kit/desktop.ts";
import { concealedFormats } from "../main/host/electron/concealed-formats.ts";
import { clipboardFormats, marksOf } from "./desktop-clipboard.ts";

describe("the marks of a secret on the clipboard", () => {
  it.each([
    ["linux", ["x-kde-passwordManagerHint"]],
    ["darwin", ["org.nspasteboard.ConcealedType", "org.nspasteboard.TransientType"]],
    [
      "win32",
      ["ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"],
    ],
  ] as const)("are on %s those that the app sets", (platform, names) => {
    expect(marksOf(platform)).toEqual(names);
    expect(marksOf(platform)).toEqual(concealedFormats(platform).map(({ format }) => format));
  });
});

const isMissing = (program: string): boolean => spawnSync(program, ["-version"]).error !== undefined;

describe("a real clipboard", () => {
  it.skipIf(["Xvfb", "xclip"].some(isMissing))("is read by the names of its formats", async () => {
    const display = await startDisplay();
    const before = { display: process.env.DISPLAY, wayland: process.env.WAYLAND_DISPLAY };
    process.env.DISPLAY = display;
    delete process.env.WAYLAND_DISPLAY;
    try {
      clipboardOf(display).write("plain");
      expect(clipboardFormats("linux").missing).toEqual(["x-kde-passwordManagerHint"]);
      const marked = ["-selection", "clipboard", "-t", "x-kde-passwordManagerHint"];
      spawnSync("xclip", marked, { input: "secret", stdio: ["pipe", "ignore", "ignore"] });
      expect(clipboardFormats("linux").missing).toEqual([]);
    } finally {
      process.env.DISPLAY = before.display;
      if (before.display === undefined) delete process.env.DISPLAY;
      if (before.wayland !== undefined) process.env.WAYLAND_DISPLAY = before.wayland;
    }
  });
});
