/** Waiting for the core's answer to a call of the page, for what shows nothing on the screen. */
import type { Page } from "playwright-core";

type Frame = { kind: string; id: number; name: string };
type Watching = { __answered?: Promise<void> };

/** From now on, for the page that stands: the next call `name` whose input holds `text`. What it answers waits for that call's answer. */
export async function nextAnswer(page: Page, name: string, text = ""): Promise<() => Promise<void>> {
  await page.evaluate(
    ([wanted, held]) => {
      const { send } = WebSocket.prototype;
      (window as unknown as Watching).__answered = new Promise((resolve) => {
        WebSocket.prototype.send = function (this: WebSocket, data) {
          const frame = JSON.parse(String(data)) as Frame;
          if (frame.name === wanted && String(data).includes(held)) {
            WebSocket.prototype.send = send;
            this.addEventListener("message", ({ data: said }) => {
              const { kind, id } = JSON.parse(String(said)) as Frame;
              if (kind === "answer" && id === frame.id) resolve();
            });
          }
          send.call(this, data);
        };
      });
    },
    [name, text] as const,
  );
  return () => page.evaluate(() => (window as unknown as Watching).__answered);
}
