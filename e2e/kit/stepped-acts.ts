/** Each act with more than one durable step, as a scenario: what stands before it, the act, and how often it is done afterwards. */
import type { SteppedAct } from "../../main/core/durable-steps.ts";
import type { Step } from "../../shared/contract/command.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import type { UserId, VaultId } from "../../shared/encoding/ids.ts";
import { fail, type Result } from "../../shared/failures.ts";
import type { Intent } from "../../shared/protocol/team-log/compose-intents.ts";
import type { Client, RunningServer } from "../drive.ts";
import { eventually } from "./eventually.ts";
import { endingSoon, handingOver } from "./grant-acts.ts";
import { kdbxOf, kdbxPassphrase } from "./kdbx-file.ts";
import { inStep, keylessVault, signAlone } from "./key-loss.ts";
import { scratchDir } from "./scratch.ts";
import { client, founder, isIn, joiner, must, passphrase, readyVault, userOf } from "./team.ts";

export type Scenario = {
  /** Whose app meets the fault: the founder's, that of somebody who joins, or of somebody who founds. */
  who: "founder" | "joiner" | "newcomer";
  prepare(ada: Client, running: RunningServer): Promise<Acting>;
  /** After this step it comes to its end without being asked for again; null: in any case. */
  surelyAfter: Step | null;
  /** Asked for again with the same words it is the same act. */
  repeats: boolean;
  /** Steps of the same names that come before the act's own: what is found is taken first. */
  earlier?: readonly Step[];
  /** Whoever does it is not in a team, before or after. */
  staysOut?: boolean;
};
export type Acting = {
  act(who: Latchkey): Promise<Result<unknown>>;
  /** 0 or 1; throws where it is half, or done twice. */
  count(who: Latchkey): Promise<number>;
};

const one = (counted: number): number => {
  if (counted > 1) throw new Error(`done ${counted} times`);
  return counted;
};

/** Shared vaults by title; one without its title is half made. */
async function titles(who: Latchkey): Promise<string[]> {
  const shared = (await must(who, "vault.list", {})).filter(({ kind }) => kind === "shared");
  if (shared.some(({ title }) => title === "")) throw new Error("a vault without its title");
  return shared.map(({ title }) => title);
}

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

/** Joins, and goes on until they are in, unless they are killed on the way. */
async function joinWhole(who: Latchkey, code: string): Promise<Result<unknown>> {
  const { state } = await must(who, "account.status", {});
  const joined = state === "none" ? await who.call("team.join", { code, passphrase }) : fail("busy");
  if (joined.ok) await isIn(who).catch(() => {});
  return joined;
}

async function importWhole(who: Latchkey, vault: string): Promise<Result<unknown>> {
  const file = { format: "kdbx" as const, bytes: kdbxOf(imported), passphrase: kdbxPassphrase, target: vault };
  const preview = await who.call("import.preview", file);
  return preview.ok ? who.call("import.apply", { preview: preview.value.preview, target: vault }) : preview;
}
const imported = 12;

export const scenarios: Record<SteppedAct, Scenario> = {
  "team.create": {
    ...{ who: "newcomer", surelyAfter: "here:profile", repeats: false },
    prepare: async (_, { url, setupCode }) => ({
      act: (who) =>
        who.call("team.create", { name: "Nordlicht", person: "Ada", passphrase, server: { url, setupCode } }),
      count: async (who) => {
        if ((await must(who, "account.status", {})).state === "none") return 0;
        return one((await must(who, "member.list", {})).filter(({ name }) => name === "Ada").length);
      },
    }),
  },
  "team.join": {
    ...{ who: "joiner", surelyAfter: "here:profile", repeats: false },
    prepare: async (ada) => {
      const { code } = await must(ada, "invite.create", { name: "Bob" });
      return {
        act: (who) => joinWhole(who, code),
        count: async () => one((await must(ada, "member.list", {})).filter(({ name }) => name === "Bob").length),
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
  "vault.create": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async () => ({
      act: (who) => who.call("vault.create", { title: "Ops" }),
      count: async (who) => one((await titles(who)).length),
    }),
  },
  "vault.rename": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: true },
    prepare: async (ada) => {
      const { vault } = await must(ada, "vault.create", { title: "Old" });
      return {
        act: (who) => who.call("vault.rename", { vault, title: "New" }),
        count: async (who) => ((await titles(who))[0] === "New" ? 1 : 0),
      };
    },
  },
  "vault.archive": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const { vault } = await must(ada, "vault.create", { title: "Old" });
      return {
        act: (who) => who.call("vault.archive", { vault }),
        count: async (who) => (await must(who, "vault.list", {})).filter(({ state }) => state === "archived").length,
      };
    },
  },
  "vault.leave": { ...{ who: "founder", surelyAfter: "post:append", repeats: true }, prepare: handingOver },
  "vault.setAccess": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const user = await userOf(await joiner(ada, "Bob"));
      const { vault } = await must(ada, "vault.create", { title: "Ops" });
      await must(ada, "vault.setAccess", { vault, user, permission: "edit" });
      return {
        act: (who) => who.call("vault.setAccess", { vault, user, permission: null }),
        async count(who) {
          const found = (await must(who, "vault.list", {})).find((seen) => seen.vault === vault);
          if (found?.state !== "ready") throw new Error(`the vault is ${found?.state}`);
          return found.access.some((reader) => reader.user === user) ? 0 : 1;
        },
      };
    },
  },
  "vault.void": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: false },
    prepare: async (ada) => {
      const { vault } = await keylessVault(ada);
      return {
        act: (who) => who.call("vault.void", { vault }),
        async count(who) {
          const found = (await must(who, "vault.list", {})).find((seen) => seen.vault === vault);
          return found?.state === "ready" ? 1 : 0;
        },
      };
    },
  },
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
  "import.apply": {
    ...{ who: "founder", surelyAfter: "here:drafts", repeats: true },
    prepare: async (ada) => {
      const { vault } = await must(ada, "vault.create", { title: "Imported" });
      return {
        act: (who) => importWhole(who, vault),
        count: async (who) => (await itemsIn(who, vault)).length / imported,
      };
    },
  },
  ownPersonalVault: {
    ...{ who: "joiner", surelyAfter: null, repeats: false },
    prepare: async (ada) => {
      const { code } = await must(ada, "invite.create", { name: "Bob" });
      return {
        act: (who) => joinWhole(who, code),
        count: async (who) =>
          (await must(who, "account.status", {})).state === "none"
            ? 0
            : one((await must(who, "vault.list", {})).filter(({ kind }) => kind === "personal").length),
      };
    },
  },
  endGrants: { ...{ who: "founder", surelyAfter: null, repeats: false }, prepare: endingSoon },
  rotateDueKeys: {
    ...{ who: "founder", surelyAfter: null, repeats: false, earlier: ["here:log_entries"] },
    prepare: async (ada) => {
      const { vault, carol, bobSigns } = await managedByBob(ada);
      await must(ada, "vault.setAccess", { vault, user: await userOf(carol), permission: "use" });
      const takes = [{ user: (await userOf(carol)) as UserId, group: null, permission: null, end: null }];
      return {
        act: (who) => bobSigns({ type: "vault-access", vault, changes: takes }, who),
        count: async (who) => {
          const found = (await must(who, "vault.list", {})).find((seen) => seen.vault === vault);
          return found?.state === "ready" && found.access.every(({ user }) => user !== takes[0]?.user) ? 1 : 0;
        },
      };
    },
  },
  supplyKeys: {
    ...{ who: "founder", surelyAfter: null, repeats: false, earlier: ["here:log_entries"] },
    prepare: async (ada) => {
      const { vault, carol, bobSigns } = await managedByBob(ada);
      const gives = [{ user: (await userOf(carol)) as UserId, group: null, permission: "use" as const, end: null }];
      return {
        act: (who) => bobSigns({ type: "vault-access", vault, changes: gives }, who),
        async count() {
          await must(carol, "sync.now", {});
          return (await must(carol, "vault.list", {})).some((seen) => seen.vault === vault && seen.state === "ready")
            ? 1
            : 0;
        },
      };
    },
  },
  "account.abandonJoin": {
    ...{ who: "joiner", surelyAfter: "files", repeats: false, earlier: ["note", "keychain", "note"], staysOut: true },
    prepare: async (ada) => {
      const { code } = await must(ada, "invite.create", { name: "Bob" });
      // Nobody lets them in.
      await ada.close();
      return {
        async act(who) {
          if ((await must(who, "account.status", {})).state === "none")
            await must(who, "team.join", { code, passphrase });
          return who.call("account.abandonJoin", {});
        },
        count: async (who) => ((await must(who, "account.status", {})).state === "none" ? 1 : 0),
      };
    },
  },
  answerJoins: {
    ...{ who: "founder", surelyAfter: null, repeats: false },
    prepare: async (ada) => {
      const { code } = await must(ada, "invite.create", { name: "Bob" });
      const bob = await client();
      return {
        async act(who) {
          await must(bob, "team.join", { code, passphrase });
          return who.call("sync.now", {});
        },
        count: async (who) => one((await must(who, "member.list", {})).filter(({ name }) => name === "Bob").length),
      };
    },
  },
};

/** A vault of Ada's that Bob manages too; their app is closed, and what it signs it signs alone, once, before somebody looks. */
async function managedByBob(ada: Client) {
  const bobDir = scratchDir();
  const bob = await joiner(ada, "Bob", { dataDir: bobDir });
  const carol = await joiner(ada, "Carol");
  const vault = (await must(ada, "vault.create", { title: "Ops" })).vault as VaultId;
  await must(ada, "vault.setAccess", { vault, user: await userOf(bob), permission: "manage" });
  await readyVault(bob, vault);
  await inStep(bob);
  let hasSigned = false;
  async function bobSigns(intent: Intent, who: Latchkey): Promise<Result<unknown>> {
    if (!hasSigned) await signAlone(bob, bobDir, { vault, intent });
    hasSigned = true;
    return who.call("sync.now", {});
  }
  return { vault, carol, bobSigns };
}

/** The founder, or nobody yet. */
export async function founderOf(scenario: Scenario, running: RunningServer, options: Parameters<typeof founder>[1]) {
  return scenario.who === "newcomer" ? client() : founder(running, scenario.who === "founder" ? options : {});
}
