/** The scenarios of computers (`stepped-acts.ts` has the whole table). */
import type { SteppedAct } from "../../main/core/durable-steps.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import { ok, type Result } from "../../shared/failures.ts";
import type { Client } from "../drive.ts";
import { addOnceReady, compareWith } from "./second-computer.ts";
import { one, type Scenario } from "./stepped-scenario.ts";
import { client, colleague, isIn, must, userOf } from "./team.ts";

const devicesOf = async (who: Latchkey, user: string) =>
  (await must(who, "device.list", {})).filter((one) => one.user === user);

type DeviceAct = Extract<SteppedAct, `device.${string}` | "account.removeProfile">;

/** Ada's computers beside the one that they began with. */
const more = async (ada: Latchkey) => one((await devicesOf(ada, await userOf(ada))).length - 1);

/** Brings `who`; whoever is killed on the way goes on once they are there again. */
async function bring(ada: Client, who: Latchkey, url: string): Promise<Result<unknown>> {
  if ((await must(who, "account.status", {})).state !== "none") return ok({});
  const codes = await compareWith(ada, who, url);
  await must(ada, "device.linkCode", { code: codes.fresh });
  const added = addOnceReady(ada);
  const accepted = await who.call("device.acceptCode", { code: codes.old });
  if (!accepted.ok) return accepted;
  await added;
  await isIn(who).catch(() => {});
  return accepted;
}

export const deviceScenarios: Record<DeviceAct, Scenario> = {
  "device.revoke": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const user = await colleague(ada, "Bob");
      const device = (await devicesOf(ada, user))[0]?.device as string;
      return {
        act: (who) => who.call("device.revoke", { device }),
        count: async (who) => (await devicesOf(who, user)).filter(({ active }) => !active).length,
      };
    },
  },
  "device.rename": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: true },
    prepare: async (ada) => {
      const user = await userOf(ada);
      const device = (await devicesOf(ada, user))[0]?.device as string;
      return {
        act: (who) => who.call("device.rename", { device, name: "Attic" }),
        count: async (who) => (await devicesOf(who, user)).filter(({ name }) => name === "Attic").length,
      };
    },
  },
  "device.linkAdd": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: false },
    prepare: async (_, { url }) => ({
      act: async (who) => {
        const fresh = await client();
        const codes = await compareWith(who, fresh, url);
        await must(fresh, "device.acceptCode", { code: codes.old });
        await must(who, "device.linkCode", { code: codes.fresh });
        return who.call("device.linkAdd", {});
      },
      count: more,
    }),
  },
  "device.acceptCode": {
    // What both computers say before their codes stand.
    ...{ who: "joiner", surelyAfter: "here:profile", repeats: false, earlier: Array(3).fill("post:linkNew") },
    prepare: async (ada, { url }) => ({ act: (who) => bring(ada, who, url), count: () => more(ada) }),
  },
  "account.removeProfile": {
    ...{ who: "founder", surelyAfter: "files", repeats: false, staysOut: true },
    prepare: async () => ({
      act: (who) => who.call("account.removeProfile", {}),
      count: async (who) => ((await must(who, "account.status", {})).state === "none" ? 1 : 0),
    }),
  },
};
