/**
 * The browser host against others on the same computer: who has its cookie, who takes its port when it is gone, who reads
 * its processes' arguments, who lets refused sockets stand.
 */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { chromiumPath, type Host, type Person, person, startHost } from "./kit/browser.ts";
import { startDisplay } from "./kit/desktop.ts";
import { eventually } from "./kit/eventually.ts";
import { filledFolder } from "./kit/filled-folder.ts";
import { passphrase } from "./kit/must.ts";
import { needs } from "./kit/needs.ts";
import { processesBelow, processesNow, watchProcesses } from "./kit/processes.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";

const folder = () => filledFolder({ title: "Werkstatt", username: "dana", password: "Ulmen-7-kupfern-Gasse" });
const unlockButton = (page: Person["page"]) => page.getByRole("button", { name: /^Unlock/ });

/** The cookie of a page, as a program gets it that the browser took for the same host name on another port. */
async function cookieOf({ context }: Person): Promise<string> {
  const cookies = await context.cookies();
  expect(cookies).toHaveLength(1);
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

/** What a program with these headers is told on the channel until it is closed, as it has to be. */
async function tryChannel(origin: string, cookie: string, frames: readonly string[]): Promise<string[]> {
  const told: string[] = [];
  let isClosed = false;
  const socket = new WebSocket(`${origin.replace("http", "ws")}/channel`, { headers: { origin, cookie } });
  atEnd(() => socket.terminate());
  socket.on("open", () => {
    for (const frame of frames) socket.send(frame);
  });
  socket.on("message", (text) => told.push(String(text)));
  for (const end of ["close", "error"] as const)
    socket.on(end, () => {
      isClosed = true;
    });
  await eventually(
    () => isClosed,
    (is) => is,
  );
  return told;
}

const post = async (origin: string, path: string, headers: Record<string, string>) =>
  (await fetch(`${origin}${path}`, { method: "POST", headers: { origin, ...headers } })).status;

/** Kills the host without a word; its core goes with it. */
async function kill(host: Host): Promise<void> {
  const ended = new Promise((resolve) => host.process.on("exit", resolve));
  host.process.kill("SIGKILL");
  await ended;
}

type Impostor = {
  frames: string[];
  asked: string[];
  /** What pages have sent until now is here: each answers a ping after it. */
  caughtUp(): Promise<unknown>;
};

/** Somebody else's server on the port that was the host's: says yes to everything, and wants the page to come to it. */
async function impostor(port: number, answerFrame: string | null): Promise<Impostor> {
  const caughtUp = (): Promise<unknown> =>
    Promise.all(
      [...sockets.clients].map(
        (socket) =>
          new Promise<void>((resolve) => {
            for (const end of ["pong", "close"] as const) socket.once(end, () => resolve());
            socket.ping();
          }),
      ),
    );
  const seen: Impostor = { frames: [], asked: [], caughtUp };
  const server: Server = createServer((asked, response) => {
    seen.asked.push(String(asked.url));
    response.writeHead(200, { "content-type": "text/plain" }).end(`http://127.0.0.1:${port}/#stolen`);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => {
    socket.on("message", (text) => {
      seen.frames.push(String(text));
      if (answerFrame !== null) socket.send(answerFrame);
    });
  });
  await eventually(
    () =>
      new Promise<boolean>((resolve) => {
        server.once("error", () => resolve(false)).once("listening", () => resolve(true));
        server.listen(port, "127.0.0.1");
      }),
    (isListening) => isListening,
  );
  atEnd(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  return seen;
}

describe("somebody else on this computer", () => {
  needs("Linux", "Chromium");

  it("who has the page's cookie opens no channel with it, and is not told where Latchkey went", async () => {
    const dana = await person({ dataDir: await folder() });
    await unlockButton(dana.page).waitFor();
    const { origin } = new URL(dana.host.url);
    const cookie = await cookieOf(dana);
    const call = JSON.stringify({ kind: "call", id: 1, name: "account.status", input: {} });
    for (const first of [[], [JSON.stringify({ kind: "hello", proof: "x".repeat(43) })], ["nonsense"]])
      expect(await tryChannel(origin, cookie, [...first, call])).toEqual([]);
    expect(await post(origin, "/home", { cookie })).toBe(403);
    await dana.page.getByLabel("Passphrase").fill(passphrase);
    await unlockButton(dana.page).click();
    await dana.page.getByRole("heading", { name: "Werkstatt" }).waitFor();
    await dana.page.keyboard.press("Control+l");
    await unlockButton(dana.page).waitFor();
    expect(await post(origin, "/home", { cookie })).toBe(403);
  });

  it.each([
    ["says nothing", null],
    ["answers with a word of its own", JSON.stringify({ kind: "hello", proof: "x".repeat(43) })],
    ["answers like a core", JSON.stringify({ kind: "moved", url: "http://127.0.0.1:1/#stolen" })],
  ])("who takes the port of a host that was killed, and %s, is told no passphrase", async (_name, answer) => {
    const { page, host } = await person({ dataDir: await folder() });
    await unlockButton(page).waitFor();
    await page.getByLabel("Passphrase").fill(passphrase);
    const { origin, port } = new URL(host.url);
    await kill(host);
    const taken = await impostor(Number(port), answer);
    // The page says that it has lost its host, or has shown its proof on the socket and waits for the host's.
    const lost = page.getByRole("heading", { name: "This page can no longer reach Latchkey" });
    await eventually(
      async () => taken.frames.length > 0 || (await lost.isVisible()),
      (is) => is,
      30_000,
    );
    // Then there is nothing to press any more.
    await unlockButton(page)
      .click({ timeout: 1500 })
      .catch(() => {});
    if (answer !== null) await lost.waitFor();
    await taken.caughtUp();
    expect(taken.frames.filter((frame) => !frame.includes('"hello"'))).toEqual([]);
    expect(taken.frames.join()).not.toContain(passphrase);
    expect(taken.asked.filter((path) => path !== "/home")).toEqual([]);
    expect(new URL(page.url()).origin).toBe(origin);
  });

  it("who takes that port does not get the next start's window either", async () => {
    const dataDir = scratchDir();
    const first = await startHost(dataDir);
    const port = Number(new URL(first.url).port);
    await kill(first);
    const taken = await impostor(port, null);
    const second = await startHost(dataDir);
    expect(taken.asked).toEqual(["/another"]);
    expect(Number(new URL(second.url).port)).not.toBe(port);
  });

  it("who asks for an upgrade that is refused, and then stands there, costs no file", async () => {
    const host = await startHost(scratchDir());
    const { port, host: name } = new URL(host.url);
    const files = () => readdirSync(`/proc/${host.process.pid}/fd`).length;
    await fetch(new URL("/", host.url)).then((answer) => answer.text());
    const before = files();
    const asked = `GET /channel HTTP/1.1\r\nHost: ${name}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    let answered = 0;
    for (let times = 0; times < 200; times++) {
      // Its own end stays open, whatever we close.
      const socket = connect({ port: Number(port), host: "127.0.0.1", allowHalfOpen: true }, () => socket.write(asked));
      socket.once("data", () => {
        answered += 1;
      });
      socket.on("error", () => {});
      atEnd(() => void socket.destroy());
    }
    await eventually(
      () => answered,
      (times) => times === 200,
    );
    expect(await eventually(files, (now) => now <= before + 5)).toBeLessThanOrEqual(before + 5);
  });

  const foreign = (port: number) => ["http://evil.example", "null", `http://127.0.0.1:${port + 1}`];
  it.each([
    ["GET", "/"],
    ["GET", "/index.html"],
    ["POST", "/session"],
    ["POST", "/home"],
    ["POST", "/another"],
    ["POST", "/nothing"],
  ])("who asks from another origin is refused: %s %s", async (method, path) => {
    const host = await startHost(scratchDir());
    const port = Number(new URL(host.url).port);
    const status = (asked: { method: string; path: string; headers: Record<string, string> }) =>
      new Promise((resolve, reject) =>
        request({ host: "127.0.0.1", port, ...asked }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on("error", reject)
          .end(),
      );
    const own = { host: `127.0.0.1:${port}` };
    const refused = [];
    for (const origin of foreign(port)) refused.push(await status({ method, path, headers: { ...own, origin } }));
    expect(refused).toEqual([403, 403, 403]);
    expect(await status({ method: "GET", path: "/", headers: own })).toBe(200);
  });
});

describe("the window that `npm start` opens", () => {
  needs("Linux", "Chromium", "Xvfb");

  it("comes in by an address that stood in no process's arguments or environment", async () => {
    const [dataDir, programs, display] = [scratchDir(), scratchDir(), await startDisplay()];
    const browser = join(programs, "chromium");
    writeFileSync(browser, `#!/bin/sh\nexec "${chromiumPath}" --remote-debugging-port=0 --disable-gpu "$@"\n`);
    chmodSync(browser, 0o755);
    const watch = watchProcesses();
    atEnd(watch.stop);
    const start = join(import.meta.dirname, "../build/start.ts");
    const host = spawn(process.execPath, [start, "--browser", "--data", dataDir], {
      env: {
        ...process.env,
        DISPLAY: display,
        PATH: [programs, process.env.PATH].join(delimiter),
        LATCHKEY_NO_OPEN: "",
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const ended = new Promise((resolve) => host.on("exit", resolve));
    atEnd(async () => {
      host.kill("SIGTERM");
      await ended;
    });
    const started = join(dataDir, "window");
    const [file] = await eventually(
      () => (existsSync(started) ? readdirSync(started) : []),
      (files) => files.length === 1,
      20_000,
    );
    const path = join(started, file as string);
    const token = /#([\w-]{43})/.exec(readFileSync(path, "utf8"))?.[1] as string;
    expect(token).toHaveLength(43);
    expect([statSync(started).mode & 0o777, statSync(path).mode & 0o777]).toEqual([0o700, 0o600]);

    const tools = join(dataDir, "browser/DevToolsActivePort");
    const port = await eventually(
      () => (existsSync(tools) ? readFileSync(tools, "utf8").split("\n")[0] : ""),
      (text) => text !== "",
      20_000,
    );
    const connected = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    atEnd(() => connected.close());
    const [page] = connected.contexts()[0]?.pages() ?? [];
    await page?.getByRole("button", { name: /Create a team/ }).waitFor();
    expect(page?.url()).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+\/$/);

    expect(watch.seen("--app=").length, "positive control").toBeGreaterThan(0);
    expect(watch.seen(token)).toEqual([]);
    expect(watch.seen("/#")).toEqual([]);
    const note = JSON.parse(readFileSync(join(dataDir, "running.json"), "utf8")) as { ask: string; answer: string };
    const cookies = (await connected.contexts()[0]?.cookies()) ?? [];
    const words = [note.ask, note.answer, ...cookies.map(({ value }) => value)];
    expect(words.filter((word) => word.length === 43)).toHaveLength(3);
    for (const word of [...words, "running.json"]) expect(watch.seen(word)).toEqual([]);
    // What `npm start` left standing: itself, host, core and browser, each with its own view of the environment.
    const below = new Set(processesBelow(host.pid as number).map(({ pid }) => pid));
    const seen = processesNow().filter(({ pid }) => below.has(pid));
    for (const part of ["build/start.ts", "browser/entry.ts", "core-process.ts", "--app="])
      expect(seen.filter(({ command }) => command.includes(part)).length, part).toBeGreaterThan(0);
    for (const { command, environment } of seen)
      for (const word of [token, ...words]) expect(`${command}\n${environment}`).not.toContain(word);
    await eventually(
      () => existsSync(path),
      (isThere) => !isThere,
    );
    const again = await fetch(new URL("/session", page?.url()), {
      method: "POST",
      headers: { origin: new URL(page?.url() ?? "").origin },
      body: token,
    });
    expect(again.status).toBe(403);
  });
});
