/**
 * Escape closes the top layer and nothing else, for every pair of layers that the page can show over each other
 * (`screens/layers.ts`, `screens/dialog-beginnings.ts`). The focus is where the upper one was opened from, or somewhere: never on nothing.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fixturePath } from "./fixtures.ts";
import { type Person, person } from "./kit/browser.ts";
import { eventually } from "./kit/eventually.ts";
import { hasFocus } from "./kit/keyboard.ts";
import { needs } from "./kit/needs.ts";
import { keep, scratchDir } from "./kit/scratch.ts";
import { colleague, founderIn, must, passphrase } from "./kit/team.ts";
import { dialogsOver } from "./screens/dialog-beginnings.ts";
import { button, type Layer, type PlaceName, places } from "./screens/layers.ts";

/** Ada's folder: a vault of Ada’s own with a login of two versions and one that asks again, a vault and a group that Bob manages too. */
async function folder(): Promise<string> {
  const dataDir = scratchDir();
  const ada = await founderIn(dataDir);
  const bob = await colleague(ada, "Bob");
  const { vault } = await must(ada, "vault.create", { title: "Ops" });
  const { item } = await must(ada, "item.save", {
    vault,
    changes: { title: "Mailchimp", username: "ada", password: "Reh-12-Nuss" },
  });
  await must(ada, "item.save", { vault, item, changes: { password: "Reh-13-Nuss" } });
  await must(ada, "item.save", {
    vault,
    changes: { title: "Mailjet", password: "Reh-14-Nuss", askAgain: true, urls: ["https://xn--mailjt-8of.example/"] },
  });
  const { vault: shared } = await must(ada, "vault.create", { title: "Billing" });
  await must(ada, "vault.setAccess", { vault: shared, user: bob, permission: "manage" });
  const { user } = await must(ada, "account.status", {});
  await must(ada, "group.create", { name: "Support", managers: [user ?? "", bob], members: [bob] });
  // Twice: they can be merged.
  for (let at = 0; at < 2; at++) await must(ada, "tool.save", { name: "GitHub" });
  await ada.close();
  return dataDir;
}

describe("Escape closes the top layer and nothing else", () => {
  needs("Chromium");
  let shared: Person;
  let close = async (): Promise<void> => undefined;
  beforeAll(async () => {
    shared = await person({ dataDir: await folder() });
    close = keep();
    shared.page.setDefaultTimeout(15_000);
    await shared.page.getByLabel("Passphrase").fill(passphrase);
    await shared.page.keyboard.press("Enter");
    await shared.page.getByRole("option").first().waitFor();
  });
  // What one left open is not in the way of the next.
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    await shared.page.reload();
    await shared.page.getByRole("option").first().waitFor();
  });
  afterAll(() => close());

  describe.each(Object.keys(places) as PlaceName[])("over %s", (place) => {
    const { reach, layer, agree, above } = places[place];
    const dialogs = dialogsOver(place).map(([name, open]): [string, Layer] => [
      `the dialog ${name}`,
      { open, shown: (page) => page.locator(`form[data-dialog="${name}"]`) },
    ]);
    it.each([...Object.entries(above), ...dialogs])("%s", async (_, over) => {
      const { page, violations } = shared;
      await reach(page);
      if (layer !== null) {
        await layer.open(page);
        await layer.shown(page).waitFor();
      }
      await over.open(page);
      await over.shown(page).waitFor();
      await page.keyboard.press("Escape");
      await over.shown(page).waitFor({ state: "detached" });
      await hasFocus(page);
      if (layer !== null) {
        expect(await layer.shown(page).count()).toBe(1);
        await page.keyboard.press("Escape");
        await agree?.(page);
        await layer.shown(page).waitFor({ state: "detached" });
      }
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(violations).toEqual([]);
    });
  });

  it("over the text of the rows' search in a dry run, in which Enter takes nothing either", async () => {
    const { page, violations } = shared;
    await page.keyboard.press("Control+2");
    await button(page, "New").click();
    await page.getByRole("menuitem", { name: /Import/ }).click();
    await page.getByTestId("import-file").setInputFiles(fixturePath("imports/keepassxc.kdbx"));
    await page.getByLabel("Passphrase of the file").fill("fixture-pass");
    await button(page, "Read the file").click();
    const rows = page.getByRole("searchbox", { name: "Search rows" });
    await rows.fill("mail");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await eventually(
      () => rows.inputValue(),
      (text) => text === "",
    );
    await hasFocus(page);
    await button(page, /^Take 5 items/).waitFor();
    expect(await page.getByRole("status").filter({ hasText: "of 5" }).count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.getByTestId("import-file").waitFor({ state: "attached" });
    expect(violations).toEqual([]);
  });
});
