/** Text that people could not read at 200 % zoom: cut without an ellipsis, or outside the window where nothing scrolls. */
import type { Page } from "playwright-core";

/** A window of 1440x900 at 200 %. */
const zoomed = { width: 720, height: 450 };

/** Every such text of the place that stands on the screen; the window is left at that size. */
export async function clippedText(page: Page): Promise<string[]> {
  await page.setViewportSize(zoomed);
  return page.evaluate(() => {
    const isCut = (element: Element): boolean => {
      const own = element.getBoundingClientRect();
      for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
        const { overflowX, textOverflow, position } = getComputedStyle(at);
        const box = at.getBoundingClientRect();
        if (textOverflow === "ellipsis" || overflowX === "auto" || overflowX === "scroll") return false;
        if (overflowX !== "visible" && (own.right > box.right + 1 || at.scrollWidth > at.clientWidth + 1)) return true;
        if (position === "fixed") break;
      }
      return own.right > innerWidth + 1 || own.left < -1;
    };
    const isText = (element: Element): boolean =>
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== "",
      );
    const isSeen = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && element.closest(".only-read, [aria-hidden=true]") === null;
    };
    return [...document.querySelectorAll("body *:not(script, style, option)")]
      .filter((element) => isText(element) && isSeen(element) && isCut(element))
      .map((element) => `“${(element.textContent ?? "").slice(0, 60)}” is cut at 200 %`);
  });
}
