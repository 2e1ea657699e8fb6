/**
 * What may happen in a random run, one row each. An act is its name and three numbers, each taken modulo what there is, so that a
 * list of acts still makes sense when some of them are dropped.
 */
import { randomBytes } from "node:crypto";
import { type Dice, dice as diceOf } from "../../../server/testing/tamper.ts";
import type { Permission } from "../../../shared/protocol/team-log/state/parts.ts";
import { passphrase } from "../../kit/must.ts";
import { evilAct } from "./evil-member.ts";
import { type Trouble, troubles } from "./random-line.ts";
import { type Member, people, type RandomTeam, restartClient, restartServer } from "./random-team.ts";

export type Act = { do: ActName; who: number; what: number; how: number };
type Row = {
  weight: number;
  run(team: RandomTeam, who: Member, numbers: { what: number; how: number }): Promise<unknown>;
};

/** Stands in every typed value, so that a search finds it where it must not be. */
export const canary = "Kanarie-Zufall-7Q4v0Zt2Lw";
const textFields = ["title", "username", "password", "notes"] as const;
const permissions: (Permission | null)[] = ["use", "edit", "manage", null];
const roles = ["member", "lead", "admin", "member", "auditor"] as const;
const kinds = Object.keys(troubles) as Trouble[];

const at = <T>(list: readonly T[], number: number): T | undefined => list[number % Math.max(1, list.length)];
const itemOf = (team: RandomTeam, number: number) => at(team.items, number);

async function save(team: RandomTeam, who: Member, how: number, target: { vault: string; item?: string }) {
  const value = `${canary}-${randomBytes(6).toString("hex")}`;
  const field = target.item === undefined ? "title" : at(textFields, how);
  const saved = await who.client.call("item.save", { ...target, changes: { [field as string]: value } } as never);
  if (!saved.ok) return;
  const { item } = saved.value as { item: string };
  team.typed.push({ value, by: who.name, item, vault: target.vault });
  if (target.item === undefined) team.items.push({ item, vault: target.vault });
}

export const acts = {
  save: {
    weight: 50,
    run: async (team, who, { what, how }) => {
      const target = itemOf(team, what);
      if (target !== undefined) await save(team, who, how, target);
    },
  },
  create: {
    weight: 6,
    run: (team, who, { what, how }) => save(team, who, how, { vault: at(team.vaults, what) as string }),
  },
  delete: {
    weight: 3,
    run: async (team, who, { what }) => call(who, "item.delete", { item: itemOf(team, what)?.item }),
  },
  restore: {
    weight: 2,
    run: async (team, who, { what }) => call(who, "item.restore", { item: itemOf(team, what)?.item }),
  },
  /** Settles a conflict: by the current value, or by the one that was kept. */
  resolve: {
    weight: 3,
    run: async (team, who, { what, how }) => {
      const item = itemOf(team, what)?.item as string;
      const seen = await who.client.call("item.get", { item });
      const conflict = seen.ok ? at(seen.value.conflictList, how)?.conflict : undefined;
      if (conflict !== undefined)
        await call(who, "item.resolve", { item, conflict, keep: how % 2 === 0 ? "current" : "other" });
    },
  },
  /** What was in Trash for long enough goes for good, where it may: what was typed there is gone on purpose. */
  purge: { weight: 3, run: async (team, who, { what }) => call(who, "item.purge", { item: itemOf(team, what)?.item }) },
  archive: {
    weight: 1,
    // The first vault stays, so that there is always one to write to.
    run: (team, who, { what }) => call(who, "vault.archive", { vault: at(team.vaults.slice(1), what) }),
  },
  move: {
    weight: 2,
    run: async (team, who, { what, how }) => {
      const from = itemOf(team, what);
      const vault = at(team.vaults, how);
      if (from === undefined || from.vault === vault) return;
      const moved = await who.client.call("item.move", { item: from.item, vault } as never);
      if (moved.ok) team.items.push({ item: (moved.value as { item: string }).item, vault: vault as string });
    },
  },
  vault: {
    weight: 1,
    run: async (team, who) => {
      if (team.vaults.length >= 5) return;
      const made = await who.client.call("vault.create", { title: `Vault ${team.vaults.length}` });
      if (made.ok) team.vaults.push(made.value.vault);
    },
  },
  access: {
    weight: 8,
    run: (team, who, { what, how }) =>
      call(who, "vault.setAccess", {
        vault: at(team.vaults, what),
        user: at(usersOf(team), how),
        permission: at(permissions, what + how),
        ...endOf(team, how),
      }),
  },
  groupAccess: {
    weight: 2,
    run: (team, who, { what, how }) =>
      call(who, "vault.setAccess", {
        vault: at(team.vaults, what),
        group: at(team.groups, how),
        permission: at(permissions, what + how),
      }),
  },
  group: {
    weight: 2,
    run: async (team, who, { what, how }) => {
      const group = at(team.groups, what);
      const user = at(usersOf(team), how) as string;
      if (group !== undefined) return call(who, "group.change", { group, [how % 2 === 0 ? "add" : "remove"]: [user] });
      const made = await who.client.call("group.create", {
        name: "Group",
        managers: [who.user],
        members: [user],
      } as never);
      if (made.ok) team.groups.push((made.value as { group: string }).group);
    },
  },
  leave: { weight: 1, run: (team, who, { what }) => call(who, "vault.leave", { vault: at(team.vaults, what) }) },
  role: {
    weight: 2,
    // Somebody stays an admin whatever happens: the first of the team is never asked to be less.
    run: async (team, who, { what, how }) =>
      call(who, "member.setRole", {
        user: (at(team.members.slice(1, people), what) as Member).user,
        role: at(roles, how),
      }),
  },
  trouble: {
    weight: 14,
    run: async (_team, who, { what, how }) =>
      who.line.trouble(at(kinds, what) as Trouble, [1, 2, 5, 30, 1000][how % 5] as number),
  },
  honest: { weight: 5, run: async (_team, who) => who.line.honest() },
  deliver: { weight: 4, run: async (_team, who) => who.line.deliver() },
  sync: { weight: 22, run: (_team, who) => call(who, "sync.now", {}) },
  restart: { weight: 2, run: (team, who) => restartClient(team, who) },
  lock: {
    weight: 1,
    run: async (_team, who) => {
      await call(who, "account.lock", {});
      await call(who, "account.unlock", { passphrase });
    },
  },
  restartServer: { weight: 2, run: (team) => restartServer(team, null) },
  /** Time for what apps do by themselves. */
  time: { weight: 5, run: (team, _who, { how }) => letPass(team, pauses[how % pauses.length] as number) },
  evil: { weight: 45, run: (team, _who, { what, how }) => evilAct(team, diceOf(what * 1009 + how)) },
  /** Eve's right in the team changes, or ends: as a person, or by their only computer. */
  eveRole: {
    weight: 1,
    run: (team, who, { what, how }) =>
      call(who, "member.setRole", { user: team.eve?.person.user, role: at(roles, how), ...endOf(team, what) }),
  },
  eveOut: {
    weight: 1,
    run: (team, who, { how }) => {
      const { user, device } = team.eve?.person ?? {};
      return how % 3 === 0 ? call(who, "device.revoke", { device }) : call(who, "member.remove", { user });
    },
  },
} satisfies Record<string, Row>;
export type ActName = keyof typeof acts;

const minuteMs = 60_000;
/** From a moment to longer than a deleted item is kept from being deleted for good. */
const pauses = [1, 1, 2, 2, 2, 5, 5, 5, 20, 20, 150, 31 * 24 * 60].map((minutes) => minutes * minuteMs);

const longestAwakeMs = 10 * minuteMs;
const letPass = ({ clock }: RandomTeam, ms: number) => (ms > longestAwakeMs ? clock.sleep(ms) : clock.pass(ms));

/** Every fourth right ends by itself. */
const endOf = ({ clock }: RandomTeam, number: number): { end?: number } =>
  number % 4 === 0 ? { end: clock.now() + (1 + (number % 200)) * minuteMs } : {};

const usersOf = ({ members, eve }: RandomTeam): string[] => [
  ...members.slice(0, people).map(({ user }) => user),
  ...(eve === null ? [] : [eve.person.user]),
];

/** A refusal is an answer like any other: what a person may not do they are told. */
async function call(who: Member, name: string, input: object): Promise<void> {
  await who.client.call(name as never, input as never);
}

/** So many acts, by their weights. */
export function drawActs(dice: Dice, count: number): Act[] {
  const names = (Object.keys(acts) as ActName[]).flatMap((name) => Array<ActName>(acts[name].weight).fill(name));
  const number = () => dice.below(1000);
  return Array.from({ length: count }, () => ({ do: dice.pick(names), who: number(), what: number(), how: number() }));
}

/** One after the other; some begin while the one before them is still under way. */
export async function perform(team: RandomTeam, list: readonly Act[]): Promise<void> {
  const { clock } = team;
  let under: Promise<unknown> = Promise.resolve();
  for (const act of list) {
    const row: Row = acts[act.do];
    const who = at(team.members, act.who) as Member;
    const run = async () => {
      await unlocked(who);
      await row.run(team, who, act);
    };
    if (besideOthers.has(act.do) && act.how % 4 === 0) under = Promise.all([under, run()]);
    else {
      await clock.during(under);
      // What lets time pass does so by itself.
      await (act.do === "time" ? run() : clock.during(run()));
      under = Promise.resolve();
    }
  }
  await clock.during(under);
}

/** Apps lock by themselves; their people come back. */
async function unlocked({ client }: Member): Promise<void> {
  const status = await client.call("account.status", {});
  if (status.ok && status.value.state === "locked") await client.call("account.unlock", { passphrase });
}

const besideOthers: ReadonlySet<ActName> = new Set(["save", "create", "delete", "sync", "access", "move"]);
