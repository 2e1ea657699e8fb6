/** Nothing jumps: what moved of what a page had drawn, by the Layout Instability API. */
import type { Page } from "playwright-core";

type Shifting = {
  shifts: string[];
  /** The calls that the page has made and that are not answered yet. */
  asked: Set<number>;
  take(): void;
};
type Frame = { kind: string; id: number };

/** From now on: every move of something that was drawn, also right after an input, with what moved and from where to where. */
export async function watchShifts(page: Page): Promise<void> {
  await page.evaluate(() => {
    const [shifts, asked] = [[] as string[], new Set<number>()];
    type Source = { node: Element | null; previousRect: DOMRect; currentRect: DOMRect };
    const boxOf = ({ x, y, width, height }: DOMRect): string => `${x},${y} ${width}x${height}`;
    const said = ({ node, previousRect, currentRect }: Source): string =>
      `${node?.nodeName} ${node?.textContent?.slice(0, 40)}: ${boxOf(previousRect)} to ${boxOf(currentRect)}`;
    const put = (entries: PerformanceEntryList): void => {
      // What is gone by now was not moved but taken away.
      for (const { sources } of entries as (PerformanceEntry & { sources: Source[] })[])
        shifts.push(...sources.filter(({ node }) => node !== null).map(said));
    };
    const observer = new PerformanceObserver((list) => put(list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: false });
    Object.assign(window, { shifts, asked, take: () => put(observer.takeRecords()) } satisfies Shifting);
    const { send } = WebSocket.prototype;
    const heard = new WeakSet<WebSocket>();
    WebSocket.prototype.send = function (this: WebSocket, data) {
      const { kind, id } = JSON.parse(String(data)) as Frame;
      if (kind === "call") asked.add(id);
      if (!heard.has(this))
        this.addEventListener("message", ({ data: answer }) => {
          const said = JSON.parse(String(answer)) as Frame;
          if (said.kind === "answer") asked.delete(said.id);
        });
      heard.add(this);
      send.call(this, data);
    };
  });
}

/** What moved since the last call, once all that the page asked for has come and is drawn. */
export function shifts(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { shifts, asked, take } = window as unknown as Shifting;
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    await document.fonts.ready;
    // What is drawn may ask for more.
    for (let quiet = 0; quiet < 3; quiet = asked.size === 0 ? quiet + 1 : 0) await drawn();
    take();
    return shifts.splice(0);
  });
}
