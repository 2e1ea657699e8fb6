/**
 * The real electron-updater against a feed on loopback: what a release key signed is taken, and nothing else ever runs. The
 * program that a release brings is a script that leaves a mark where it is started.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../../../e2e/kit/eventually.ts";
import { type Answer, type ReleasePlace, releaseFile, releasePlace } from "../../../e2e/kit/release-place.ts";
import { scratchDir } from "../../../e2e/kit/scratch.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { type SigningKey, signingKeys } from "../../../shared/crypto/sign.ts";
import type { ReleaseFile } from "../../../shared/protocol/release/statement.ts";
import { releaseName } from "./feed.ts";
import { type UpdateState, type Updates, updates } from "./rounds.ts";
import { seenFile } from "./seen-file.ts";
import { testInstallers, testUpdater, type UpdaterKind, updaterKinds } from "./test-updaters.ts";

let folder: string;
let place: ReleasePlace;
let answers: Record<string, Answer>;
let releaseKey: { signPk: Uint8Array; signKey: SigningKey };
let kind: UpdaterKind;
const startedWith = { APPIMAGE: process.env.APPIMAGE, PATH: process.env.PATH };

beforeAll(cryptoReady);
beforeEach(async () => {
  folder = scratchDir();
  kind = "AppImage";
  place = await releasePlace();
  answers = place.answers;
  releaseKey = signingKeys(new Uint8Array(32).fill(1));
  process.env.APPIMAGE = join(folder, "Latchkey.AppImage");
  writeFileSync(process.env.APPIMAGE, "the version that runs");
  const tools = testInstallers(folder);
  process.env.PATH = `${tools}${delimiter}${process.env.PATH}`;
  Object.assign(process, { resourcesPath: tools });
});
afterEach(() => {
  process.env.PATH = startedWith.PATH;
  if (startedWith.APPIMAGE === undefined) delete process.env.APPIMAGE;
  else process.env.APPIMAGE = startedWith.APPIMAGE;
});

const markOf = (version: string) => join(folder, `ran-${version}`);
const ran = () => readdirSync(folder).filter((name) => name.startsWith("ran-"));
const programOf = (version: string) => Buffer.from(`#!/bin/sh\ntouch '${markOf(version)}'\n`);
const nameOf = (version: string) => `Latchkey-${version}-x64.${updaterKinds[kind].ending}`;

function fileOf(version: string, changes: Partial<ReleaseFile> = {}): ReleaseFile {
  return { ...releaseFile(nameOf(version), programOf(version), updaterKinds[kind].system), ...changes };
}

/** Publishes a version, as whoever releases does. */
function publish(version: string, at: number, { key = releaseKey, file = fileOf(version) } = {}): void {
  place.publish(key.signKey, version, at, { file, bytes: programOf(version) });
}

/** The app of version 1.2.3 on this folder: as after a start. */
function app(running = "1.2.3"): { updates: Updates; states: UpdateState[] } {
  const { updater, install, folders } = testUpdater(kind, folder, running);
  const states: UpdateState[] = [];
  const made = updates({
    ...{ updater, fetch, seen: seenFile(folders.data), running, install },
    ...{ system: updaterKinds[kind].system, processor: "x64" },
    source: { feed: place.address, keys: [releaseKey.signPk] },
    changed: (state) => states.push(state),
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
    expect(place.asked.filter(({ url }) => url.endsWith("AppImage"))).toHaveLength(1);
    expect(await up.install()).toEqual({ ok: true, value: true });
    expect(existsSync(markOf("1.3.0"))).toBe(true);
    expect(readFileSync(join(folder, "Latchkey.AppImage"), "utf8")).toContain("ran-1.3.0");
  });

  it("send nothing by which one computer could be told from another", async () => {
    publish("1.3.0", 5);
    await app().updates.look();
    const told = new Set(place.asked.flatMap(({ headers }) => Object.keys(headers)));
    expect([...told].filter((name) => /staging|cookie|auth|x-/.test(name))).toEqual([]);
    expect(place.asked.map(({ url }) => url)).toEqual([`/${releaseName}`, `/${nameOf("1.3.0")}`]);
  });

  const others: [string, () => void, string][] = [
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
    ["whose file lies elsewhere", () => publishWith({ status: 302, location: `${place.address}/elsewhere` }), "file"],
    ["that never ends", () => (answers[releaseName] = { goesOn: true }), "encoding"],
    ["that is nothing of ours", () => (answers[releaseName] = { bytes: Buffer.from("version: 9.9.9\n") }), "encoding"],
    ["older than one that was seen", () => publish("1.2.9", 6), "older"],
  ];
  const kinds = Object.keys(updaterKinds) as UpdaterKind[];

  it.each(kinds.flatMap((one) => others.map((other) => [one, ...other] as const)))(
    "as %s refuse a release %s, and nothing runs",
    async (one, _what, change, reason) => {
      kind = one;
      // Seen once, and for a system that is not this one.
      publish("1.2.10", 4, { file: fileOf("1.2.10", { processor: "arm64" }) });
      await app().updates.look();
      publish("1.3.0", 5);
      change();
      const { updates: up } = app();
      const state = await up.look();
      expect([state.ready, state.refused?.code, reasonOf(state)]).toEqual([null, "update", reason]);
      expect(await up.install()).toMatchObject({ ok: false, failure: { code: "not-found" } });
      expect(ran()).toEqual([]);
      expect(readFileSync(join(folder, "Latchkey.AppImage"), "utf8")).toBe("the version that runs");
    },
  );

  it.each(kinds)("as %s hand what is signed to the system's installer, and only when told", async (one) => {
    kind = one;
    publish("1.3.0", 5);
    const { updates: up } = app();
    expect(await up.look()).toEqual({ ready: "1.3.0", refused: null });
    expect(ran()).toEqual([]);
    expect(await up.install()).toEqual({ ok: true, value: true });
    await eventually(ran, (names) => names.length > 0);
    expect(ran()).toEqual(["ran-1.3.0"]);
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
    expect(ran()).toEqual(["ran-1.4.0"]);
  });

  it("look at the file once more before it runs", async () => {
    publish("1.3.0", 5);
    const { updates: up } = app();
    await up.look();
    const pending = join(folder, "cache/latchkey-updater/pending", nameOf("1.3.0"));
    writeFileSync(pending, programOf("6.6.6"));
    expect(await up.install()).toMatchObject({ ok: false, failure: { code: "update", detail: { reason: "file" } } });
    expect(up.state()).toMatchObject({ ready: null, refused: { code: "update" } });
    expect(ran()).toEqual([]);
  });

  it("do nothing for the version that runs, an older one that was never passed, and another system's files", async () => {
    publish("1.2.3", 5);
    expect(await app().updates.look()).toEqual({ ready: null, refused: null });
    publish("1.3.0", 6, { file: fileOf("1.3.0", { system: "win32" }) });
    expect(await app().updates.look()).toEqual({ ready: null, refused: null });
    publish("1.4.0", 7, { file: fileOf("1.4.0", { processor: "arm64" }) });
    expect(await app().updates.look()).toEqual({ ready: null, refused: null });
    expect(place.asked.every(({ url }) => url === `/${releaseName}`)).toBe(true);
  });

  it("fetch nothing for an installation that cannot update itself", async () => {
    publish("1.3.0", 5);
    delete process.env.APPIMAGE;
    expect(await app().updates.look()).toEqual({ ready: null, refused: null });
    expect(place.asked.map(({ url }) => url)).toEqual([`/${releaseName}`]);
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
