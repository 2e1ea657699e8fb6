/** The scenarios of items and their files (`stepped-acts.ts` has the whole table). */
import type { SteppedAct } from "../../main/core/durable-steps.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import type { Client } from "../drive.ts";
import { eventually } from "./eventually.ts";
import { addFile } from "./files.ts";
import { one, type Scenario } from "./stepped-scenario.ts";
import { colleague, joiner, must, readyVault, userOf } from "./team.ts";

const itemsIn = async (who: Latchkey, vault: string) => (await must(who, "item.list", { vault })).items;

async function vaultWithItem(ada: Client) {
  const { vault } = await must(ada, "vault.create", { title: "From" });
  const { item } = await must(ada, "item.save", { vault, changes: { title: "Router", password: "alpha" } });
  return { vault, item };
}

/** A password that Bob changed, and then Ada, who had not seen it. */
async function conflicted(ada: Client): Promise<{ item: string; conflict: string }> {
  const bob = await joiner(ada, "Bob");
  const { vault, item } = await vaultWithItem(ada);
  await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "edit" });
  await readyVault(bob, vault);
  await eventually(
    () => must(bob, "item.list", { vault }),
    ({ total }) => total === 1,
    10_000,
  );
  await must(bob, "item.save", { vault, item, changes: { password: "bob's" } });
  await must(ada, "sync.now", {});
  const saved = await must(ada, "item.save", { vault, item, base: 1, changes: { password: "ada's" } });
  return { item, conflict: saved.conflicts[0]?.conflict ?? "" };
}

type ItemAct = Extract<SteppedAct, `item.${string}` | `attachment.${string}` | `code.${string}`>;

export const itemScenarios: Record<ItemAct, Scenario> = {
  "item.save": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: false },
    prepare: async (ada) => {
      const { vault } = await must(ada, "vault.create", { title: "Ops" });
      return {
        act: (who) => who.call("item.save", { vault, changes: { title: "Router", password: "alpha" } }),
        count: async (who) => one((await itemsIn(who, vault)).length),
      };
    },
  },
  "code.take": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: false },
    prepare: async (ada) => {
      const { vault } = await must(ada, "vault.create", { title: "Ops" });
      return {
        act: async (who) => {
          // What was read is in memory alone: whoever comes back reads it again.
          const read = await who.call("code.read", { text: "otpauth://totp/Router?secret=JBSWY3DPEHPK3PXP" });
          if (!read.ok) return read;
          return who.call("code.take", { reading: read.value.reading, at: 0, into: { vault, title: "Router" } });
        },
        count: async (who) => one((await itemsIn(who, vault)).length),
      };
    },
  },
  "item.delete": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: false },
    prepare: async (ada) => {
      const { vault, item } = await vaultWithItem(ada);
      return {
        act: (who) => who.call("item.delete", { item }),
        count: async (who) => 1 - (await itemsIn(who, vault)).length,
      };
    },
  },
  "item.restore": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: true },
    prepare: async (ada) => {
      const { vault, item } = await vaultWithItem(ada);
      await must(ada, "item.delete", { item });
      return {
        act: (who) => who.call("item.restore", { item }),
        count: async (who) => {
          const [living, deleted] = [await itemsIn(who, vault), await must(who, "item.list", { vault, deleted: true })];
          if (living.length + deleted.total !== 1) throw new Error(`${living.length} and ${deleted.total} in Trash`);
          return living.length;
        },
      };
    },
  },
  "item.favourite": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: true },
    prepare: async (ada) => {
      const { item } = await vaultWithItem(ada);
      return {
        act: (who) => who.call("item.favourite", { item, on: true }),
        count: async (who) => one((await must(who, "item.list", { favourites: true })).total),
      };
    },
  },
  "item.resolve": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: false },
    prepare: async (ada) => {
      const { item, conflict } = await conflicted(ada);
      return {
        act: (who) => who.call("item.resolve", { item, conflict, keep: "other" }),
        async count(who) {
          const { conflicts } = await must(who, "item.get", { item });
          const { value } = await must(who, "item.reveal", { item, field: "password" });
          if ((value === "ada's") !== (conflicts === 0)) throw new Error(`${conflicts} conflicts, and ${value}`);
          return 1 - conflicts;
        },
      };
    },
  },
  "item.useCode": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: true },
    prepare: async (ada) => {
      const { vault } = await must(ada, "vault.create", { title: "Ops" });
      const changes = { title: "AWS", detail: { codes: [{ value: "one" }, { value: "two" }] } };
      const { item } = await must(ada, "item.save", { vault, kind: "recovery-codes", changes });
      return {
        act: (who) => who.call("item.useCode", { item, place: 1, used: true }),
        async count(who) {
          const { codesUsed = [] } = await must(who, "item.get", { item });
          if (codesUsed[0] !== null) throw new Error("the other code was marked");
          return codesUsed[1] === null ? 0 : 1;
        },
      };
    },
  },
  "item.setSecondFactor": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: true },
    prepare: async (ada) => {
      const { item } = await vaultWithItem(ada);
      return {
        act: (who) => who.call("item.setSecondFactor", { item, state: "sms-only" }),
        count: async (who) => {
          const { stated, standing } = await must(who, "item.secondFactor", { item });
          return one(stated?.state === "sms-only" && standing === "attention" ? 1 : 0);
        },
      };
    },
  },
  "item.duplicate": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: false },
    prepare: async (ada) => {
      const { vault, item } = await vaultWithItem(ada);
      return {
        act: (who) => who.call("item.duplicate", { item }),
        count: async (who) => one((await itemsIn(who, vault)).length - 1),
      };
    },
  },
  "item.move": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: false },
    prepare: async (ada) => {
      const { vault, item } = await vaultWithItem(ada);
      const { vault: to } = await must(ada, "vault.create", { title: "To" });
      return {
        act: (who) => who.call("item.move", { item, vault: to }),
        async count(who) {
          const [left, arrived] = [(await itemsIn(who, vault)).length, (await itemsIn(who, to)).length];
          if (left + arrived !== 1) throw new Error(`${left} in the source, ${arrived} in the target`);
          return arrived;
        },
      };
    },
  },
  "item.moveToNew": {
    ...{ who: "founder", surelyAfter: "post:push", repeats: true },
    prepare: async (ada) => {
      const user = await colleague(ada, "Bob");
      const { vault, item } = await vaultWithItem(ada);
      return {
        act: (who) => who.call("item.moveToNew", { items: [item], title: "To", people: [user] }),
        async count(who) {
          const made = (await must(who, "vault.list", {})).filter(({ title }) => title === "To");
          const left = (await itemsIn(who, vault)).length;
          if (made.length > 1) throw new Error(`${made.length} vaults for one move`);
          const arrived = made[0] === undefined ? 0 : (await itemsIn(who, made[0].vault)).length;
          if (left + arrived !== 1) throw new Error(`${left} in the source, ${arrived} in the target`);
          if (arrived === 1 && !made[0]?.access.some((reader) => reader.user === user))
            throw new Error("moved to where its people cannot open it");
          return arrived;
        },
      };
    },
  },
  "attachment.add": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: false },
    prepare: async (ada) => {
      const { item } = await vaultWithItem(ada);
      return {
        act: (who) => addFile(who, item, { name: "plan.pdf", bytes: new Uint8Array(1000).fill(7) }),
        async count(who) {
          const { attachments } = await must(who, "item.get", { item });
          for (const { file } of attachments) await must(who, "attachment.save", { item, file });
          return one(attachments.length);
        },
      };
    },
  },
  "attachment.remove": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: false },
    prepare: async (ada) => {
      const { item } = await vaultWithItem(ada);
      await addFile(ada, item, { name: "plan.pdf", bytes: new Uint8Array(10) });
      const [added] = (await must(ada, "item.get", { item })).attachments;
      return {
        act: (who) => who.call("attachment.remove", { item, file: added?.file ?? "" }),
        count: async (who) => 1 - (await must(who, "item.get", { item })).attachments.length,
      };
    },
  },
};
