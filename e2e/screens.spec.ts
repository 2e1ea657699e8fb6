/** Every screen: no accessibility fault, no breach of the policy, a picture in light and dark, large and small. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
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
