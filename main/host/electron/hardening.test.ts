import { describe, expect, it } from "vitest";
import { isBelow, isOwnAddress, isOwnFrame, refusedSwitches, refusedVariable, windowPreferences } from "./hardening.ts";
import { answerPage } from "./page-answer.ts";
import { readPlace } from "./window-place.ts";

describe("the Electron shell's rules, without the runtime", () => {
  it("knows its own page and nothing else", () => {
    expect(isOwnAddress("app://latchkey/")).toBe(true);
    expect(isOwnAddress("app://latchkey/assets/a.js")).toBe(true);
    for (const other of [
      "https://latchkey/",
      "app://other/",
      "app://user@latchkey/",
      "app://latchkey:1/",
      "file:///etc/passwd",
      "javascript:1",
      "latchkey://item/x",
      "data:text/html,x",
      "",
      "x",
    ]) {
      expect(isOwnAddress(other)).toBe(false);
    }
  });

  it("reaches the place of the releases for an update, and nothing beside it", () => {
    const feed = "https://releases.example/latchkey";
    expect(isBelow(`${feed}/latest.yml`, feed)).toBe(true);
    expect(isBelow(`${feed}/a/b`, `${feed}/`)).toBe(true);
    for (const other of [
      `${feed}er/latest.yml`,
      `${feed}/../other`,
      "https://releases.example.org/latchkey/x",
      "http://releases.example/latchkey/x",
      "https://releases.example:444/latchkey/x",
      "https://user@releases.example/latchkey/x",
      "app://latchkey/",
      "x",
    ]) {
      expect(isBelow(other, feed)).toBe(false);
    }
  });

  it("takes a sender only as the main frame of that page", () => {
    expect(isOwnFrame({ url: "app://latchkey/", parent: null })).toBe(true);
    expect(isOwnFrame({ url: "app://latchkey/", parent: {} })).toBe(false);
    expect(isOwnFrame({ url: "https://evil.example/", parent: null })).toBe(false);
    expect(isOwnFrame(null)).toBe(false);
  });

  it.each([
    ...[
      "--inspect",
      "--inspect=0.0.0.0:9229",
      "--inspect-brk",
      "--remote-debugging-port=9222",
      "--js-flags=--expose-gc",
    ],
    ...[
      "--load-extension=/x",
      "-inspect",
      "--INSPECT",
      "--no-sandbox",
      "--enable-features=A",
      "--DATA=/x",
      "--datax",
      "-",
    ],
    ...[
      "--browser-subprocess-path=/x",
      "--disable-seccomp-filter-sandbox",
      "--ssl-key-log-file=/x",
      "--log-net-log=/x",
    ],
    ...[" --no-sandbox", "\t-inspect", "\u0085--inspect"],
  ])("refuses to start with %s, which is not on its list, also as the folder of --data", (arg) => {
    expect(refusedSwitches(["/app", arg], "linux")).toEqual([arg]);
    expect(refusedSwitches(["--data", "/x", arg], "linux")).toEqual([arg]);
    expect(refusedSwitches(["--data", arg], "linux")).toEqual([arg]);
    expect(refusedSwitches(["--data", arg], "win32")).toEqual([arg]);
    expect(refusedSwitches(["--", arg], "linux")).toEqual([arg]);
  });

  it("takes its own switches, what desktops add, and a link", () => {
    const taken = [
      "/app",
      "--data",
      "/x",
      "--data=-odd",
      "--ozone-platform=wayland",
      "--lang=de",
      "--",
      "latchkey://join/x",
    ];
    expect(refusedSwitches(taken, "linux")).toEqual([]);
    expect(refusedSwitches(["--data", "C:\\x"], "win32")).toEqual([]);
    for (const before of [[], ["--data"], ["--"]])
      expect(refusedSwitches([...before, "/inspect"], "win32")).toEqual(["/inspect"]);
    expect(refusedSwitches(["--data", "--"], "linux")).toEqual(["--"]);
  });

  it("refuses an environment without the sandbox", () => {
    expect(refusedVariable({ ELECTRON_DISABLE_SANDBOX: "1" })).toBe("ELECTRON_DISABLE_SANDBOX");
    expect(refusedVariable({ ELECTRON_DISABLE_SANDBOX: "", PATH: "/bin" })).toBeNull();
  });

  it("isolates every window", () => {
    expect(windowPreferences("/p")).toMatchObject({
      partition: "page",
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      devTools: false,
    });
  });

  it("answers from its table only, with the policy that lets the page connect nowhere", async () => {
    const bytes = Buffer.from("__CSP_NONCE__ __COLOR_SCHEME__");
    const files = new Map([["/index.html", { type: "text/html", bytes }]]);
    const served = { files, appearance: () => "dark" as const };
    const page = answerPage(served, "app://latchkey/", "GET");
    expect(page.headers.get("content-security-policy")).toContain("connect-src 'none'");
    expect(await page.text()).toMatch(/^[A-Za-z0-9+/=]{24} dark$/);
    expect(answerPage(served, "app://latchkey/../../etc/passwd", "GET").status).toBe(404);
    expect(answerPage(served, "app://latchkey/", "POST").status).toBe(403);
    expect(answerPage(served, "app://other/", "GET").status).toBe(403);
  });

  it.each(["", "null", "{}", '{"width":"1"}', '{"width":1e99,"height":1}'])(
    "opens at a sane place where the file says “%s”",
    (odd) => {
      expect(readPlace(odd)).toEqual({ width: 1280, height: 800 });
    },
  );

  it("opens where the file says, and no smaller than may be", () => {
    expect(readPlace('{"x":1,"y":2,"width":10,"height":10}')).toEqual({ x: 1, y: 2, width: 900, height: 600 });
    expect(readPlace('{"width":1000,"height":700,"isMaximized":true}')).toEqual({
      ...{ width: 1000, height: 700, isMaximized: true },
    });
    expect(readPlace('{"width":1000,"height":700,"isMaximized":1}')).toEqual({ width: 1000, height: 700 });
  });
});
