/** Attacks on the link of a second computer: the real server, two real clients, and a server in the middle that lies to one of them. */
import type { Latchkey } from "../../shared/contract/commands.ts";
import type { FailureCode, Result } from "../../shared/failures.ts";
import type { Client, RunningServer } from "../drive.ts";
import { eventually } from "../kit/eventually.ts";
import { must, passphrase } from "../kit/must.ts";
import { type Between, between } from "../kit/tampering.ts";
import { client, founder, isIn, server } from "../kit/team.ts";
import type { Attack } from "./attack.ts";

export type LinkScene = { running: RunningServer; old: Client; fresh: Client; toOld: Between; toFresh: Between };
type Step = () => Promise<Result<unknown>>;
type Lie = (scene: LinkScene) => void | Promise<void>;

async function sceneOf(): Promise<LinkScene> {
  const running = await server();
  const [toOld, toFresh] = [between(), between()];
  const old = await founder(running, { fetch: toOld.fetch });
  return { running, old, fresh: await client({ fetch: toFresh.fetch }), toOld, toFresh };
}

/** `taken`, or the code of the first refusal; each side types what the other shows, the one named `first` before the other. */
async function linkWhole({ running, old, fresh }: LinkScene, first: "old" | "fresh" = "old"): Promise<string> {
  const { slot } = await must(old, "device.link", { passphrase });
  const typed: Step[] = [
    async () => old.call("device.linkCode", { code: await codeOf(fresh, "device.acceptState") }),
    async () => fresh.call("device.acceptCode", { code: await codeOf(old, "device.linkState") }),
  ];
  const steps: Step[] = [
    () => fresh.call("device.accept", { address: running.url, slot, passphrase }),
    () => old.call("device.linkState", {}),
    () => fresh.call("device.acceptState", {}),
    () => old.call("device.linkState", {}),
    ...(first === "old" ? typed : typed.reverse()),
    () =>
      eventually(
        () => old.call("device.linkState", {}),
        (state) => !state.ok || state.value.state === "ready",
      ),
    () => old.call("device.linkAdd", {}),
  ];
  for (const step of steps) {
    const done = await step();
    if (!done.ok) return done.failure.code;
  }
  return "taken";
}

async function codeOf(who: Latchkey, name: "device.acceptState" | "device.linkState"): Promise<string> {
  const shown: Result<{ code: string | null }> = await (name === "device.linkState"
    ? who.call("device.linkState", {})
    : who.call("device.acceptState", {}));
  return (shown.ok ? shown.value.code : null) ?? "";
}

type How = { first?: "old" | "fresh"; afterCodes?: true };

/**
 * The link under a lie: refused by this code, nobody brought in, nothing kept on the new one (which waits, where the lie comes
 * `afterCodes`); and then without it.
 */
export function link(changes: string, code: FailureCode, lie: Lie, { first, afterCodes }: How = {}): Attack {
  return {
    changes,
    code,
    async run() {
      const scene = await sceneOf();
      await lie(scene);
      const attack = await linkWhole(scene, first);
      const brought = (await must(scene.old, "device.list", {})).length - 1;
      scene.toOld.honest();
      scene.toFresh.honest();
      const { state } = await must(scene.fresh, "account.status", {});
      if (brought > 0) return { attack: "brought in", twin: "not tried" };
      if (state !== (afterCodes ? "waiting" : "none")) return { attack: `${attack}, and ${state}`, twin: "not tried" };
      if (afterCodes) await must(scene.fresh, "account.abandonJoin", {});
      const twin = await linkWhole(scene);
      if (twin === "taken") await isIn(scene.fresh);
      return { attack, twin };
    },
  };
}

/** The new computer is brought by honest people, and then lied to about the log: what it says while it waits. */
export function afterLink(changes: string, code: FailureCode, lie: Lie): Attack {
  return {
    changes,
    code,
    async run() {
      const scene = await sceneOf();
      // Something to hide.
      await must(scene.old, "invite.create", { name: "Bob" });
      await lie(scene);
      const linked = await linkWhole(scene);
      if (linked !== "taken") return { attack: linked, twin: "not tried" };
      const { problem, state } = await eventually(
        () => must(scene.fresh, "account.status", {}),
        (status) => status.problem !== undefined || status.state === "unlocked",
      );
      scene.toFresh.honest();
      await isIn(scene.fresh);
      return { attack: problem?.code ?? state, twin: "taken" };
    },
  };
}

/** What a link, a picture or a text would have people put in is taken by nothing; what the old computer shows is. */
export function phished(changes: string, code: FailureCode, put: { address?: string; slot?: string }): Attack {
  return {
    changes,
    code,
    async run() {
      const scene = await sceneOf();
      const { slot } = await must(scene.old, "device.link", { passphrase });
      const given = { address: scene.running.url, slot, passphrase };
      const evil = await scene.fresh.call("device.accept", { ...given, ...put });
      const { state } = await must(scene.fresh, "account.status", {});
      const honest = await scene.fresh.call("device.accept", given);
      const attack = evil.ok ? "taken" : evil.failure.code;
      return {
        attack: state === "none" ? attack : `${attack}, and ${state}`,
        twin: honest.ok ? "taken" : honest.failure.code,
      };
    },
  };
}
