/**
 * A team for tests of a lying server: Ada's line is honest, Bob's goes through a test's hands. The real core twice, the real
 * server, real SQLite. One vault with logins that both may edit, one more of Ada's that Bob reads.
 */
import { cpSync } from "node:fs";
import type { Events } from "../../shared/contract/commands.ts";
import { type Client, type RunningServer, startServer } from "../drive.ts";
import { eventually } from "./eventually.ts";
import { scratchDir } from "./scratch.ts";
import { type Between, between } from "./tampering.ts";
import { founder, joiner, must, readyVault, server, userOf } from "./team.ts";

export type HostileTeam = {
  running: RunningServer;
  serverDir: string;
  bobDir: string;
  ada: Client;
  bob: Client;
  line: Between;
  vault: string;
  other: string;
  item: string;
  alerts: Events["alert.raised"][];
  /** Keeps a copy of the server's database; the answer starts the server again, on that copy or as it is. */
  snapshot(): Promise<(from: "copy" | "now") => Promise<void>>;
};

type Options = { ada?: Parameters<typeof founder>[1]; place?: Parameters<typeof founder>[2] };

/** Makes it; everything ends with the test. `ada` says how Ada's app is run, `place` where its key lies. */
export async function hostileTeam(options: Options = {}): Promise<HostileTeam> {
  const serverDir = scratchDir();
  const bobDir = scratchDir();
  let running = await server({ dataDir: serverDir });
  const ada = await founder(running, options.ada, options.place);
  const line = between();
  const bob = await joiner(ada, "Bob", { fetch: line.fetch, dataDir: bobDir });
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  const { vault: other } = await must(ada, "vault.create", { title: "Other" });
  const user = await userOf(bob);
  await must(ada, "vault.setAccess", { vault, user, permission: "edit" });
  await must(ada, "vault.setAccess", { vault: other, user, permission: "use" });
  const { item } = await must(ada, "item.save", { vault, kind: "login", changes: { title: "AWS", password: "first" } });
  await must(ada, "item.save", { vault: other, kind: "login", changes: { title: "Elsewhere", password: "x" } });
  for (const one of [vault, other]) await readyVault(bob, one);
  await inStep(bob, 2);
  const alerts: Events["alert.raised"][] = [];
  bob.on("alert.raised", (event) => alerts.push(event));
  const restart = async (dataDir: string) => {
    running = await startServer({ dataDir });
    made.running = running;
  };
  const made: HostileTeam = {
    ...{ running, serverDir, bobDir, ada, bob, line, vault, other, item, alerts },
    async snapshot() {
      await made.running.close();
      const copy = scratchDir();
      cpSync(serverDir, copy, { recursive: true });
      await restart(serverDir);
      return async (from) => {
        await made.running.close();
        await restart(from === "copy" ? copy : serverDir);
      };
    },
  };
  return made;
}

/** Waits until this person's app is in step and shows so many logins. */
export async function inStep(person: Client, total: number): Promise<void> {
  await eventually(
    async () => ({
      status: await must(person, "sync.now", {}),
      total: (await must(person, "item.list", {})).total,
    }),
    (seen) => seen.status.state === "ok" && seen.status.failures.length === 0 && seen.total === total,
    10_000,
  );
}

/** Nothing that was here is lost or hidden for what a server says. */
export async function readsAll({ bob, item }: HostileTeam, password = "first"): Promise<string[]> {
  const { value } = await must(bob, "item.reveal", { item, field: "password" });
  if (value !== password) throw new Error(`the login reads ${value}`);
  return (await must(bob, "item.list", {})).items.map(({ title }) => title).sort();
}
