/** Nothing jumps: what moved of what a page had drawn, by the Layout Instability API. */
import type { Page } from "playwright-core";

type Shifting = { shifts: string[] };
/** By then what was asked for has come and is drawn. */
const quietMs = 700;

/** From now on: every move of something that was drawn, also right after an input, with what moved and from where to where. */
export function watchShifts(page: Page): Promise<void> {
  return page.evaluate(() => {
    const shifts: string[] = [];
    (window as unknown as Shifting).shifts = shifts;
    type Source = { node: Element | null; previousRect: DOMRect; currentRect: DOMRect };
    const boxOf = ({ x, y, width, height }: DOMRect): string => `${x},${y} ${width}x${height}`;
    const said = ({ node, previousRect, currentRect }: Source): string =>
      `${node?.nodeName} ${node?.textContent?.slice(0, 40)}: ${boxOf(previousRect)} to ${boxOf(currentRect)}`;
    new PerformanceObserver((list) => {
      // What is gone by now was not moved but taken away.
      for (const { sources } of list.getEntries() as (PerformanceEntry & { sources: Source[] })[])
        shifts.push(...sources.filter(({ node }) => node !== null).map(said));
    }).observe({ type: "layout-shift", buffered: false });
  });
}

/** What moved since the last call. */
export async function shifts(page: Page): Promise<string[]> {
  await page.waitForTimeout(quietMs);
  return page.evaluate(() => (window as unknown as Shifting).shifts.splice(0));
}
