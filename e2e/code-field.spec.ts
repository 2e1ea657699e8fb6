/** Codes that were sent, in the fields of the first run: what is cut short is named at once, an old answer is none. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { person } from "./kit/browser.ts";
import { needs } from "./kit/needs.ts";
import { founder, must, server } from "./kit/team.ts";

/** Watches for the words while anything but `whole` stands in the field. */
async function watch(page: Page, words: string, whole: string): Promise<() => Promise<boolean>> {
  const seen = await page.evaluateHandle(
    ([text, code]) => {
      const found = { wrongly: false };
      const look = (): void => {
        const field = document.querySelector("textarea");
        if (field?.value !== code && document.body.textContent?.includes(text ?? "") === true) found.wrongly = true;
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      return found;
    },
    [words, whole],
  );
  return () => seen.evaluate(({ wrongly }) => wrongly);
}

describe("the fields of codes", () => {
  needs("Chromium");

  it.each([
    ["a join code", /Join with an invite/, "Join code", /^The code stops early|^This is not a complete join code/],
    ["a setup code", /Create a team/, "Setup code", /^The setup code stops early|^This is not a complete setup/],
  ])(
    "name %s that was pasted and stops early, however little there is, and let people type",
    async (_, way, label, sentence) => {
      const running = await server();
      const ada = await founder(running);
      const { code } = await must(ada, "invite.create", { name: "Bob" });
      const whole = label === "Join code" ? code : running.setupCode;
      const { page, violations } = await person();
      await page.getByRole("button", { name: way }).click();
      const field = page.getByLabel(label, { exact: true });
      await field.click();
      for (const length of [18, 30, whole.length - 1]) {
        await page.keyboard.press("Control+a");
        await page.keyboard.insertText(whole.slice(0, length));
        await page.getByText(sentence).waitFor();
      }
      // Letter by letter it is only begun.
      await page.keyboard.press("Control+a");
      await page.keyboard.press("Delete");
      await page.keyboard.type(whole.slice(0, 19));
      expect(await field.inputValue()).toBe(whole.slice(0, 19));
      expect(await page.getByText(sentence).count()).toBe(0);
      expect(violations).toEqual([]);
    },
  );

  it("show no answer for a code that does not stand there any more", async () => {
    const { setupCode } = await server();
    const { page, violations } = await person();
    await page.getByRole("button", { name: /Create a team/ }).click();
    const field = page.getByLabel("Setup code");
    const wasWrong = await watch(page, "Reached", setupCode);
    for (let times = 0; times < 5; times++) {
      // The first needs the server, the second is refused at once, before the first is answered.
      await field.fill(setupCode);
      await field.fill(setupCode.slice(0, -4));
      await page.getByText(/^The setup code stops early/).waitFor();
    }
    await field.fill(setupCode);
    await page.getByText("Reached").waitFor();
    expect(await wasWrong()).toBe(false);
    expect(violations).toEqual([]);
  });
});
