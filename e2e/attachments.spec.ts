/** Files of items through the real program: 25 MB up and down in little memory, kills, lost answers, a full quota. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { startChild } from "../server/testing/child.ts";
import { type Client, createClient } from "./drive.ts";
import { breakingLine } from "./kit/breaking-line.ts";
import { eventually } from "./kit/eventually.ts";
import { addFile } from "./kit/files.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";
import { between } from "./kit/tampering.ts";
import { client, founder, joiner, must, passphrase, readyVault, server, userOf } from "./kit/team.ts";

const MiB = 1024 * 1024;
const settled = (person: Client) =>
  eventually(
    () => must(person, "sync.now", {}),
    ({ pending, failures }) => pending === 0 && failures.length === 0,
    30_000,
  );

/** Text that does not repeat within a part. */
function filler(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, size);
  for (let at = 4; at + 4 <= size; at += 4) new DataView(bytes.buffer).setUint32(at, (at * 2654435761) >>> 0);
  return bytes;
}

async function withItem(ada: Client) {
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  const { item } = await must(ada, "item.save", { vault, changes: { title: "Router" } });
  return { vault, item };
}

async function saved(who: Client, dataDir: string, item: string): Promise<Buffer[]> {
  const { attachments } = await must(who, "item.get", { item });
  const files: Buffer[] = [];
  for (const { file } of attachments) {
    const { name } = await must(who, "attachment.save", { item, file });
    files.push(readFileSync(`${dataDir}/downloads/${name}`));
  }
  return files;
}

/** The most memory that a process has had, in bytes. */
function peakOf(pid: number | undefined): number {
  const [, kiB] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kiB) * 1024;
}

/** What is in use once all that is not has been cleared away, in bytes. Buffers go only with the collection after the one that finds them. */
async function liveBytes(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let times = 0; times < 3; times++) {
    collect();
    await new Promise(setImmediate);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Ada, whose files of an item Bob can open; every fourth part on its way, up or down, `look` is called. */
async function partsSeen(look: (route: string) => Promise<void>) {
  const line = between();
  const running = await server();
  const [dataDir, bobDir] = [scratchDir(), scratchDir()];
  const ada = await founder(running, { dataDir, fetch: line.fetch });
  const bob = await joiner(ada, "Bob", { dataDir: bobDir, fetch: line.fetch });
  const { vault, item } = await withItem(ada);
  await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });
  await readyVault(bob, vault);
  for (const route of ["upload", "download"] as const) {
    let parts = 0;
    line.tamper(route, async (honest) => {
      line.forget();
      if (parts++ % 4 === 0) await look(route);
      return honest;
    });
  }
  return { ada, bob, item };
}

describe("a file of 25 MB", () => {
  it("is never in memory whole: a small and a large one are held to the same bound, with both cores and the server", async () => {
    const most: Record<string, number> = {};
    let [before, size] = [0, 0];
    const { ada, bob, item } = await partsSeen(async (route) => {
      const name = `${route} ${size / MiB} MB`;
      most[name] = Math.max(most[name] ?? 0, (await liveBytes()) - before);
    });
    for (size of [5 * MiB, 25 * MiB]) {
      const bytes = filler(size);
      before = await liveBytes();
      expect(await addFile(ada, item, { name: `${size}.bin`, bytes })).toMatchObject({ ok: true });
      await settled(ada);
      const files = async () => {
        const got = await bob.call("item.get", { item });
        return got.ok ? got.value.attachments.filter((one) => one.size === size) : [];
      };
      const [file] = await eventually(files, ({ length }) => length === 1, 30_000);
      before = await liveBytes();
      await must(bob, "attachment.save", { item, file: file?.file ?? "" });
    }
    process.stdout.write(`in use on the way: ${JSON.stringify(most)} bytes\n`);
    expect(Object.keys(most)).toHaveLength(4);
    for (const bytes of Object.values(most)) expect(bytes).toBeLessThan(8 * MiB);
  }, 180_000);

  it("goes up and down in memory that is bounded: the core and the server hold parts of it", async () => {
    const { url, setupCode, child } = await startChild(scratchDir());
    const dataDir = scratchDir();
    const ada = await client({ dataDir, process: true });
    const made = { name: "Nordlicht", person: "Ada", passphrase, server: { url, setupCode: setupCode ?? "" } };
    await must(ada, "team.create", made);
    const { item } = await withItem(ada);
    // Everything was used once before it is measured.
    expect(await addFile(ada, item, { name: "small.bin", bytes: filler(3 * MiB) })).toMatchObject({ ok: true });
    await saved(ada, dataDir, item);
    const before = [peakOf(ada.pid()), peakOf(child.pid)];
    const bytes = filler(25 * MiB);
    expect(await addFile(ada, item, { name: "large.bin", bytes })).toMatchObject({ ok: true });
    await settled(ada);
    // Its own copy is not asked: it comes from the server.
    const bob = { dataDir: scratchDir() };
    const { code } = await must(ada, "invite.create", { name: "Bob" });
    const asBob = await client({ ...bob, process: true });
    await must(asBob, "team.join", { code, passphrase });
    await eventually(
      () => must(asBob, "account.status", {}),
      ({ state }) => state === "unlocked",
      20_000,
    );
    const { vault } = (await must(ada, "item.list", {})).items[0] as { vault: string };
    await must(ada, "vault.setAccess", { vault, user: await userOf(asBob as Client), permission: "use" });
    await readyVault(asBob, vault);
    await eventually(
      () => asBob.call("item.get", { item }),
      (got) => got.ok && got.value.attachments.length === 2,
    );
    const beforeBob = peakOf(asBob.pid());
    const [, large] = await saved(asBob, bob.dataDir, item);
    expect(large?.equals(bytes)).toBe(true);
    const grew = [
      peakOf(ada.pid()) - (before[0] ?? 0),
      peakOf(asBob.pid()) - beforeBob,
      peakOf(child.pid) - (before[1] ?? 0),
    ];
    const [up, down, atServer] = grew.map((more) => Math.round(more / MiB));
    process.stdout.write(`25 MB: sender's core +${up} MB, reader's core +${down} MB, server +${atServer} MB\n`);
    // Parts of 1 MiB that wait for the garbage collector, most where a file is fetched: about a hundred on a busy computer.
    for (const more of grew) expect(more).toBeLessThan(160 * MiB);
  }, 180_000);
});

describe("an upload", () => {
  it("goes on where it was after the sender was killed in its middle", async () => {
    const dataDir = scratchDir();
    const line = between();
    const running = await server();
    const ada = await founder(running, { dataDir, fetch: line.fetch });
    const { vault, item } = await withItem(ada);
    const bobDir = scratchDir();
    const bob = await joiner(ada, "Bob", { dataDir: bobDir });
    await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });
    let parts = 0;
    line.tamper("upload", (honest) => {
      // The fourth part arrives; its answer, and whatever comes later, does not.
      if (++parts === 5) line.cut(true);
      return honest;
    });
    const bytes = filler(6 * MiB);
    const adding = addFile(ada, item, { name: "plan.bin", bytes });
    await eventually(
      async () => parts,
      (count) => count >= 5,
      20_000,
    );
    ada.kill();
    await adding.catch(() => null);
    const { keychain } = ada;
    const second = between();
    const again = await createClient({ dataDir, keychain, fetch: second.fetch });
    atEnd(() => again.close());
    await must(again, "account.unlock", { passphrase });
    await settled(again);
    const sent = second.asked.filter(({ route, body }) => route === "upload" && (body?.length ?? 0) > MiB / 8);
    // Seven parts with the padding, of which four were there.
    expect(sent.length).toBeLessThanOrEqual(3);
    await readyVault(bob, vault);
    await eventually(
      () => bob.call("item.get", { item }),
      (got) => got.ok && got.value.attachments.length === 1,
    );
    expect((await saved(bob, bobDir, item))[0]?.equals(bytes)).toBe(true);
  }, 60_000);

  it("whose answers get lost is one file, and one change", async () => {
    const line = between();
    const running = await server();
    const dataDir = scratchDir();
    const ada = await founder(running, { dataDir, fetch: line.fetch });
    const { item } = await withItem(ada);
    let lost = 0;
    line.tamper("upload", (honest) => {
      if (++lost === 2) throw new TypeError("the answer is lost");
      return honest;
    });
    const bytes = filler(2 * MiB);
    await addFile(ada, item, { name: "plan.bin", bytes });
    line.honest();
    await settled(ada);
    expect((await saved(ada, dataDir, item)).map((file) => file.equals(bytes))).toEqual([true]);
    expect((await must(ada, "item.get", { item })).history).toHaveLength(2);
  }, 60_000);

  it("on a slow line holds up its own item alone: what else is saved is with colleagues before the file is", async () => {
    const line = await breakingLine();
    const ada = await founder(line.running);
    const bob = await joiner(ada, "Bob");
    const { vault, item } = await withItem(ada);
    await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });
    await readyVault(bob, vault);
    line.slow(300 * 1024);
    const adding = addFile(ada, item, { name: "plan.bin", bytes: filler(5 * MiB) });
    await eventually(
      () => must(ada, "draft.list", {}),
      (waiting) => waiting.length === 1,
      10_000,
    );
    await must(ada, "item.save", { vault, changes: { title: "Switch" } });
    await eventually(
      () => must(bob, "item.list", { vault }),
      ({ items }) => items.some(({ title }) => title === "Switch"),
      5000,
    );
    expect((await must(ada, "draft.list", {})).map((draft) => [draft.item, draft.reason])).toEqual([[item, null]]);
    line.slow(null);
    expect(await adding).toMatchObject({ ok: true });
    await settled(ada);
    await eventually(
      () => bob.call("item.get", { item }),
      (got) => got.ok && got.value.attachments.length === 1,
    );
  }, 60_000);

  it("that the team has no space for waits with its reason, and holds up nothing else", async () => {
    const running = await server({ limits: { storedBytesPerTeam: 4 * MiB } });
    const ada = await founder(running);
    const { vault, item } = await withItem(ada);
    expect(await addFile(ada, item, { name: "plan.bin", bytes: filler(3 * MiB) })).toMatchObject({ ok: true });
    const { item: other } = await must(ada, "item.save", { vault, changes: { title: "Switch" } });
    await eventually(
      () => must(ada, "draft.list", {}),
      (waiting) => waiting.length === 1 && waiting[0]?.item === item && waiting[0].reason === "limit",
    );
    expect((await must(ada, "item.get", { item: other })).draft).toBe(false);
  }, 60_000);
});

describe("saving", () => {
  it("never overwrites, and takes a name that is safe; what was left half written goes at the next start", async () => {
    const dataDir = scratchDir();
    const running = await server();
    const ada = await founder(running, { dataDir });
    const { item } = await withItem(ada);
    for (const name of ["../../evil.sh", "evil.sh"]) await addFile(ada, item, { name, bytes: filler(100) });
    await saved(ada, dataDir, item);
    expect(readdirSync(`${dataDir}/downloads`).sort()).toEqual(["evil (2).sh", "evil.sh"]);
    expect(readdirSync(`${dataDir}/saving`)).toEqual([]);
  });

  it.each([
    { where: "beside the host", process: true },
    { where: "in one process", process: false },
  ])(
    "goes where the person chooses, whole, and nowhere where they choose nothing ($where)",
    async ({ process }) => {
      const [dataDir, home] = [scratchDir(), scratchDir()];
      const { url, setupCode } = await server();
      let chosen: string | null = null;
      const begun: string[] = [];
      const choosePlace = async (name: string): Promise<string | null> => {
        begun.push(name);
        return chosen;
      };
      const ada = await client({ dataDir, process, choosePlace });
      await must(ada, "team.create", { name: "Nordlicht", person: "Ada", passphrase, server: { url, setupCode } });
      const { item } = await withItem(ada);
      await addFile(ada, item, { name: "../plan.bin", bytes: filler(3 * MiB) });
      const file = (await must(ada, "item.get", { item })).attachments[0]?.file as string;
      expect(await ada.call("attachment.save", { item, file })).toMatchObject({ failure: { code: "cancelled" } });

      chosen = join(home, "Netzplan.bin");
      writeFileSync(chosen, "what was there");
      expect(await must(ada, "attachment.save", { item, file })).toEqual({ name: "Netzplan.bin", place: "chosen" });
      expect(readFileSync(chosen).equals(filler(3 * MiB))).toBe(true);
      chosen = join(home, "gone", "plan.bin");
      expect(await ada.call("attachment.save", { item, file })).toMatchObject({
        failure: { code: "storage-full", detail: { reason: "place" } },
      });
      expect([readdirSync(home), readdirSync(`${dataDir}/saving`)]).toEqual([["Netzplan.bin"], []]);
      expect(existsSync(`${dataDir}/downloads`)).toBe(false);
      expect(new Set(begun).size).toBe(1);
      expect(begun[0]).not.toContain("/");
    },
    60_000,
  );

  it("carries files along when an item is moved to another vault", async () => {
    const dataDir = scratchDir();
    const running = await server();
    const ada = await founder(running, { dataDir });
    const { item } = await withItem(ada);
    const bytes = filler(1.5 * MiB);
    await addFile(ada, item, { name: "plan.bin", bytes });
    const [before] = (await must(ada, "item.get", { item })).attachments;
    const { vault: to } = await must(ada, "vault.create", { title: "To" });
    const { item: moved } = await must(ada, "item.move", { item, vault: to });
    await settled(ada);
    const [after] = (await must(ada, "item.get", { item: moved })).attachments;
    expect(after).toMatchObject({ name: "plan.bin", size: bytes.length });
    expect(after?.file).not.toBe(before?.file);
    expect((await saved(ada, dataDir, moved)).map((file) => file.equals(bytes))).toEqual([true]);
  });
});
