/**
 * The real electron-updater against a feed on loopback: what a release key signed is taken, and nothing else ever runs. The
 * program that a release brings is a script that leaves a mark where it is started.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { HttpExecutor } from "builder-util-runtime";
import { AppImageUpdater } from "electron-updater";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { atEnd, scratchDir } from "../../../e2e/kit/scratch.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { type SigningKey, signingKeys } from "../../../shared/crypto/sign.ts";
import type { EpochMs } from "../../../shared/encoding/ids.ts";
import { type ReleaseFile, signRelease } from "../../../shared/protocol/release/statement.ts";
import { releaseName } from "./feed.ts";
import { type UpdateState, type Updates, updates } from "./rounds.ts";
import { seenFile } from "./seen-file.ts";

/** electron-updater's way to the network, over Node's instead of Electron's. */
class NodeHttp extends HttpExecutor<never> {
  createRequest(options: object, heard: (answer: unknown) => void): never {
    return request(options, heard) as never;
  }
  // As its own class for Electron does it.
  download(url: URL, destination: string, options: Parameters<HttpExecutor<never>["downloadToBuffer"]>[1]) {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const asked = { headers: options.headers ?? {}, hostname: url.hostname, port: url.port, path: url.pathname };
      const callback = (error: Error | null) => (error ? reject(error) : resolve(destination));
      this.doDownload(
        { ...asked, protocol: url.protocol },
        { destination, options, onCancel, callback, responseHandler: null },
        0,
      );
    });
  }
}

type Answer = { status?: number; bytes?: Uint8Array; goesOn?: true; location?: string };
let folder: string;
let feed: string;
let answers: Record<string, Answer>;
let asked: { url: string; headers: object }[];
let releaseKey: { signPk: Uint8Array; signKey: SigningKey };
const startedWith = process.env.APPIMAGE;

beforeAll(cryptoReady);
beforeEach(async () => {
  folder = scratchDir();
  answers = {};
  asked = [];
  releaseKey = signingKeys(new Uint8Array(32).fill(1));
  const server = createServer((question, reply) => {
    asked.push({ url: question.url ?? "", headers: question.headers });
    const { status = 200, bytes, goesOn, location } = answers[(question.url ?? "").slice(1)] ?? { status: 404 };
    reply.writeHead(status, location === undefined ? {} : { location });
    if (bytes !== undefined) reply.write(bytes);
    if (goesOn === undefined) return void reply.end();
    const more = setInterval(() => reply.write(Buffer.alloc(1 << 16)), 1);
    reply.on("close", () => clearInterval(more));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  feed = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.APPIMAGE = join(folder, "Latchkey.AppImage");
  writeFileSync(process.env.APPIMAGE, "the version that runs");
});
afterEach(() => {
  if (startedWith === undefined) delete process.env.APPIMAGE;
  else process.env.APPIMAGE = startedWith;
});

const markOf = (version: string) => join(folder, `ran-${version}`);
const programOf = (version: string) => Buffer.from(`#!/bin/sh\ntouch '${markOf(version)}'\n`);
const nameOf = (version: string) => `Latchkey-${version}-linux-x64.AppImage`;

function fileOf(version: string, changes: Partial<ReleaseFile> = {}): ReleaseFile {
  const bytes = programOf(version);
  const sha512 = new Uint8Array(createHash("sha512").update(bytes).digest());
  return { name: nameOf(version), system: "linux", processor: "x64", size: bytes.length, sha512, ...changes };
}

/** Publishes a version, as whoever releases does. */
function publish(version: string, at: number, { key = releaseKey, file = fileOf(version) } = {}): void {
  const bytes = signRelease(key.signKey, { version, at: at as EpochMs, files: [file] });
  answers[releaseName] = { bytes };
  answers[file.name] = { bytes: programOf(version) };
}

/** The app of version 1.2.3 on this folder: as after a start. */
function app(running = "1.2.3"): { updates: Updates; states: UpdateState[] } {
  const data = join(folder, "data");
  const config = join(folder, "app-update.yml");
  writeFileSync(config, "updaterCacheDirName: latchkey-updater\n");
  const updater = new AppImageUpdater(null, {
    ...{ version: running, name: "latchkey", isPackaged: true, appUpdateConfigPath: config },
    ...{ userDataPath: data, baseCachePath: join(folder, "cache") },
    whenReady: async () => {},
    ...{ relaunch: () => {}, quit: () => {}, onQuit: () => {} },
  });
  Object.assign(updater, { httpExecutor: new NodeHttp() });
  const states: UpdateState[] = [];
  const made = updates({
    ...{ updater, fetch, seen: seenFile(data), running, system: "linux", processor: "x64" },
    source: { feed, keys: [releaseKey.signPk] },
    changed: (state) => states.push(state),
    install: () => void updater.install(true, false),
  });
  return { updates: made, states };
}

const reasonOf = ({ refused }: UpdateState) => refused?.detail?.reason ?? null;

describe("updates", () => {
  it("fetch what is signed and newer, run it only when told, and show it once", async () => {
    publish("1.3.0", 5);
    const { updates: up, states } = app();
    expect(await up.look()).toEqual({ ready: "1.3.0", refused: null });
    expect(existsSync(markOf("1.3.0"))).toBe(false);
    expect(states).toHaveLength(1);
    await up.look();
    expect(asked.filter(({ url }) => url.endsWith("AppImage"))).toHaveLength(1);
    expect(await up.install()).toEqual({ ok: true, value: true });
    expect(existsSync(markOf("1.3.0"))).toBe(true);
    expect(readFileSync(join(folder, "Latchkey.AppImage"), "utf8")).toContain("ran-1.3.0");
  });

  it("send nothing by which one computer could be told from another", async () => {
    publish("1.3.0", 5);
    await app().updates.look();
    const told = new Set(asked.flatMap(({ headers }) => Object.keys(headers)));
    expect([...told].filter((name) => /staging|cookie|auth|x-/.test(name))).toEqual([]);
    expect(asked.map(({ url }) => url)).toEqual([`/${releaseName}`, `/${nameOf("1.3.0")}`]);
  });

  it.each<[string, () => void, string]>([
    ["of another key", () => publish("1.3.0", 5, { key: signingKeys(new Uint8Array(32).fill(2)) }), "signature"],
    ["with a byte changed", () => changeByte(releaseName), "signature"],
    ["whose file is another", () => publishWith({ bytes: programOf("6.6.6") }), "file"],
    [
      "whose file is longer",
      () => publishWith({ bytes: Buffer.concat([programOf("1.3.0"), Buffer.alloc(99)]) }),
      "file",
    ],
    ["whose file is cut off", () => publishWith({ bytes: programOf("1.3.0").subarray(1) }), "file"],
    ["whose file never ends", () => publishWith({ goesOn: true }), "file"],
    ["whose file lies elsewhere", () => publishWith({ status: 302, location: `${feed}/elsewhere` }), "file"],
    ["that never ends", () => (answers[releaseName] = { goesOn: true }), "encoding"],
    ["that is nothing of ours", () => (answers[releaseName] = { bytes: Buffer.from("version: 9.9.9\n") }), "encoding"],
  ])("refuse a release %s, and nothing runs", async (_what, change, reason) => {
    publish("1.3.0", 5);
    change();
    const { updates: up } = app();
    const state = await up.look();
    expect([state.ready, state.refused?.code, reasonOf(state)]).toEqual([null, "update", reason]);
    expect(await up.install()).toMatchObject({ ok: false, failure: { code: "not-found" } });
    expect(readdirSync(folder).filter((name) => name.startsWith("ran-"))).toEqual([]);
    expect(readFileSync(join(folder, "Latchkey.AppImage"), "utf8")).toBe("the version that runs");
  });

  it("never go back, also after a new start, and not to another release of the same version", async () => {
    publish("1.4.0", 9);
    expect(await app().updates.look()).toMatchObject({ ready: "1.4.0" });
    publish("1.3.0", 5);
    expect(reasonOf(await app().updates.look())).toBe("older");
    publish("1.4.0", 10, { file: fileOf("1.4.0", { name: "Latchkey-1.4.0-linux-x64-b.AppImage" }) });
    expect(reasonOf(await app().updates.look())).toBe("other");
    publish("1.5.0", 8);
    expect(reasonOf(await app().updates.look())).toBe("date");
    publish("1.5.0", 11);
    expect(await app("1.4.0").updates.look()).toEqual({ ready: "1.5.0", refused: null });
  });

  it("keep what is ready while the feed is away or lies, and take the next one", async () => {
    publish("1.3.0", 5);
    const { updates: up } = app();
    await up.look();
    answers[releaseName] = { status: 503 };
    expect(await up.look()).toEqual({ ready: "1.3.0", refused: null });
    publish("1.2.9", 4);
    expect(reasonOf(await up.look())).toBe("older");
    expect(up.state().ready).toBe("1.3.0");
    publish("1.4.0", 6);
    expect(await up.look()).toEqual({ ready: "1.4.0", refused: null });
    await up.install();
    expect(readdirSync(folder).filter((name) => name.startsWith("ran-"))).toEqual(["ran-1.4.0"]);
  });

  it("look at the file once more before it runs", async () => {
    publish("1.3.0", 5);
    const { updates: up } = app();
    await up.look();
    const pending = join(folder, "cache/latchkey-updater/pending", nameOf("1.3.0"));
    writeFileSync(pending, programOf("6.6.6"));
    expect(await up.install()).toMatchObject({ ok: false, failure: { code: "update", detail: { reason: "file" } } });
    expect(up.state()).toMatchObject({ ready: null, refused: { code: "update" } });
    expect(readdirSync(folder).filter((name) => name.startsWith("ran-"))).toEqual([]);
  });

  it("do nothing for the version that runs, an older one that was never passed, and another system's files", async () => {
    publish("1.2.3", 5);
    expect(await app().updates.look()).toEqual({ ready: null, refused: null });
    publish("1.3.0", 6, { file: fileOf("1.3.0", { system: "win32" }) });
    expect(await app().updates.look()).toEqual({ ready: null, refused: null });
    publish("1.4.0", 7, { file: fileOf("1.4.0", { processor: "arm64" }) });
    expect(await app().updates.look()).toEqual({ ready: null, refused: null });
    expect(asked.every(({ url }) => url === `/${releaseName}`)).toBe(true);
  });

  it("fetch nothing for an installation that cannot update itself", async () => {
    publish("1.3.0", 5);
    delete process.env.APPIMAGE;
    expect(await app().updates.look()).toEqual({ ready: null, refused: null });
    expect(asked.map(({ url }) => url)).toEqual([`/${releaseName}`]);
  });

  it("take nothing where what was seen cannot be kept", async () => {
    publish("1.3.0", 5);
    writeFileSync(join(folder, "data"), "a file where the folder should be");
    const state = await app().updates.look();
    expect([state.ready, state.refused?.code]).toEqual([null, "storage-full"]);
  });

  it("take a file of what was seen that was damaged as none", async () => {
    mkdirSync(join(folder, "data"));
    for (const text of ["", "x".repeat(5000), '{"version":"9.9.9"}']) {
      writeFileSync(join(folder, "data/newest-release"), text);
      expect(seenFile(join(folder, "data")).get()).toBeNull();
    }
  });
});

function changeByte(name: string): void {
  const bytes = Buffer.from(answers[name]?.bytes ?? []);
  bytes[40] = (bytes[40] as number) ^ 1;
  answers[name] = { bytes };
}

/** The signed release stays, its file is answered so. */
function publishWith(answer: Answer): void {
  answers[nameOf("1.3.0")] = answer;
  answers.elsewhere = { bytes: programOf("1.3.0") };
}
