/** Acts about people, groups and invites, step by step (`stepped-acts.ts`). */
import type { SteppedAct } from "../../main/core/durable-steps.ts";
import { typeCodes, waitingAs } from "./compared-invite.ts";
import { eventually } from "./eventually.ts";
import { setUpFactor } from "./second-factor.ts";
import { one, type Scenario } from "./stepped-scenario.ts";
import { colleague, joiner, must, userOf } from "./team.ts";

export const peopleScenarios = {
  exchangeHeads: {
    // Said anew after a removal: until then a teammate counts nobody who has not heard of it.
    ...{ who: "founder", surelyAfter: "post:stateHeads", repeats: false },
    prepare: async (ada) => {
      const bob = await joiner(ada, "Bob");
      const user = await colleague(ada, "Carol");
      return {
        async act(who) {
          const removed = await who.call("member.remove", { user });
          return removed.ok ? who.call("sync.now", {}) : removed;
        },
        async count() {
          const { sameHistory } = await must(bob, "sync.now", {});
          const members = await must(bob, "member.list", {});
          const isOut = members.some((member) => member.user === user && member.state === "removed");
          return isOut && sameHistory.people === 1 ? 1 : 0;
        },
      };
    },
  },
  "invite.create": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async () => ({
      act: (who) => who.call("invite.create", { name: "Bob", emails: ["bob@tray.example"] }),
      async count(who) {
        const invites = await must(who, "invite.list", {});
        for (const { invite, name, emails } of invites) {
          if (name !== "Bob" || emails.length !== 1) throw new Error("an invite without its name");
          await must(who, "invite.again", { invite });
        }
        return one(invites.length);
      },
    }),
  },
  "invite.cancel": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const { invite } = await must(ada, "invite.create", { name: "Bob" });
      return {
        act: (who) => who.call("invite.cancel", { invite }),
        count: async (who) => ((await must(who, "invite.list", {}))[0]?.state === "cancelled" ? 1 : 0),
      };
    },
  },
  "invite.compareAdd": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: false },
    prepare: async (ada) => {
      const joining = await waitingAs(ada, { name: "Bob", role: "lead" });
      return {
        async act(who) {
          await typeCodes(who, joining);
          return who.call("invite.compareAdd", {});
        },
        count: async (who) => one((await must(who, "member.list", {})).filter(({ role }) => role === "lead").length),
      };
    },
  },
  "member.remove": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const user = await colleague(ada, "Bob");
      return {
        act: (who) => who.call("member.remove", { user }),
        count: async (who) => (await must(who, "member.list", {})).filter(({ state }) => state === "removed").length,
      };
    },
  },
  "member.setRole": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const user = await colleague(ada, "Bob");
      return {
        act: (who) => who.call("member.setRole", { user, role: "lead" }),
        count: async (who) => (await must(who, "member.list", {})).filter(({ role }) => role === "lead").length,
      };
    },
  },
  "policy.set": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const [code = ""] = await setUpFactor(ada);
      await must(ada, "policy.set", { sessions: { asked: true } });
      // The session that answered goes on after a kill.
      await must(ada, "account.stepUp", { code });
      return {
        act: (who) => who.call("policy.set", { sessions: { asked: false } }),
        count: async (who) => ((await must(who, "policy.get", {})).sessions.asked ? 0 : 1),
      };
    },
  },
  "member.verify": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const user = await colleague(ada, "Bob");
      const { number } = await must(ada, "member.safety", { user });
      return {
        act: (who) => who.call("member.verify", { user, number }),
        count: async (who) => ((await must(who, "member.safety", { user })).state === "same" ? 1 : 0),
      };
    },
  },
  "group.create": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const user = await colleague(ada, "Bob");
      return {
        act: (who) => who.call("group.create", { name: "Support", managers: [user], members: [user] }),
        async count(who) {
          const groups = await must(who, "group.list", {});
          if (groups.some(({ name }) => name !== "Support")) throw new Error("a group without its name");
          return one(groups.length);
        },
      };
    },
  },
  "group.change": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const [self, user] = [await userOf(ada), await colleague(ada, "Bob")];
      const { vault } = await must(ada, "vault.create", { title: "Ops" });
      const made = { name: "Support", managers: [self], members: [user] };
      const { group } = await must(ada, "group.create", made);
      await must(ada, "vault.setAccess", { vault, group, permission: "use" });
      return {
        act: (who) => who.call("group.change", { group, remove: [user] }),
        async count(who) {
          const found = (await must(who, "vault.list", {})).find((seen) => seen.vault === vault);
          return found?.readers.some((reader) => reader.user === user) ? 0 : 1;
        },
      };
    },
  },
  "member.acceptName": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: false },
    prepare: async (ada) => {
      await must(ada, "member.askName", { name: "Ada Lovelace" });
      const [asked] = await eventually(
        async () => {
          await must(ada, "sync.now", {});
          return (await must(ada, "member.nameRequests", {})).open;
        },
        (open) => open.length === 1,
      );
      return {
        act: (who) => who.call("member.acceptName", { request: asked?.request as string }),
        count: async (who) => ((await must(who, "member.list", {}))[0]?.name === "Ada Lovelace" ? 1 : 0),
      };
    },
  },
} satisfies Partial<Record<SteppedAct, Scenario>>;
