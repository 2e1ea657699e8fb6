/**
 * The same move as `move-in.spec.ts`, by two people at two computers, with the keyboard alone: nothing is clicked and nothing
 * is focused by the test. How many presses each act takes is printed, and none may take more than its bound.
 */
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { type ActCount, countedKeys, type Hands, tableOf } from "./kit/counted-keys.ts";
import { kdbxOf, kdbxPassphrase } from "./kit/kdbx-file.ts";
import { focused } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { passphrase, server } from "./kit/team.ts";

const groups = ["Marketing", "Operations", "Finance", "Sales", "Engineering", "Office", "Private", "Old stuff"];
const entries = 300;
const stuck = join(import.meta.dirname, "../test-results");
const counted: ActCount[] = [];

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

async function giveAccess(dana: Hands): Promise<void> {
  await dana.press("Control+1");
  await dana.page.getByRole("option").first().waitFor();
  await dana.to(/^Marketing/, "Shift+Tab");
  await dana.press("Enter");
  await dana.page.getByLabel("Search Marketing").waitFor();
  await dana.to(/^Open vault sheet/, "Shift+Tab");
  await dana.press("Enter");
  await dana.to(/^Add people/);
  await dana.press("Enter");
  await dana.page.getByRole("option", { name: "Bob" }).waitFor();
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
  await dana.to(/^All items/, "Shift+Tab");
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

describe("a team that moves in by the keyboard alone", () => {
  needs("Chromium");
  afterAll(() => {
    if (counted.length > 0) process.stdout.write(`\n${tableOf(counted)}\n\n`);
  });

  it("creates, imports, invites, shares, moves, edits at once, settles, goes back, throws away and takes back", async () => {
    const { setupCode } = await server();
    const [first, second] = await Promise.all([person(), person()]);
    for (const { page } of [first, second]) page.setDefaultTimeout(15_000);
    const keys = countedKeys();
    const [dana, bob] = [keys.hands(first.page), keys.hands(second.page)];
    const act = async (name: string, most: number, doing: () => Promise<void>): Promise<void> => {
      await keys.act(name, most, doing).catch(async (error: unknown) => {
        const pages = { dana: first.page, bob: second.page };
        for (const [who, page] of Object.entries(pages)) {
          await page.screenshot({ path: join(stuck, `stuck-${name.replaceAll(" ", "-")}-${who}.png`) });
          process.stderr.write(`${who} is at “${(await focused(page)).name}” while: ${name}\n`);
        }
        throw error;
      });
      counted.splice(0, counted.length, ...keys.counts);
    };

    await act("create a team", 40, () => createTeam(dana, setupCode));
    await act("import 300 entries of 8 groups into 5 new vaults", 60, () => importFile(dana));
    let message = "";
    await act("invite somebody", 6, async () => {
      message = await invite(dana);
    });
    await act("join by that message", 20, async () => {
      const isTold = notice(dana, /^Bob joined the team/);
      await joinTeam(bob, message);
      await isTold;
    });
    await act("give them a vault to edit", 20, () => giveAccess(dana));
    await act("move an item into it", 12, () => move(dana));

    await act("find an item", 4, async () => {
      await bob.page.getByRole("option").first().waitFor();
      await find(bob, "Service 2");
      await bob.press("Tab");
    });
    await act("change a password", 12, async () => {
      await edit(bob, "Bob's");
      await bob.press("Control+s");
      await detail(bob).getByText("2 versions").waitFor();
    });
    await act("edit at once", 24, async () => {
      await edit(dana, "Dana's own");
      await edit(bob, "Bob's second");
      await bob.press("Control+s");
      await detail(bob).getByText("3 versions").waitFor();
      await dana.page.getByText(/^Bob saved this login/).waitFor();
      await dana.press("Control+s");
      await detail(dana).getByText("Two people changed").waitFor();
    });
    await act("settle the conflict", 12, async () => {
      await dana.to(/^Keep/);
      await dana.press("Enter");
      await notice(dana, /ettled/);
    });
    await act("restore an old password", 8, async () => {
      await dana.press("h");
      await dana.page.getByRole("columnheader", { name: "Then" }).waitFor();
      await dana.press("ArrowDown");
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
      await dana.to(/^Trash/, "Shift+Tab");
      await dana.press("Enter");
      await detail(dana)
        .getByText(/^Deleted/)
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

    for (const { act: name, keys: pressed, most } of keys.counts) expect(pressed, name).toBeLessThanOrEqual(most);
    expect([...first.violations, ...second.violations]).toEqual([]);
  }, 240_000);
});
