/**
 * The same move as `move-in.spec.ts`, by the same team of four, with the keyboard alone: nothing is clicked and nothing is focused
 * by the test. Dana and Bob sit at their computers; Cleo and Dora, whom Dana invites and gives access to, join by their messages
 * and see what the others do. How many presses each act takes is printed, and none may take more than its bound.
 */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Client } from "./drive.ts";
import { person } from "./kit/browser.ts";
import { countedKeys, type Hands } from "./kit/counted-keys.ts";
import { eventually } from "./kit/eventually.ts";
import { kdbxOf, kdbxPassphrase } from "./kit/kdbx-file.ts";
import { focused } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { client, isIn, must, passphrase, server } from "./kit/team.ts";

const groups = ["Marketing", "Operations", "Finance", "Sales", "Engineering", "Office", "Private", "Old stuff"];
const entries = 300;
const stuck = join(import.meta.dirname, "../test-results");

const detail = ({ page }: Hands) => page.locator("main.detail");
const heading = (who: Hands, name: string) => detail(who).getByRole("heading", { name, exact: true }).waitFor();
/** A dialog that is open and has the focus. */
const dialog = (who: Hands) => who.page.locator('[role="dialog"]:focus-within');
const notice = ({ page }: Hands, text: RegExp) => page.locator(".notice").getByText(text).first().waitFor();

/** Where no keychain answers, the person says that a file is enough. */
async function acceptFile(who: Hands): Promise<void> {
  if ((await who.page.getByLabel("Keep it in a file").count()) === 0) return;
  await who.to(/^Keep it in a file/);
  await who.press("Space");
}

async function choosePassphrase(who: Hands): Promise<void> {
  await who.type(passphrase);
  await who.to(/^Passphrase again/);
  await who.type(passphrase);
}

async function goOnWithoutSheet(who: Hands): Promise<void> {
  await who.page.getByText("Print the device sheet").waitFor();
  await who.to(/^Continue without a sheet/);
  await who.press("Enter");
  await dialog(who).getByText("Continue without the device sheet?").waitFor();
  await who.press("Enter");
}

async function createTeam(dana: Hands, setupCode: string): Promise<void> {
  await dana.page.getByText("Create a team").waitFor();
  await dana.press("Enter");
  await dana.page.getByLabel("Setup code").waitFor();
  await dana.paste(setupCode);
  await dana.page.getByText("Reached").waitFor();
  await acceptFile(dana);
  await dana.press("Enter");
  await dana.page.getByLabel("Team name").waitFor();
  await dana.type("Nordlicht");
  await dana.press("Tab");
  await dana.type("Dana");
  await dana.press("Tab");
  await choosePassphrase(dana);
  await dana.page.getByText("Somebody who steals").waitFor();
  await dana.press("Enter");
  await goOnWithoutSheet(dana);
  await dana.page.getByText("Put the first login").waitFor();
}

/** Five groups become vaults, two go to the personal vault, one stays away. */
async function importFile(dana: Hands): Promise<void> {
  const { page } = dana;
  const file = {
    name: "team.kdbx",
    mimeType: "application/octet-stream",
    buffer: Buffer.from(kdbxOf(entries, groups)),
  };
  await dana.to(/^Import…/);
  await dana.press("Enter");
  page.once("filechooser", (chooser) => void chooser.setFiles(file));
  await page.getByRole("button", { name: "Choose file" }).waitFor();
  await dana.press("Enter");
  await page.getByText("team.kdbx").first().waitFor();
  await dana.to(/^Passphrase of the file/);
  await dana.type(kdbxPassphrase);
  await dana.press("Enter");
  await page.getByRole("button", { name: /^Take 300 items/ }).waitFor();
  await dana.to(/^Make a vault for each group/, "Shift+Tab");
  await dana.press("Enter");
  for (const [group, keys] of [
    ["Old stuff", ["ArrowUp"]],
    ["Private", ["P", "e", "r"]],
    ["Office", ["P", "e", "r"]],
  ] as const) {
    await dana.to(new RegExp(`^Goes to: ${group}`), "Shift+Tab");
    await dana.press("Enter");
    for (const key of keys) await (key.length === 1 ? dana.type(key) : dana.press(key));
    await dana.press("Enter");
    await page
      .getByRole("button", { name: new RegExp(`^Goes to: ${group}: ${keys.length === 1 ? "Do not" : "Personal"}`) })
      .waitFor();
  }
  await page.getByRole("button", { name: /^Create 5 vaults, take 263 items/ }).waitFor();
  await dana.press("Control+Enter");
  await page.getByRole("button", { name: "Show the items" }).waitFor({ timeout: 60_000 });
  await dana.press("Enter");
  await page.getByRole("option").first().waitFor();
}

/** The message as it goes by mail. */
async function invite(dana: Hands, name: string): Promise<string> {
  await dana.press("Control+7");
  await dana.page
    .getByLabel(/^Search 1 person|^Search/)
    .first()
    .waitFor();
  await dana.press("Control+n");
  await dialog(dana).waitFor();
  await dana.type(name);
  await dana.press("Enter");
  const message = await dana.page.getByTestId("invite-message").innerText();
  await dana.press("Escape");
  await dana.page.getByText("Open invites").waitFor();
  return message;
}

/** One of the team who is not at a keyboard here. */
async function joinsBy(message: string, dana: Hands, name: string): Promise<Client> {
  const app = await client();
  const isTold = notice(dana, new RegExp(`^${name} joined the team`));
  await must(app, "team.join", { code: /latchkey:\/\/join\/\S+/.exec(message)?.[0] ?? "", passphrase });
  await isIn(app);
  await isTold;
  return app;
}

async function joinTeam(bob: Hands, message: string): Promise<void> {
  await bob.page.getByText("Join with an invite").waitFor();
  await bob.to(/^Join with an invite/);
  await bob.press("Enter");
  await bob.page.getByLabel("Join code").waitFor();
  // What is not whole is named at once, and goes nowhere.
  await bob.paste(message.replace(/latchkey:\/\/join\/\S{60}\S*/, (code) => code.slice(0, -8)));
  await bob.page.getByText("The code stops early").waitFor();
  await bob.press("Enter");
  await bob.press("Control+a");
  await bob.paste(message);
  await bob.page.getByText("Dana invites you to Nordlicht.").waitFor();
  await bob.press("Enter");
  await bob.page.getByLabel("Passphrase again").waitFor();
  await choosePassphrase(bob);
  await acceptFile(bob);
  await bob.page.getByText("Somebody who steals").waitFor();
  await bob.press("Enter");
  await goOnWithoutSheet(bob);
  await bob.page
    .getByLabel(/^Search/)
    .first()
    .waitFor();
}

async function isAt(who: Hands, name: RegExp): Promise<void> {
  await eventually(
    () => focused(who.page),
    (here) => name.test(here.name),
  );
}

/** In the column beside the list letters lead to the name. */
async function toVault(who: Hands, name: string): Promise<void> {
  await who.press("Shift+Tab");
  await who.type(name.slice(0, 3));
  await isAt(who, new RegExp(`^${name}`));
}

/** Who gets what, by the keys that lead from View to it. */
type Given = { name: string; more: number };

async function giveAccess(dana: Hands, vault: string, people: Given[]): Promise<void> {
  const { page } = dana;
  await toVault(dana, vault);
  await dana.press("Enter");
  await page.getByLabel(`Search ${vault}`).waitFor();
  await toVault(dana, vault);
  await dana.to(/^Open vault sheet/);
  await dana.press("Enter");
  for (const { name, more } of people) {
    await dana.to(/^Add people/);
    await dana.press("Enter");
    await page.getByRole("option", { name }).waitFor();
    await dana.type(name);
    await dana.to(/^View/);
    for (let at = 0; at < more; at++) await dana.press("ArrowRight");
    await dana.press("Enter");
    await notice(dana, new RegExp(`${name}.*${vault}`));
    // Where the act began, so that the next one begins there too.
    await isAt(dana, /^Add people/);
  }
  await dana.press("Escape");
  await page.getByLabel(`Search ${vault}`).waitFor();
}

/** Types into the search, which has the focus or gets it by Ctrl F. */
async function find(who: Hands, title: string): Promise<void> {
  await who.press("Control+f");
  await who.type(title);
  await heading(who, title);
}

async function move(dana: Hands): Promise<void> {
  await find(dana, "Service 2");
  await dana.press("Tab");
  await dana.press("m");
  await dialog(dana).getByText("Move").first().waitFor();
  await dana.type("Mark");
  await dana.press("Enter");
  await notice(dana, /Service 2 moved to Marketing/);
}

/** Both open the same version, both change the password. */
async function edit(who: Hands, value: string): Promise<void> {
  await who.press("e");
  await who.page.getByRole("main", { name: "Editing" }).waitFor();
  await who.to(/^Password$/);
  await who.press("Control+a");
  await who.type(value);
}

type Team = {
  dana: Hands;
  bob: Hands;
  act<T>(name: string, most: number, doing: () => Promise<T>): Promise<T>;
  /** Filled once they are in. */
  apps: { cleo: Client; dora: Client } | null;
};

/** From nothing to a team of four in which everybody has what they need. */
async function moveIn(team: Team): Promise<void> {
  const { dana, bob, act } = team;
  const { setupCode } = await server();
  await act("create a team", 17, () => createTeam(dana, setupCode));
  await act(`import ${entries} entries of ${groups.length} groups into 5 new vaults`, 30, () => importFile(dana));
  const message = await act("invite Bob", 5, () => invite(dana, "Bob"));
  await act("join by that message", 19, async () => {
    const isTold = notice(dana, /^Bob joined the team/);
    await joinTeam(bob, message);
    await isTold;
  });
  const others = await act("invite Cleo and Dora", 8, async () => ({
    cleo: await invite(dana, "Cleo"),
    dora: await invite(dana, "Dora"),
  }));
  const cleo = await joinsBy(others.cleo, dana, "Cleo");
  const dora = await joinsBy(others.dora, dana, "Dora");
  team.apps = { cleo, dora };
  await dana.page.getByText("Open invites").waitFor({ state: "detached" });
  await act("go to the vaults", 1, () => dana.press("Control+2"));
  await dana.page.getByRole("option").first().waitFor();
  const [view, edits, manages] = [0, 1, 2];
  await act("let Bob manage a vault and Cleo edit it", 30, () =>
    giveAccess(dana, "Marketing", [
      { name: "Bob", more: manages },
      { name: "Cleo", more: edits },
    ]),
  );
  await act("let Cleo edit another", 20, () => giveAccess(dana, "Operations", [{ name: "Cleo", more: edits }]));
  await act("let Dora view a third", 20, () => giveAccess(dana, "Finance", [{ name: "Dora", more: view }]));
  await act("move an item, take it back, and move it again", 16, async () => {
    await toVault(dana, "All items");
    await dana.press("Enter");
    await move(dana);
    await dana.press("Control+z");
    await notice(dana, /Service 2 moved back/);
    await move(dana);
  });
  await has(cleo, ["Marketing", "Operations"], 38 + 1 + 37);
  await has(dora, ["Finance"], 38);
}

/** The vaults of the team that they can open, and how many items are in them. */
async function has(app: Client, titles: string[], items: number): Promise<void> {
  const seen = async () => {
    const vaults = (await must(app, "vault.list", {})).filter(({ kind }) => kind === "shared");
    const ready = vaults.filter(({ state }) => state === "ready");
    return { titles: ready.map(({ title }) => title).sort(), items: ready.reduce((sum, { count }) => sum + count, 0) };
  };
  await eventually(seen, (now) => now.titles.join() === titles.join() && now.items === items, 15_000);
}

/** Both have the same item open. */
async function editTogether({ dana, bob, act }: Team): Promise<void> {
  await act("find an item", 3, async () => {
    await bob.page.getByRole("option").first().waitFor();
    await find(bob, "Service 2");
    await bob.press("Tab");
  });
  await act("change a password", 6, async () => {
    await edit(bob, "Bob's");
    await bob.press("Control+s");
    await detail(bob).getByText("2 versions").waitFor();
  });
  await act("edit at once", 12, async () => {
    await edit(dana, "Dana's own");
    await edit(bob, "Bob's second");
    await bob.press("Control+s");
    await detail(bob).getByText("3 versions").waitFor();
    await dana.page.getByText(/^Password changed by Bob, /).waitFor();
    await dana.press("Control+s");
    await detail(dana).getByText("Two people changed").waitFor();
  });
  await act("settle the conflict", 15, async () => {
    await dana.to(/^Keep/);
    await dana.press("Enter");
    await notice(dana, /ettled/);
  });
}

/** The password as Cleo has it. */
async function passwordOf(app: Client | undefined): Promise<string> {
  if (app === undefined) return "";
  const [row] = (await must(app, "item.list", { text: "Service 2" })).items.filter(
    ({ title }) => title === "Service 2",
  );
  return row === undefined ? "" : (await must(app, "item.reveal", { item: row.item, field: "password" })).value;
}

async function goBack({ dana, act, apps }: Team): Promise<void> {
  await act("restore an old password", 8, async () => {
    await dana.press("h");
    const { page } = dana;
    await page.getByRole("columnheader", { name: "Then" }).waitFor();
    // The oldest: what came from the file.
    const versions = await page.locator(".version-open").count();
    const opened = page.locator(".version-open[aria-current]");
    for (let down = 0; down < versions && (await opened.getByText("Imported").count()) === 0; down++)
      await dana.press("ArrowDown");
    // It can be restored once it is here.
    await dana.page.getByRole("button", { name: /^Restore/ }).waitFor();
    await dana.press("Enter");
    await dialog(dana).waitFor();
    await dana.press("Enter");
    await notice(dana, /restored/i);
  });
  await act("move to Trash and undo", 2, async () => {
    await dana.press("Delete");
    await notice(dana, /Trash/);
    await dana.press("Control+z");
    await notice(dana, /restored/i);
  });
  await act("move to Trash and restore from there", 8, async () => {
    await dana.press("Delete");
    await notice(dana, /Trash/);
    await dana.to(/^Search/, "Shift+Tab");
    await toVault(dana, "Trash");
    await dana.press("Enter");
    await detail(dana)
      .getByText(/^Deleted .* by Dana/)
      .waitFor();
    await dana.press("Enter");
    await notice(dana, /restored/i);
  });
  await eventually(
    () => passwordOf(apps?.cleo),
    (value) => value.startsWith("secret of "),
    15_000,
  );
  await act("lock and unlock", 2, async () => {
    await dana.press("Control+l");
    await dana.page.getByRole("button", { name: /^Unlock/ }).waitFor();
    await dana.type(passphrase);
    await dana.press("Enter");
    await dana.page.getByRole("option").first().waitFor();
  });
}

describe("a team that moves in by the keyboard alone", () => {
  needs("Chromium");

  it("creates, imports, invites, shares, moves, edits at once, settles, goes back, throws away and takes back", async () => {
    const [first, second] = await Promise.all([person(), person()]);
    const pages = { dana: first.page, bob: second.page };
    for (const page of Object.values(pages)) page.setDefaultTimeout(15_000);
    const keys = countedKeys();
    const team: Team = {
      dana: keys.hands(pages.dana),
      bob: keys.hands(pages.bob),
      apps: null,
      async act(name, most, doing) {
        const done = await keys.act(name, most, doing).catch(async (error: unknown) => {
          for (const [who, page] of Object.entries(pages)) {
            await page.screenshot({ path: join(stuck, `stuck-${name.replaceAll(" ", "-")}-${who}.png`) });
            process.stderr.write(`${who} is at “${(await focused(page)).name}” while: ${name}\n`);
          }
          throw error;
        });
        const { keys: presses, characters } = keys.counts.at(-1) ?? { keys: 0, characters: 0 };
        process.stdout.write(`Move by keyboard: ${name}: ${presses} presses, ${characters} characters\n`);
        return done;
      },
    };
    await moveIn(team);
    await editTogether(team);
    await goBack(team);
    for (const { act, keys: presses, most } of keys.counts) expect(presses, act).toBeLessThanOrEqual(most);
    expect([...first.violations, ...second.violations]).toEqual([]);
  }, 240_000);
});
