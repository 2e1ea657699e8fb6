/** Files of an item as a person has them: picked, dropped, pasted, saved, removed, with a name that is too long. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixturePath } from "./fixtures.ts";
import { type Person, person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { passphrase, server } from "./kit/team.ts";

const pictures = join(import.meta.dirname, "../test-results/screens");

async function founderInBrowser(home: string, setupCode: string): Promise<Person> {
  const dana = await person({}, { HOME: home });
  const { page } = dana;
  await page.getByRole("button", { name: /Create a team/ }).click();
  await page.getByLabel("Setup code").fill(setupCode);
  const box = page.getByLabel("Keep it in a file");
  if ((await box.count()) > 0) await box.check();
  await page.getByText("Reached").waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Team name").fill("Nordlicht");
  await page.getByLabel("Your name").fill("Dana");
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.getByLabel("Passphrase again").fill(passphrase);
  await page.getByRole("button", { name: /Create team/ }).click();
  await page.getByRole("button", { name: "Continue without a sheet" }).click();
  await page.getByRole("button", { name: "Continue without it" }).click();
  await page.getByText("Put the first login").waitFor();
  return dana;
}

type Dragged = { kind: "dragover" | "drop"; name: string; bytes?: number[]; over?: string };

/** Holds a file over the detail or another place, or drops it there. */
async function drag(
  { page }: Person,
  { kind, name, bytes = [...Buffer.from("dropped")], over = "main.detail" }: Dragged,
) {
  const holder = await page.evaluateHandle(
    (of) => {
      const given = new DataTransfer();
      given.items.add(new File([new Uint8Array(of.bytes)], of.name));
      return given;
    },
    { name, bytes },
  );
  await page.dispatchEvent(over, kind, { dataTransfer: holder });
}

/** Pastes a file where nobody types. */
async function pasteFile({ page }: Person, name: string): Promise<void> {
  await page.evaluate((called) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(["pasted"], called));
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, name);
}

/** The key that saves, and before any answer can come what follows it. */
async function saveAndAtOnce({ page }: Person, then: { typed?: string; file?: string }): Promise<void> {
  await page.evaluate(({ typed, file }) => {
    const press = { key: "s", ctrlKey: true, bubbles: true, cancelable: true };
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", press));
    if (file !== undefined) {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["late"], file));
      const drop = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
      document.querySelector("main.detail")?.dispatchEvent(drop);
    }
    const notes = document.querySelector<HTMLTextAreaElement>("form.editor textarea");
    if (typed === undefined || notes === null) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(notes, typed);
    notes.dispatchEvent(new Event("input", { bubbles: true }));
  }, then);
}

describe("files of an item", () => {
  needs("Chromium");

  it("are picked, dropped, saved into Downloads and removed; History and Trash show them and save them as they were", async () => {
    const home = scratchDir();
    const { setupCode } = await server();
    const dana = await founderInBrowser(home, setupCode);
    const { page } = dana;
    await page.getByRole("button", { name: /Add a login/ }).click();
    await page.getByLabel("Title", { exact: true }).fill("Router");
    await page.keyboard.press("Control+s");
    // The editor has such a button too.
    await page.locator("form.editor").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Add a file…" }).waitFor();

    const folder = join(home, "given");
    mkdirSync(folder);
    const long = `${"Betriebshandbuch mit Netzplan und Übergabeprotokoll ".repeat(3)}2026.pdf`;
    for (const [name, size] of [
      ["plan.pdf", 1_400_000],
      [long, 12_000],
    ] as const)
      writeFileSync(join(folder, name), Buffer.alloc(size, 7));
    const chosen = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Add a file…" }).focus();
    await page.keyboard.press("Enter");
    await (await chosen).setFiles([join(folder, "plan.pdf"), join(folder, long)]);
    await page.getByText("1.4 MB").waitFor();
    await page.getByText("12 KB").waitFor();
    await drag(dana, { kind: "dragover", name: "notes.txt" });
    await page.getByText("Drop to add to this item").waitFor();
    await drag(dana, { kind: "drop", name: "notes.txt" });
    await page.getByText("7 bytes").waitFor();

    await page.getByRole("button", { name: "Save “plan.pdf”" }).click();
    await page.getByText("Saved in Downloads as “plan.pdf”").waitFor();
    expect(readFileSync(join(home, "Downloads/plan.pdf")).equals(Buffer.alloc(1_400_000, 7))).toBe(true);

    await page.getByRole("button", { name: "Remove “notes.txt”…" }).click();
    await page.getByRole("button", { name: "Remove file" }).click();
    await eventually(
      () => page.getByText("notes.txt", { exact: true }).count(),
      (count) => count === 0,
    );
    writeFileSync(join(folder, "large.bin"), Buffer.alloc(26_214_401));
    await page.locator('input[type="file"]').last().setInputFiles(join(folder, "large.bin"));
    await page.getByText("“large.bin” is larger than 25 MB").waitFor();

    // The version that brought it has it, and the one of now does not.
    await page.getByText("File removed: notes.txt").waitFor();
    await page.getByRole("button", { name: /^File added: notes\.txt/ }).click();
    const files = page.getByRole("row", { name: /^Attachments/ });
    await files.getByRole("button", { name: "Save “plan.pdf”, Now" }).waitFor();
    expect(await files.getByRole("button", { name: "Save “notes.txt”, Now" }).count()).toBe(0);
    await files.getByRole("button", { name: "Save “notes.txt”, Then" }).click();
    await page.getByText("Saved in Downloads as “notes.txt”").waitFor();
    expect(readFileSync(join(home, "Downloads/notes.txt"), "utf8")).toBe("dropped");
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, "history-files.png") });
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Edit", exact: true }).waitFor();
    await page.keyboard.press("Delete");
    await page.locator(".notice").getByText("Router").waitFor();
    await page.getByRole("button", { name: /^Trash/ }).click();
    await page.getByRole("button", { name: "Save “plan.pdf”" }).click();
    await page.getByText("Saved in Downloads as “plan (2).pdf”").waitFor();
    expect(await page.getByRole("button", { name: "Remove “plan.pdf”…" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Add a file…" }).count()).toBe(0);
    expect(readFileSync(join(home, "Downloads/plan (2).pdf")).equals(Buffer.alloc(1_400_000, 7))).toBe(true);
    await page.screenshot({ path: join(pictures, "trash-files.png") });
    expect(dana.violations).toEqual([]);
  }, 120_000);

  it("are added and removed while it is edited, only once it is saved, also before a new one's first save", async () => {
    const home = scratchDir();
    const { setupCode } = await server();
    const dana = await founderInBrowser(home, setupCode);
    const { page } = dana;
    const editor = page.locator("form.editor");
    const shown = () => page.locator("main.detail .file-name").allTextContents();
    const picker = editor.locator('input[type="file"]');
    for (const name of ["plan.pdf", "key.txt", "note.txt"]) writeFileSync(join(home, name), name);

    await page.getByRole("button", { name: /Add a login/ }).click();
    await page.getByLabel("Title", { exact: true }).fill("Router");
    await picker.setInputFiles([join(home, "plan.pdf"), join(home, "key.txt")]);
    await drag(dana, { kind: "drop", name: "scan.png" });
    expect(await shown()).toEqual(["plan.pdf", "key.txt", "scan.png"]);
    await page.getByRole("button", { name: "Do not add “key.txt”" }).click();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Add a file…");
    await page.keyboard.press("Control+s");
    await page.getByRole("button", { name: "Save “scan.png”" }).waitFor();
    await eventually(shown, (names) => names.join() === "plan.pdf,scan.png");

    // What is left out of a cancelled editing is neither added nor removed.
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await picker.setInputFiles(join(home, "note.txt"));
    await page.getByRole("button", { name: "Remove “plan.pdf”" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Leave without saving" }).click();
    await page.getByRole("button", { name: "Save “scan.png”" }).waitFor();
    await eventually(shown, (names) => names.join() === "plan.pdf,scan.png");

    // Removed, kept after all, removed.
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("button", { name: "Remove “plan.pdf”" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("removed when you save").waitFor();
    await page.keyboard.press("Enter");
    expect(await page.getByText("removed when you save").count()).toBe(0);
    await page.keyboard.press("Enter");
    await picker.setInputFiles(join(home, "note.txt"));
    await page.keyboard.press("Control+s");
    await page.getByRole("button", { name: "Save “note.txt”" }).waitFor();
    await eventually(shown, (names) => names.join() === "scan.png,note.txt");

    // A lock keeps what was typed, and says that the files are not.
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByLabel("Username").fill("root");
    await picker.setInputFiles(join(home, "key.txt"));
    await page.keyboard.press("Control+l");
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.keyboard.press("Enter");
    await page.getByText(/^You were editing Router/).waitFor();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("Files are not kept with it. Add or remove again: “key.txt”.").waitFor();
    expect(await page.getByLabel("Username").inputValue()).toBe("root");
    await eventually(shown, (names) => names.join() === "scan.png,note.txt");
    expect(dana.violations).toEqual([]);
  }, 120_000);

  it("and words that come while a save is on its way are kept; a paste over a dialog is not for the editor behind it", async () => {
    const { setupCode } = await server();
    const dana = await founderInBrowser(scratchDir(), setupCode);
    const { page } = dana;
    const shown = () => page.locator("main.detail .file-name").allTextContents();
    await page.getByRole("button", { name: /Add a login/ }).click();
    await page.getByLabel("Title", { exact: true }).fill("Router");
    await drag(dana, { kind: "drop", name: "plan.pdf" });

    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Leave without saving" }).waitFor();
    await pasteFile(dana, "behind.png");
    await drag(dana, { kind: "drop", name: "behind.txt" });
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Leave without saving" }).waitFor({ state: "detached" });
    expect(await shown()).toEqual(["plan.pdf"]);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await pasteFile(dana, "pasted.png");
    await eventually(shown, (names) => names.join() === "plan.pdf,pasted.png");

    // Words after the key: the editor stays with them, on what was just saved.
    await saveAndAtOnce(dana, { typed: "for the office" });
    await page
      .locator(".notice")
      .getByText(/ saved\b/)
      .waitFor();
    await page.getByText("3 fields changed").waitFor();
    expect(await page.getByLabel("Notes").inputValue()).toBe("for the office");
    expect(await page.getByRole("option").count()).toBe(1);

    // A file after the key goes along.
    await saveAndAtOnce(dana, { file: "late.txt" });
    await page.locator("form.editor").waitFor({ state: "detached" });
    await eventually(shown, (names) => names.join() === "plan.pdf,pasted.png,late.txt");
    await page.locator("main.detail").getByText("for the office").waitFor();
    expect(await page.getByRole("option").count()).toBe(1);
    expect(dana.violations).toEqual([]);
  }, 120_000);

  it("that can be imported lead there from anywhere in the window, and no file takes the page's place", async () => {
    const { setupCode } = await server();
    const dana = await founderInBrowser(scratchDir(), setupCode);
    const { page } = dana;
    const address = page.url();
    const bytes = [...readFileSync(fixturePath("imports/keepassxc.kdbx"))];
    const kdbx = { name: "team.kdbx", bytes };
    await drag(dana, { ...kdbx, kind: "dragover", over: ".list-col" });
    await page.getByText("Drop a KeePass file, a CSV or a Latchkey archive to import it").waitFor();
    await drag(dana, { ...kdbx, kind: "drop", over: ".list-col" });
    await page.getByLabel("Passphrase of the file").waitFor();
    await page.getByText("team.kdbx").waitFor();
    await eventually(
      () => page.evaluate(() => document.activeElement?.getAttribute("type")),
      (type) => type === "password",
    );
    expect(await page.getByText("Drop a KeePass file").count()).toBe(0);

    await page.keyboard.press("Escape");
    await page.getByText("Put the first login").waitFor();
    const csv = [...Buffer.from("title,username,password\nScales,dana,one\n")];
    await drag(dana, { kind: "drop", name: "logins.csv", bytes: csv, over: ".side-col" });
    await page.getByText("What are these columns?").waitFor();
    // Back to the choice, which stays a choice: the dropped table is not read once more.
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Choose file/ }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Put the first login").waitFor();

    await drag(dana, {
      kind: "drop",
      name: "photo.bin",
      bytes: Array.from({ length: 64 }, (_, at) => at),
      over: "main.detail",
    });
    await page.getByText("This is neither a Latchkey archive, a KeePass file (KDBX) nor a table (CSV).").waitFor();
    await page.getByText("Put the first login").waitFor();

    await page.keyboard.press("Control+l");
    await page.getByRole("button", { name: "Unlock" }).waitFor();
    const isPrevented = await page.evaluate((of) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(of)], "team.kdbx"));
      const drop = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
      return !document.body.dispatchEvent(drop);
    }, bytes);
    expect(isPrevented).toBe(true);
    expect(new URL(page.url()).protocol).toBe(new URL(address).protocol);
    expect(dana.violations).toEqual([]);
  }, 120_000);
});
