/** The scenarios of tools and accounts (`stepped-acts.ts` has the whole table). */
import type { SteppedAct } from "../../main/core/durable-steps.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import type { ItemId, UserId } from "../../shared/encoding/ids.ts";
import { one, type Scenario } from "./stepped-scenario.ts";
import { must, userOf } from "./team.ts";

const tools = async (who: Latchkey) => (await must(who, "tool.list", {})).tools;
const madeTool = async (who: Latchkey, name: string): Promise<ItemId> =>
  (await must(who, "tool.save", { name })).tool as ItemId;
const own = async (who: Latchkey): Promise<number> => (await must(who, "account.list", {})).length;

export const toolScenarios = {
  "tool.save": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: true },
    prepare: async (ada) => {
      const tool = await madeTool(ada, "GitHub");
      return {
        act: (who) => who.call("tool.save", { tool, notes: "By contract" }),
        count: async (who) => ((await must(who, "tool.get", { tool })).notes === null ? 0 : 1),
      };
    },
  },
  "tool.archive": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: true },
    prepare: async (ada) => {
      const tool = await madeTool(ada, "GitHub");
      return {
        act: (who) => who.call("tool.archive", { tool, archived: true }),
        count: async (who) => (await tools(who)).filter(({ state }) => state === "archived").length,
      };
    },
  },
  "tool.merge": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: false },
    prepare: async (ada) => {
      const [tool, into] = [await madeTool(ada, "Github"), await madeTool(ada, "GitHub")];
      return {
        act: (who) => who.call("tool.merge", { tool, into }),
        count: async (who) => 2 - (await tools(who)).length,
      };
    },
  },
  "tool.accept": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: true },
    prepare: async () => {
      const wanted = ["github.com", "miro.com"].map((domain) => ({ name: domain, domain, owner: null }));
      return {
        act: (who) => who.call("tool.accept", { tools: wanted }),
        count: async (who) => (await tools(who)).length / wanted.length,
      };
    },
  },
  "account.save": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: false },
    prepare: async (ada) => {
      const [tool, user] = [await madeTool(ada, "GitHub"), (await userOf(ada)) as UserId];
      return {
        act: (who) => who.call("account.save", { tool, user, signInName: "ada" }),
        count: async (who) => one(await own(who)),
      };
    },
  },
  fileStatements: {
    ...{ who: "founder", surelyAfter: null, repeats: false },
    prepare: async (ada) => {
      const tool = await madeTool(ada, "GitHub");
      const said = { tool, signInName: "ada", role: null, state: "sms-only", isRemoved: false } as const;
      return {
        async act(who) {
          const stated = await who.call("account.state", said);
          return stated.ok ? who.call("sync.now", {}) : stated;
        },
        count: async (who) => one((await must(who, "account.list", {})).filter(({ waits }) => !waits).length),
      };
    },
  },
  "account.remove": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: false },
    prepare: async (ada) => {
      const [tool, user] = [await madeTool(ada, "GitHub"), (await userOf(ada)) as UserId];
      const { account } = await must(ada, "account.save", { tool, user });
      return {
        act: (who) => who.call("account.remove", { account: account as ItemId }),
        count: async (who) => 1 - (await own(who)),
      };
    },
  },
} satisfies Partial<Record<SteppedAct, Scenario>>;
