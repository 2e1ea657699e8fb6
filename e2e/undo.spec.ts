/** What was just done is taken back by one key wherever the person went meanwhile; failures stand one at a time. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { tabTo } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { scratchDir } from "./kit/scratch.ts";
import { founderIn, must, passphrase } from "./kit/team.ts";

async function filled() {
  const dataDir = scratchDir();
  const ada = await founderIn(dataDir);
  const { vault } = await must(ada, "vault.create", { title: "Marketing" });
  for (const title of ["Adobe", "Buffer"]) await must(ada, "item.save", { vault, changes: { title, password: "one" } });
  await ada.close();
  const started = await person({ dataDir });
  await started.page.getByLabel("Passphrase").fill(passphrase);
  await started.page.keyboard.press("Enter");
  await started.page.getByRole("option").nth(1).waitFor();
  return started;
}

const notice = (page: Page, text: string) => page.locator(".notice").getByText(text);

/** Finds Buffer by the search, whose text stays there, and deletes it from the list. */
async function deleteFound(page: Page): Promise<void> {
  await page.keyboard.press("Control+f");
  await page.keyboard.insertText("buffer");
  await page.locator("main.detail").getByRole("heading", { name: "Buffer", exact: true }).waitFor();
  await tabTo(page, /^Items$/);
  await page.keyboard.press("Delete");
  await notice(page, "Buffer moved to Trash").waitFor();
}

describe("undo", () => {
  needs("Chromium");

  it("takes back a deletion from the search, another section, Trash, an editor; newer typing is taken back first", async () => {
    const { page, violations } = await filled();
    const { keyboard } = page;
    const places: Record<string, () => Promise<unknown>> = {
      "the search with its text": () => keyboard.press("Control+f"),
      "the list of people": () => keyboard.press("Control+7"),
      "the settings": () => keyboard.press("Control+9"),
      "the trash": () => page.getByLabel("Vaults").getByText("Trash").click(),
      "an editor": async () => {
        await keyboard.press("Control+n");
        await page.getByRole("main", { name: "New login" }).waitFor();
      },
    };
    for (const [place, go] of Object.entries(places)) {
      await deleteFound(page);
      await go();
      await keyboard.press("Control+z");
      await notice(page, "Buffer restored")
        .waitFor()
        .catch(() => expect.fail(`not taken back from ${place}`));
      await keyboard.press("Escape");
      // The new one began with what was searched for.
      if (place === "an editor") await page.getByRole("button", { name: "Leave without saving" }).click();
      await keyboard.press("Control+2");
      await page.getByLabel("Vaults").getByText("All items").click();
      await keyboard.press("Control+f");
      await keyboard.press("Escape");
      await page.getByRole("option").nth(1).waitFor();
    }
    await deleteFound(page);
    await keyboard.press("Control+f");
    await keyboard.insertText("ado");
    await keyboard.press("Control+z");
    await eventually(
      () => page.getByLabel(/^Search/).inputValue(),
      (text) => text !== "ado",
    );
    expect(await notice(page, "Buffer restored").count()).toBe(0);
    expect(violations).toEqual([]);
  }, 120_000);

  it("one notice stands at a time: the newest failure says how many came before it, and what could be taken back comes again", async () => {
    const { page, violations } = await filled();
    await deleteFound(page);
    const drop = (bytes: number[]) =>
      page.evaluate((given) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(given)], "file"));
        const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
        document.querySelector(".side-col")?.dispatchEvent(event);
      }, bytes);
    await drop(Array.from({ length: 64 }, (_, at) => at));
    await notice(page, "This is neither a Latchkey archive, a KeePass file").waitFor();
    await drop([0x50, 0x4b, 3, 4, ...Array<number>(60).fill(0)]);
    await page.locator(".notice-bad").getByText("1 other thing failed just before").waitFor();
    await eventually(
      () => page.locator(".notice").count(),
      (shown) => shown === 1,
    );
    await page.locator(".notice-bad").getByRole("button", { name: "Close" }).click();
    await notice(page, "Buffer moved to Trash").waitFor();
    await page.keyboard.press("Control+z");
    await notice(page, "Buffer restored").waitFor();
    expect(violations).toEqual([]);
  });
});
