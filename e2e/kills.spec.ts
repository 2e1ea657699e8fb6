/** The core process is killed (-9) at random moments of an import; nothing that was answered is lost, nothing comes twice. */
import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Client, createClient } from "./drive.ts";
import { contentHash } from "./kit/contents.ts";
import { eventually } from "./kit/eventually.ts";
import { kdbxOf, kdbxPassphrase } from "./kit/kdbx-file.ts";
import { must } from "./kit/must.ts";
import { atEnd, scratchDir } from "./kit/scratch.ts";
import { joiner, passphrase, server, userOf } from "./kit/team.ts";

const kills = 25;
const items = 1000;
/** An import of what is new takes about this long on two cores; later moments hit the pushing. */
const longestMs = 500;

/** Repeatable moments: mulberry32 over a seed that the test names when it fails. */
function momentsOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function start(dataDir: string): Promise<Client> {
  const made = await createClient({ dataDir, process: true });
  atEnd(() => made.close());
  return made;
}

async function importAgain(ada: Client, vault: string, bytes: Uint8Array) {
  const file = { format: "kdbx" as const, bytes, passphrase: kdbxPassphrase, target: vault };
  const preview = await ada.call("import.preview", file);
  return preview.ok ? ada.call("import.apply", { preview: preview.value.preview, target: vault }) : preview;
}

async function listed(ada: Client, vault: string): Promise<string[]> {
  const { total, items } = await must(ada, "item.list", { vault, limit: 10_000 });
  expect(items).toHaveLength(total);
  return items.map(({ item }) => item);
}

describe("a core process that is killed", () => {
  it("loses nothing that was answered and takes nothing twice, 25 times during an import", async () => {
    const seed = Number(process.env.LATCHKEY_SEED ?? randomInt(2 ** 31));
    const moment = momentsOf(seed);
    const dataDir = scratchDir();
    const running = await server();
    let ada = await start(dataDir);
    const { url, setupCode } = running;
    await must(ada, "team.create", { name: "Kills", person: "Ada", passphrase, server: { url, setupCode } });
    const bob = await joiner(ada, "Bob");
    const { vault } = await must(ada, "vault.create", { title: "Imported" });
    await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "use" });

    let answered: string[] = [];
    let interrupted = 0;
    for (let kill = 1; kill <= kills; kill++) {
      // Each time the file has grown, so that there is something to interrupt.
      const begun = importAgain(ada, vault, kdbxOf((items * kill) / kills));
      await new Promise((resolve) => setTimeout(resolve, moment() * longestMs));
      const pid = ada.pid() as number;
      ada.kill();
      // Whoever waited for an answer gets one, also from a process that is gone.
      if (!(await begun).ok) interrupted++;
      await eventually(
        () => isRunning(pid),
        (runs) => !runs,
      );
      ada = await start(dataDir);
      await must(ada, "account.unlock", { passphrase });
      const now = await listed(ada, vault);
      expect(
        answered.filter((item) => !now.includes(item)),
        `seed ${seed}, kill ${kill}`,
      ).toEqual([]);
      expect(new Set(now).size, `seed ${seed}, kill ${kill}`).toBe(now.length);
      answered = now;
    }
    expect(interrupted, `seed ${seed}: the kills hit the import`).toBeGreaterThan(5);

    const last = await importAgain(ada, vault, kdbxOf(items));
    expect(last.ok && last.value.added + last.value.same, `seed ${seed}`).toBe(items);
    const { items: all } = await must(ada, "item.list", { vault, limit: 10_000 });
    expect(all).toHaveLength(items);
    expect(new Set(all.map(({ title }) => title)).size, `seed ${seed}: none twice`).toBe(items);
    await eventually(
      () => must(ada, "sync.now", {}),
      ({ state, pending }) => state === "ok" && pending === 0,
      30_000,
    );
    await eventually(
      () => must(bob, "sync.now", {}).then(() => must(bob, "item.list", { vault, limit: 1 })),
      ({ total }) => total === items,
      30_000,
    );
    expect(await contentHash(bob, vault), `seed ${seed}`).toBe(await contentHash(ada, vault));
  }, 240_000);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
