/** What people could not read at 200 % zoom: text cut without an ellipsis, outside the window where nothing scrolls, in the next column. */
import type { Page } from "playwright-core";

/** A window of 1440x900 at 200 %. */
const zoomed = { width: 720, height: 450 };

/** Every such text of the place that stands on the screen; the window is left at that size. */
export async function clippedText(page: Page): Promise<string[]> {
  await page.setViewportSize(zoomed);
  return page.evaluate(() => {
    type Box = { left: number; right: number; top: number; bottom: number };
    const scrolls = (overflow: string): boolean => overflow === "auto" || overflow === "scroll";

    /** Whether what `own` takes is lost at one of the boxes around it, or at the window's edge, along one axis. */
    function isLost(element: Element, own: Box, axis: "x" | "y"): boolean {
      const [start, end] = axis === "x" ? (["left", "right"] as const) : (["top", "bottom"] as const);
      for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        const overflow = axis === "x" ? style.overflowX : style.overflowY;
        if (scrolls(overflow)) return false;
        if (axis === "x" && style.textOverflow === "ellipsis") return false;
        // So many lines, and an ellipsis after the last.
        if (!["", "none"].includes(style.webkitLineClamp)) return false;
        const box = at.getBoundingClientRect();
        if (overflow !== "visible" && (own[end] > box[end] + 1 || own[start] < box[start] - 1)) return true;
        if (style.position === "fixed") break;
      }
      return own[end] > (axis === "x" ? innerWidth : innerHeight) + 1 || own[start] < -1;
    }

    /** Where the letters are, also those that overflow the element. */
    function boxOf(node: Node): Box {
      const range = document.createRange();
      range.selectNodeContents(node);
      return range.getBoundingClientRect();
    }
    const isSeen = (element: Element, { left, right, top, bottom }: Box): boolean =>
      right - left > 1 &&
      bottom - top > 1 &&
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest(".only-read, [aria-hidden=true], option") === null;

    const faults = new Set<string>();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const { parentElement: element, textContent } = node;
      if (element === null || (textContent ?? "").trim() === "") continue;
      const box = boxOf(node);
      if (!isSeen(element, box)) continue;
      for (const axis of ["x", "y"] as const)
        if (isLost(element, box, axis)) faults.add(`“${(textContent ?? "").slice(0, 60)}” is cut at 200 % (${axis})`);
    }
    /** Where what is seen of a cell begins and ends: its letters as far as they are not cut, and what has a box of its own. */
    function reachOf(cell: Element): { left: number; right: number } | null {
      const boxes: Box[] = [...cell.querySelectorAll(".badge, button, select")]
        .map((one) => ({ element: one, box: one.getBoundingClientRect() }))
        .filter(({ element, box }) => isSeen(element, box))
        .map(({ box }) => box);
      const inside = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      for (let node = inside.nextNode(); node !== null; node = inside.nextNode()) {
        const { parentElement: element } = node;
        const { left, right, top, bottom } = boxOf(node);
        if (element === null || !isSeen(element, { left, right, top, bottom })) continue;
        const cut = element.closest(".cut")?.getBoundingClientRect().right ?? Number.POSITIVE_INFINITY;
        boxes.push({ left, top, bottom, right: Math.min(right, cut) });
      }
      if (boxes.length === 0) return null;
      return {
        left: Math.min(...boxes.map(({ left }) => left)),
        right: Math.max(...boxes.map(({ right }) => right)),
      };
    }
    for (const cell of document.querySelectorAll(":is(td, th):not(:last-child)")) {
      const [own, next] = [reachOf(cell), reachOf(cell.nextElementSibling as Element)];
      if (own !== null && next !== null && next.left - own.right < 4)
        faults.add(`“${(cell.textContent ?? "").slice(0, 60)}” touches the next column at 200 %`);
    }
    return [...faults];
  });
}
