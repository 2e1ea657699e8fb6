/**
 * The same move as `move-in.spec.ts`, by two people at two computers, with the keyboard alone: nothing is clicked and nothing
 * is focused by the test. How many presses each act takes is printed, and none may take more than its bound.
 */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { countedKeys, type Hands } from "./kit/counted-keys.ts";
import { eventually } from "./kit/eventually.ts";
import { kdbxOf, kdbxPassphrase } from "./kit/kdbx-file.ts";
import { focused } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { passphrase, server } from "./kit/team.ts";

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
    await page.getByRole("textbox", { name: "Find or name a vault" }).waitFor();
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
async function invite(dana: Hands): Promise<string> {
  await dana.press("Control+2");
  await dana.page
    .getByLabel(/^Search 1 person|^Search/)
    .first()
    .waitFor();
  await dana.press("Control+n");
  await dialog(dana).waitFor();
  await dana.type("Bob");
  await dana.press("Enter");
  const message = await dana.page.getByTestId("invite-message").innerText();
  await dana.press("Escape");
  await dana.page.getByText("Open invites").waitFor();
  return message;
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

/** In the column beside the list letters lead to the name. */
async function toVault(who: Hands, name: string): Promise<void> {
  await who.press("Shift+Tab");
  await who.type(name.slice(0, 3));
  await eventually(
    () => focused(who.page),
    (here) => here.name.startsWith(name),
  );
}

async function giveAccess(dana: Hands): Promise<void> {
  await dana.press("Control+1");
  await dana.page.getByRole("option").first().waitFor();
  await toVault(dana, "Marketing");
  await dana.press("Enter");
  await dana.page.getByLabel("Search Marketing").waitFor();
  await toVault(dana, "Marketing");
  await dana.to(/^Open vault sheet/);
  await dana.press("Enter");
  await dana.to(/^Add people/);
  await dana.press("Enter");
  await dana.page.getByRole("option", { name: "Bob" }).waitFor();
  await dana.type("Bob");
  await dana.to(/^View/);
  await dana.press("ArrowRight");
  await dana.press("Enter");
  await notice(dana, /Bob.*Marketing/);
  await dana.press("Escape");
  await dana.page.getByLabel("Search Marketing").waitFor();
}

/** Types into the search, which has the focus or gets it by Ctrl F. */
async function find(who: Hands, title: string): Promise<void> {
  await who.press("Control+f");
  await who.type(title);
  await heading(who, title);
}

async function move(dana: Hands): Promise<void> {
  await toVault(dana, "All items");
  await dana.press("Enter");
  await find(dana, "Service 2");
  await dana.press("Tab");
  await dana.press("m");
  await dialog(dana).getByText("Move").first().waitFor();
  await dana.type("Mark");
  await dana.press("Enter");
  await notice(dana, /Service 2 .*Marketing/);
}

/** Both open the same version, both change the password. */
async function edit(who: Hands, value: string): Promise<void> {
  await who.press("e");
  await who.page.getByRole("main", { name: "Editing" }).waitFor();
  await who.to(/^Password$/);
  await who.press("Control+a");
  await who.type(value);
}

type Team = { dana: Hands; bob: Hands; act(name: string, most: number, doing: () => Promise<void>): Promise<void> };

/** From nothing to a team in which both have a vault. */
async function moveIn({ dana, bob, act }: Team): Promise<void> {
  const { setupCode } = await server();
  await act("create a team", 17, () => createTeam(dana, setupCode));
  await act(`import ${entries} entries of ${groups.length} groups into 5 new vaults`, 30, () => importFile(dana));
  let message = "";
  await act("invite somebody", 5, async () => {
    message = await invite(dana);
  });
  await act("join by that message", 19, async () => {
    const isTold = notice(dana, /^Bob joined the team/);
    await joinTeam(bob, message);
    await isTold;
  });
  await act("give them a vault to edit", 18, () => giveAccess(dana));
  await act("move an item into it", 9, () => move(dana));
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

async function goBack({ dana, act }: Team): Promise<void> {
  await act("restore an old password", 5, async () => {
    await dana.press("h");
    await dana.page.getByRole("columnheader", { name: "Then" }).waitFor();
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
      async act(name, most, doing) {
        await keys.act(name, most, doing).catch(async (error: unknown) => {
          for (const [who, page] of Object.entries(pages)) {
            await page.screenshot({ path: join(stuck, `stuck-${name.replaceAll(" ", "-")}-${who}.png`) });
            process.stderr.write(`${who} is at “${(await focused(page)).name}” while: ${name}\n`);
          }
          throw error;
        });
        const { keys: presses, characters } = keys.counts.at(-1) ?? { keys: 0, characters: 0 };
        process.stdout.write(`Move by keyboard: ${name}: ${presses} presses, ${characters} characters\n`);
      },
    };
    await moveIn(team);
    await editTogether(team);
    await goBack(team);
    for (const { act, keys: presses, most } of keys.counts) expect(presses, act).toBeLessThanOrEqual(most);
    expect([...first.violations, ...second.violations]).toEqual([]);
  }, 240_000);
});
