/** The scenarios of computers (`stepped-acts.ts` has the whole table). */
import type { SteppedAct } from "../../main/core/durable-steps.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import type { Scenario } from "./stepped-scenario.ts";
import { joiner, must, userOf } from "./team.ts";

const devicesOf = async (who: Latchkey, user: string) =>
  (await must(who, "device.list", {})).filter((one) => one.user === user);

type DeviceAct = Extract<SteppedAct, `device.${string}` | "account.removeProfile">;

export const deviceScenarios: Record<DeviceAct, Scenario> = {
  "device.revoke": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const user = await userOf(await joiner(ada, "Bob"));
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
  "account.removeProfile": {
    ...{ who: "founder", surelyAfter: "files", repeats: false, staysOut: true },
    prepare: async () => ({
      act: (who) => who.call("account.removeProfile", {}),
      count: async (who) => ((await must(who, "account.status", {})).state === "none" ? 1 : 0),
    }),
  },
};
