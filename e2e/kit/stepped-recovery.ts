/** The scenarios of recoveries (`stepped-acts.ts` has the whole table). */
import type { SteppedAct } from "../../main/core/durable-steps.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import { ok, type Result } from "../../shared/failures.ts";
import type { Client, RunningServer } from "../drive.ts";
import { eventually } from "./eventually.ts";
import { one, type Scenario } from "./stepped-scenario.ts";
import { client, colleague, isIn, joiner, must, passphrase, userOf } from "./team.ts";
import { canHelp, chosenBy, giveShare } from "./two-people.ts";

type RecoveryAct = Extract<SteppedAct, `recovery.${string}`>;

/** A sheet of this person's, in force: its text. */
export async function recoverySheet(who: Latchkey): Promise<string> {
  const { text } = await must(who, "recovery.sheet", { passphrase });
  await must(who, "recovery.keep", {});
  return text;
}

/** Another person's recovery, open, as this one sees it. */
async function openOf(ada: Client, { url: address }: RunningServer): Promise<string> {
  const bob = await joiner(ada, "Bob");
  const sheet = await recoverySheet(bob);
  await must(await client(), "recovery.open", { address, sheet, passphrase });
  const status = await eventually(
    async () => {
      await must(ada, "sync.now", {});
      return must(ada, "recovery.status", {});
    },
    ({ open }) => open.length > 0,
  );
  return status.open[0]?.open as string;
}

const ownOf = async (ada: Latchkey, kind: "computer" | "paper") =>
  (await must(ada, "device.list", {})).filter((device) => device.own && device.active && device.kind === kind).length;

async function recoverWhole(who: Latchkey, address: string, sheet: string): Promise<Result<unknown>> {
  if ((await must(who, "account.status", {})).state !== "none") return ok({});
  const opened = await who.call("recovery.open", { address, sheet, passphrase });
  if (opened.ok) await isIn(who).catch(() => {});
  return opened;
}

export const recoveryScenarios: Record<RecoveryAct, Scenario> = {
  "recovery.keep": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: false },
    prepare: async () => ({
      act: async (who) => {
        await must(who, "recovery.sheet", { passphrase });
        return who.call("recovery.keep", {});
      },
      count: async (who) => one(await ownOf(who, "paper")),
    }),
  },
  "recovery.open": {
    ...{ who: "joiner", surelyAfter: "here:profile", repeats: false },
    prepare: async (ada, { url }) => {
      const sheet = await recoverySheet(ada);
      return {
        act: (who) => recoverWhole(who, url, sheet),
        count: async () => one((await ownOf(ada, "computer")) - 1),
      };
    },
  },
  "recovery.choose": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: false },
    prepare: async (ada) => {
      const users = [await colleague(ada, "Bob"), await colleague(ada, "Cleo")];
      return {
        act: (who) => who.call("recovery.choose", { passphrase, users }),
        // Its letters are written by the next round where it was broken off.
        count: async (who) => {
          const shared =
            (await ownOf(who, "paper")) - ((await must(who, "recovery.status", {})).sheet === null ? 0 : 1);
          const { chosen } = await must(who, "recovery.people", {});
          return chosen === null ? 0 : one(shared);
        },
      };
    },
  },
  "recovery.askOpen": {
    ...{ who: "joiner", surelyAfter: "here:profile", repeats: false },
    prepare: async (ada, { url: address }) => {
      const holders = [await joiner(ada, "Bob"), await joiner(ada, "Cleo")];
      const [user, ...users] = await Promise.all([ada, ...holders].map(userOf));
      await chosenBy(ada, users);
      for (const holder of holders) await canHelp(holder, user as string);
      return {
        act: async (who) => {
          if ((await must(who, "account.status", {})).state !== "none") return ok({});
          for (const [at, holder] of holders.entries())
            await giveShare({ holder, user: user as string }, { fresh: who, address }, at === 0);
          const opened = await who.call("recovery.askOpen", {});
          if (opened.ok) await isIn(who).catch(() => {});
          return opened;
        },
        count: async () => one((await ownOf(ada, "computer")) - 1),
      };
    },
  },
  "recovery.confirm": {
    // Their app learned of it more than a day ago.
    ...{ who: "founder", surelyAfter: "post:append", repeats: false, behindMs: 25 * 3_600_000 },
    prepare: async (ada, running) => {
      const open = await openOf(ada, running);
      return {
        act: (who) => who.call("recovery.confirm", { open }),
        count: async (who) => {
          const [left] = (await must(who, "recovery.status", {})).open;
          return left === undefined ? 1 : one(left.confirmedBy.length);
        },
      };
    },
  },
  "recovery.cancel": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada, running) => {
      const open = await openOf(ada, running);
      return {
        act: (who) => who.call("recovery.cancel", { open }),
        count: async (who) => 1 - one((await must(who, "recovery.status", {})).open.length),
      };
    },
  },
};
