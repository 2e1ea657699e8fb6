/** Every screen: no accessibility fault, no breach of the policy, a picture in light and dark, large and small. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { routes } from "../renderer/routes.ts";
import { chromiumPath, person } from "./browser.ts";
import { stops, walkedBySecond } from "./screens.ts";
import { server } from "./team.ts";

const looks = [
  { width: 1440, height: 900, scheme: "light" },
  { width: 900, height: 600, scheme: "dark" },
  { width: 1440, height: 900, scheme: "dark" },
  { width: 900, height: 600, scheme: "light" },
] as const;
const pictures = join(import.meta.dirname, "../test-results/screens");

/** What no accessibility check sees: panes that leave a hole or run out of the window, rows that are not where rows belong. */
function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const box = (element: Element) => element.getBoundingClientRect();
    const main = document.querySelector("main");
    if (main !== null && Math.abs(box(main).right - innerWidth) > 1) faults.push(`main ends at ${box(main).right}`);
    if (document.documentElement.scrollWidth > innerWidth) faults.push("the page is wider than the window");
    const tops = [...document.querySelectorAll('[role="option"]')].map((row) => box(row).top);
    for (let at = 1; at < tops.length; at++) {
      const step = (tops[at] as number) - (tops[at - 1] as number);
      if (Math.abs(step - 44) > 1) faults.push(`row ${at} stands ${step} px below the one before`);
    }
    for (const element of document.querySelectorAll("button, input, select, textarea")) {
      const { left, right, width, height } = box(element);
      if (width > 0 && height > 0 && (left < -1 || right > innerWidth + 1))
        faults.push(`${element.outerHTML.slice(0, 80)} is out of the window`);
    }
    return faults;
  });
}

describe("screens", () => {
  it("has a picture of every route", () => {
    const seen = new Set([...stops.map(({ route }) => route), ...walkedBySecond]);
    expect(routes.filter((route) => !seen.has(route))).toEqual([]);
  });

  it.skipIf(chromiumPath === null)(
    "passes axe in every look, without a breach of the policy",
    async () => {
      mkdirSync(pictures, { recursive: true });
      const running = await server();
      const { page, violations } = await person();
      const faults: string[] = [];
      for (const stop of stops) {
        await stop.go(page, { setupCode: running.setupCode ?? "", closeServer: () => running.close() });
        for (const { width, height, scheme } of looks) {
          await page.setViewportSize({ width, height });
          await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
          await page.screenshot({
            path: join(pictures, `${stop.route}-${stop.state.replace(" ", "-")}-${width}-${scheme}.png`),
          });
          faults.push(
            ...(await layoutFaults(page)).map(
              (fault) => `${stop.route} (${stop.state}, ${width}, ${scheme}): ${fault}`,
            ),
          );
          const found = await new AxeBuilder({ page })
            .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
            .analyze();
          for (const { id, nodes } of found.violations)
            faults.push(
              `${stop.route} (${stop.state}, ${width}, ${scheme}): ${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
            );
        }
        const [first] = looks;
        await page.setViewportSize({ width: first.width, height: first.height });
      }
      expect([...new Set(faults)]).toEqual([]);
      expect(violations).toEqual([]);
    },
    180_000,
  );
});
