/** Accessibility faults of a page, by axe-core: its program goes into the page once, and says only what is violated. */
import axeCore, { type RunOptions, type Result as Violation } from "axe-core";
import type { Page } from "playwright-core";

type WithAxe = { axe?: { run(context: Document, options: RunOptions): Promise<{ violations: Violation[] }> } };

/** WCAG 2.0 to 2.2, A and AA. */
export const wcag = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** Each violated rule with what violates it: all rules, or those with one of `tags`. */
export async function axeFaults(page: Page, tags?: string[]): Promise<string[]> {
  if (await page.evaluate(() => (window as WithAxe).axe === undefined)) await page.evaluate(axeCore.source);
  const options: RunOptions = { resultTypes: ["violations"], ...(tags === undefined ? {} : { runOnly: tags }) };
  const violations = await page.evaluate(async (asked) => {
    const { axe } = window as WithAxe;
    if (axe === undefined) throw new Error("axe is not in the page");
    return (await axe.run(document, asked)).violations.map(({ id, nodes }) => ({
      id,
      html: nodes.map((one) => one.html),
    }));
  }, options);
  return violations.map(({ id, html }) => `${id} ${html.map((one) => one.slice(0, 120)).join(" | ")}`);
}
