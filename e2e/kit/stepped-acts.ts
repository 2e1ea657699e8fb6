/** Each act with more than one durable step, as a scenario: what stands before it, the act, and how often it is done afterwards. */
import type { SteppedAct } from "../../main/core/durable-steps.ts";
import type { Latchkey } from "../../shared/contract/commands.ts";
import type { DeviceId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { fail, type Result } from "../../shared/failures.ts";
import type { Intent } from "../../shared/protocol/team-log/compose-intents.ts";
import type { Recipient } from "../../shared/protocol/team-log/compose-plan.ts";
import type { Client, RunningServer } from "../drive.ts";
import { kdbxOf, kdbxPassphrase } from "./kdbx-file.ts";
import { inStep, keylessVault, rotatePast, signAlone } from "./key-loss.ts";
import { changingPassphrase, newPassphrase } from "./old-wrapping.ts";
import { scratchDir } from "./scratch.ts";
import { deviceScenarios } from "./stepped-devices.ts";
import { itemScenarios } from "./stepped-items.ts";
import { peopleScenarios } from "./stepped-people.ts";
import { recoveryScenarios } from "./stepped-recovery.ts";
import { one, type Scenario } from "./stepped-scenario.ts";
import { toolScenarios } from "./stepped-tools.ts";
import { client, colleague, founder, isIn, joiner, must, passphrase, readyVault, userOf } from "./team.ts";

/** Shared vaults by title; one without its title is half made. */
async function titles(who: Latchkey): Promise<string[]> {
  const shared = (await must(who, "vault.list", {})).filter(({ kind }) => kind === "shared");
  if (shared.some(({ title }) => title === "")) throw new Error("a vault without its title");
  return shared.map(({ title }) => title);
}

/** Joins, and goes on until they are in, unless they are killed on the way. */
async function joinWhole(who: Latchkey, code: string): Promise<Result<unknown>> {
  const { state } = await must(who, "account.status", {});
  const joined = state === "none" ? await who.call("team.join", { code, passphrase }) : fail("busy");
  if (joined.ok) await isIn(who).catch(() => {});
  return joined;
}

/** Into a vault that is made for its one group. */
async function importWhole(who: Latchkey): Promise<Result<unknown>> {
  const file = { format: "kdbx" as const, bytes: kdbxOf(imported), passphrase: kdbxPassphrase, fileName: "old.kdbx" };
  const preview = await who.call("import.preview", file);
  if (!preview.ok) return preview;
  const targets = Object.fromEntries(preview.value.groups.map(({ name }) => [name, { newVault: "Imported" }]));
  return who.call("import.apply", { preview: preview.value.preview, targets });
}
const imported = 12;
/** Long enough for the grant to be made before it ends. */
const grantMs = 2000;

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
  "vault.leave": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const bob = await joiner(ada, "Bob");
      const successor = await userOf(bob);
      const { vault } = await must(ada, "vault.create", { title: "Ops" });
      await must(ada, "vault.setAccess", { vault, user: successor, permission: "use" });
      return {
        act: (who) => who.call("vault.leave", { vault, successor }),
        async count(who) {
          const left = !(await must(who, "vault.list", {})).some((seen) => seen.vault === vault);
          await must(bob, "sync.now", {});
          const found = (await must(bob, "vault.list", {})).find((seen) => seen.vault === vault);
          const mayManage = found?.permission === "manage";
          if (left !== mayManage) throw new Error("the vault was half handed over");
          return left ? 1 : 0;
        },
      };
    },
  },
  "vault.setAccess": {
    ...{ who: "founder", surelyAfter: "post:append", repeats: true },
    prepare: async (ada) => {
      const user = await colleague(ada, "Bob");
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
  ...itemScenarios,
  ...deviceScenarios,
  ...recoveryScenarios,
  "import.apply": {
    ...{ who: "founder", surelyAfter: "here:import_reports", repeats: true },
    prepare: async () => ({
      act: importWhole,
      async count(who) {
        const made = (await titles(who)).length;
        if (made > 1) throw new Error(`${made} vaults for one group`);
        // The vault alone is an act half done, which goes on with the next run; items are there in one batch.
        const { total } = await must(who, "item.list", { limit: 1 });
        if (total > 0 && made === 0) throw new Error("items without their vault");
        return total / imported;
      },
    }),
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
  endGrants: {
    ...{ who: "founder", surelyAfter: null, repeats: false, earlier: ["post:append", "here:log_entries"] },
    prepare: async (ada) => {
      const user = await colleague(ada, "Bob");
      const { vault } = await must(ada, "vault.create", { title: "Ops" });
      return {
        async act(who) {
          const end = Date.now() + grantMs;
          const given = await who.call("vault.setAccess", { vault, user, permission: "edit", end });
          if (!given.ok) return given;
          await new Promise((resolve) => setTimeout(resolve, end - Date.now() + 1));
          return who.call("sync.now", {});
        },
        async count(who) {
          const found = (await must(who, "vault.list", {})).find((seen) => seen.vault === vault);
          return found?.state === "ready" && found.access.every((reader) => reader.user !== user) ? 1 : 0;
        },
      };
    },
  },
  endRoles: {
    ...{ who: "founder", surelyAfter: null, repeats: false, earlier: ["post:append", "here:log_entries"] },
    prepare: async (ada) => {
      const user = await colleague(ada, "Bob");
      return {
        async act(who) {
          const end = Date.now() + grantMs;
          const given = await who.call("member.setRole", { user, role: "member", end });
          if (!given.ok) return given;
          await new Promise((resolve) => setTimeout(resolve, end - Date.now() + 1));
          return who.call("sync.now", {});
        },
        async count(who) {
          return (await must(who, "member.list", {})).find((one) => one.user === user)?.state === "removed" ? 1 : 0;
        },
      };
    },
  },
  rotateDueKeys: {
    ...{ who: "founder", surelyAfter: null, repeats: false, earlier: ["here:log_entries"] },
    prepare: async (ada) => {
      const { vault, bob, bobSigns } = await managedByBob(ada);
      // Bob leaves, and cannot change the key any more: nobody else can but Ada, who waits for nobody.
      const takes = [{ user: bob, group: null, permission: null, end: null }];
      return {
        act: (who) => bobSigns({ type: "vault-access", vault, changes: takes }, who),
        count: async (who) => {
          const found = (await must(who, "vault.list", {})).find((seen) => seen.vault === vault);
          return found?.state === "ready" && found.access.every(({ user }) => user !== takes[0]?.user) ? 1 : 0;
        },
      };
    },
  },
  mendEpochs: {
    ...{ who: "founder", surelyAfter: null, repeats: false, earlier: ["here:log_entries"] },
    prepare: async (ada) => {
      const { vault, bobSigns } = await managedByBob(ada);
      const { logSeq } = await must(ada, "sync.now", {});
      const rotation = { type: "vault-rotate" as const, vaults: [{ vault }], only: "all" as const };
      return {
        act: (who) => bobSigns(rotation, who, "inbox"),
        // Bob's entry, and the one that gives the vault a key with its own inbox.
        count: async (who) => one(Math.max(0, (await must(who, "sync.status", {})).logSeq - logSeq - 1)),
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
  answerKeyRequests: {
    ...{ who: "founder", surelyAfter: null, repeats: false, earlier: ["here:log_entries"] },
    prepare: async (ada) => {
      const { vault, carol, bobLocksOut } = await managedByBob(ada);
      await must(ada, "vault.setAccess", { vault, user: await userOf(carol), permission: "use" });
      await readyVault(carol, vault);
      return {
        async act(who) {
          await bobLocksOut();
          return who.call("sync.now", {});
        },
        async count() {
          await must(carol, "sync.now", {});
          return (await must(carol, "vault.list", {})).some((seen) => seen.vault === vault && seen.state === "ready")
            ? 1
            : 0;
        },
      };
    },
  },
  ...peopleScenarios,
  ...toolScenarios,
  exchangeLetters: {
    // The letter is durable before it goes.
    ...{ who: "founder", surelyAfter: null, repeats: false, earlier: ["here:letters_out"] },
    prepare: async () => ({
      async act(who) {
        const asked = await who.call("member.askName", { name: "Ada Lovelace" });
        return asked.ok ? who.call("sync.now", {}) : asked;
      },
      async count(who) {
        await must(who, "sync.now", {});
        return one((await must(who, "member.nameRequests", {})).open.length);
      },
    }),
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
  "account.changePassphrase": {
    ...{ who: "founder", surelyAfter: "here:profile", repeats: false, earlier: ["here:settings"] },
    passphrases: [passphrase, newPassphrase],
    prepare: async (_, __, dataDir) => changingPassphrase(dataDir),
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
  const self = (await userOf(bob)) as UserId;
  let hasSigned = false;
  async function bobSigns(intent: Intent, who: Latchkey, spoils?: "inbox"): Promise<Result<unknown>> {
    const spoilt = spoils === undefined ? {} : { spoils, tamper: (recipients: Recipient[]) => recipients };
    if (!hasSigned) await signAlone(bob, bobDir, { vault, intents: [intent], ...spoilt });
    hasSigned = true;
    return who.call("sync.now", {});
  }
  /** Carol is sent a key that does not open, and asks for another one. */
  async function bobLocksOut(): Promise<void> {
    const { device } = await must(carol, "account.status", {});
    if (!hasSigned) await rotatePast(bob, bobDir, { vault, to: device as DeviceId, times: 1 });
    hasSigned = true;
    await must(carol, "sync.now", {});
  }
  return { vault, carol, bob: self, bobSigns, bobLocksOut };
}

/** The founder, or nobody yet. */
export async function founderOf(scenario: Scenario, running: RunningServer, options: Parameters<typeof founder>[1]) {
  return scenario.who === "newcomer" ? client() : founder(running, scenario.who === "founder" ? options : {});
}
