/**
 * Fills a folder with the demo team, through the scriptable client: real people, each with a computer of their own, on one
 * real server. What a person can click through afterwards went in by the same commands that the screens use.
 */
import { randomInt } from "node:crypto";
import { join } from "node:path";
import type { ItemId, UserId } from "../../shared/encoding/ids.ts";
import { type Client, createClient, type RunningServer } from "../drive.ts";
import { eventually } from "../kit/eventually.ts";
import { must, passphrase } from "../kit/must.ts";
import {
  type DemoLogin,
  type DemoVault,
  exception,
  firstName,
  handedCode,
  people,
  personal,
  stated,
  team,
  tools,
  vaults,
} from "./nordlicht.ts";

export type DemoTeam = {
  /** Data folder of each person, by first name. */
  folders: Record<string, string>;
  passphrase: string;
};

const dayMs = 86_400_000;
const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789#-&!";

/** Fills it and closes every app; the server goes on running. Ready to be unlocked with the passphrase. */
export async function fillDemo(folder: string, server: RunningServer): Promise<DemoTeam> {
  const folders = Object.fromEntries(people.map(({ name }) => [firstName(name), join(folder, firstName(name))]));
  const apps: Client[] = [];
  try {
    const network = { isCut: false };
    const dana = await openApp(folders, 0, network);
    apps.push(dana);
    await must(dana, "team.create", {
      name: team,
      person: people[0].name,
      passphrase,
      keychain: "file",
      server: { url: server.url, setupCode: server.setupCode },
    });
    for (let at = 1; at < people.length; at++) apps.push(await letIn(dana, folders, at));
    for (const vault of vaults) await fillVault(dana, vault);
    const own = (await must(dana, "vault.list", {})).find(({ kind }) => kind === "personal");
    for (const login of personal) await save(dana, own?.vault ?? "", login);
    await fillTools(dana);
    await changeSomething(apps);
    await settleFactors(apps);
    await handCode(apps);
    await changeAtOnce(apps, network);
    await must(dana, "invite.create", { name: "Sofia Restrepo Villalobos", emails: ["sofia@nordlicht.example"] });
    await inStep(apps);
  } finally {
    for (const app of apps) await app.close();
  }
  return { folders, passphrase };
}

type Network = { isCut: boolean };

function openApp(folders: Record<string, string>, at: number, network: Network = { isCut: false }): Promise<Client> {
  return createClient({
    dataDir: folders[firstName(people[at]?.name ?? "")] ?? "",
    fetch: (url, init) => (network.isCut ? Promise.reject(new Error("no network")) : fetch(url, init)),
  });
}

async function letIn(dana: Client, folders: Record<string, string>, at: number): Promise<Client> {
  const { name, email } = people[at] as (typeof people)[number];
  const { code } = await must(dana, "invite.create", { name, emails: [email] });
  const app = await openApp(folders, at);
  await must(app, "team.join", { code, passphrase, keychain: "file" });
  await eventually(
    () => must(app, "account.status", {}),
    ({ state }) => state === "unlocked",
    20_000,
  );
  return app;
}

async function fillVault(dana: Client, { title, access, logins }: DemoVault): Promise<void> {
  const { vault } = await must(dana, "vault.create", { title });
  for (const login of logins) await save(dana, vault, login);
  const members = await must(dana, "member.list", {});
  for (const [person, permission, days] of access) {
    const user = members.find(({ name }) => name === people[person]?.name)?.user ?? "";
    const end = days === undefined ? {} : { end: Date.now() + days * dayMs };
    await must(dana, "vault.setAccess", { vault, user, permission, ...end });
  }
}

async function fillTools(dana: Client): Promise<void> {
  const members = await must(dana, "member.list", {});
  const userOf = (person: number | undefined): UserId | null =>
    (members.find(({ name }) => name === people[person ?? -1]?.name)?.user ?? null) as UserId | null;
  for (const { name, domain, owner, deputy, dataClass, accounts } of tools) {
    const answers = { owner: userOf(owner), deputy: userOf(deputy) };
    const { tool } = await must(dana, "tool.save", { name, domains: [domain], ...answers, dataClass });
    for (const [person, role] of accounts) {
      const user = userOf(person);
      const signInName = people[person]?.email ?? null;
      if (user !== null) await must(dana, "account.save", { tool: tool as ItemId, user, signInName, role });
    }
  }
}

/** People say how second factors stand; one login has an exception until its end, with both signatures. */
async function settleFactors(apps: Client[]): Promise<void> {
  const [dana] = apps;
  const asker = apps[exception.by];
  if (dana === undefined || asker === undefined) return;
  for (const [title, state] of Object.entries(stated)) {
    const { item } = await itemCalled(dana, title);
    await must(dana, "item.setSecondFactor", { item, state });
  }
  await inStep([dana, asker]);
  const { item } = await itemCalled(asker, exception.title);
  const { version } = await must(asker, "item.secondFactor", { item });
  const approver = (await must(asker, "member.list", {})).find(({ name }) => name === people[0].name)?.user ?? "";
  const terms = { until: Date.now() + exception.days * dayMs, reason: exception.reason, approver };
  await must(asker, "item.setSecondFactor", { item, base: version, state: "exempt", ...terms });
  await inStep([asker, dana]);
  const asked = await eventually(
    () => must(dana, "item.secondFactor", { item }),
    ({ canSign }) => canSign,
    10_000,
  );
  await must(dana, "item.setSecondFactor", { item, base: asked.version, state: "exempt-signed" });
  await inStep([dana, asker]);
}

/** Somebody who cannot open a login asks for one code of it, and gets that one. */
async function handCode(apps: Client[]): Promise<void> {
  const [dana] = apps;
  const [asker, holder] = [apps[handedCode.asker], apps[handedCode.holder]];
  if (dana === undefined || asker === undefined || holder === undefined) return;
  const { item } = await itemCalled(dana, handedCode.title);
  const { tools: known } = await must(dana, "tool.list", {});
  const tool = known.find(({ name }) => name === handedCode.tool)?.tool ?? "";
  await must(dana, "account.save", { tool, item, signInName: "nordlicht-bot" });
  await inStep([dana, asker, holder]);
  const user =
    (await must(asker, "member.list", {})).find(({ name }) => name === people[handedCode.holder]?.name)?.user ?? "";
  await must(asker, "code.ask", { item, user, why: handedCode.why });
  await inStep([asker]);
  const [asked] = await eventually(
    async () => {
      await inStep([holder]);
      return must(holder, "code.asked", {});
    },
    (all) => all.length > 0,
    10_000,
  );
  if (asked !== undefined) {
    const { request, item: of, user: by } = asked;
    await must(holder, "code.hand", { request, item: of, user: by });
  }
  await inStep([holder, asker]);
}

async function save(app: Client, vault: string, login: DemoLogin): Promise<void> {
  const { title, username, host, totp, tags = [], notes, key } = login;
  await must(app, "item.save", {
    vault,
    kind: "login",
    changes: {
      title,
      tags,
      password: draw(letters, 18),
      ...(username === undefined ? {} : { username }),
      ...(host === undefined ? {} : { urls: [`https://${host}/`] }),
      ...(totp === true ? { totp: draw(base32, 32) } : {}),
      ...(notes === undefined ? {} : { notes }),
      ...(key === undefined ? {} : { fields: [{ name: key[0], type: "hidden" as const, value: key[1] }] }),
    },
  });
}

function draw(from: string, length: number): string {
  return Array.from({ length }, () => from[randomInt(from.length)]).join("");
}

/** Colleagues work too: histories have more than one name. */
async function changeSomething([dana, ivo, , , chidinma]: Client[]): Promise<void> {
  if (dana === undefined || ivo === undefined || chidinma === undefined) return;
  await inStep([dana, ivo, chidinma]);
  const mailchimp = await itemCalled(ivo, "Mailchimp");
  await must(ivo, "item.save", { ...mailchimp, changes: { password: "vK7#tq-Rz92&mWx!4Lp" } });
  await inStep([ivo, chidinma]);
  const urls = ["https://login.mailchimp.com/", "https://mailchimp.com/"];
  await must(chidinma, "item.save", { ...mailchimp, changes: { urls } });
  await inStep([chidinma, dana]);
}

/** Two people change one password while one of them is offline: both values are kept. */
async function changeAtOnce([dana, ivo]: Client[], network: Network): Promise<void> {
  if (dana === undefined || ivo === undefined) return;
  const canva = await itemCalled(dana, "Canva");
  network.isCut = true;
  await must(dana, "item.save", { ...canva, changes: { password: draw(letters, 18) } });
  await must(ivo, "item.save", { ...canva, changes: { password: draw(letters, 18) } });
  await inStep([ivo]);
  network.isCut = false;
  await inStep([dana, ivo]);
}

async function itemCalled(app: Client, title: string): Promise<{ vault: string; item: string }> {
  const { items } = await must(app, "item.list", { text: title });
  const found = items.find((one) => one.title === title);
  if (found === undefined) throw new Error(`the demo team has no ${title}`);
  return { vault: found.vault, item: found.item };
}

/** Until everybody has everything and has sent everything. */
async function inStep(apps: Client[]): Promise<void> {
  for (const app of apps)
    await eventually(
      () => must(app, "sync.now", {}),
      ({ state, pending }) => state === "ok" && pending === 0,
      20_000,
    );
}
