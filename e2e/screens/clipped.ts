/**
 * What people could not read or reach at 200 % zoom: text cut without an ellipsis, text and controls outside the window where nothing
 * scrolls, places that scroll and are lower than a line, text in the next column.
 */
import type { Page } from "playwright-core";

/** Windows of 1440x900 and of 900x600, the smallest, at 200 %. */
export const zoomedWindows = [
  { width: 720, height: 450 },
  { width: 450, height: 300 },
] as const;

/** Every such text of the place that stands on the screen, in the window as it is. */
export function clippedText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Box = { left: number; right: number; top: number; bottom: number };
    const scrolls = (overflow: string): boolean => overflow === "auto" || overflow === "scroll";

    /** Whether what `taken` takes is lost at one of the boxes around it, or at the window's edge, along one axis. */
    function isLost(element: Element, taken: Box, axis: "x" | "y"): boolean {
      const [start, end] = axis === "x" ? (["left", "right"] as const) : (["top", "bottom"] as const);
      /** A piece of this length is enough to read it by scrolling, or to know it by its beginning. */
      const enough = Math.min(axis === "x" ? 48 : 32, taken[end] - taken[start]);
      let own = taken;
      for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        const overflow = axis === "x" ? style.overflowX : style.overflowY;
        const box = at.getBoundingClientRect();
        const isOut = own[end] > box[end] + 1 || own[start] < box[start] - 1;
        // So many lines, and an ellipsis after the last.
        if (!["", "none"].includes(style.webkitLineClamp)) return false;
        const isCut = axis === "x" && style.textOverflow === "ellipsis";
        if (scrolls(overflow) || (isCut && isOut)) {
          if (box[end] - box[start] < enough - 1) return true;
          own = box;
        } else if (overflow !== "visible" && isOut) return true;
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
    /** Of a table whose rows stand one below the other the heads are only read aloud. */
    const isHead = (element: Element): boolean => {
      const head = element.closest("thead");
      return head !== null && getComputedStyle(head).clipPath !== "none";
    };
    const isSeen = (element: Element, { left, right, top, bottom }: Box): boolean =>
      !isHead(element) &&
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
    for (const control of document.querySelectorAll("button, a[href], input, select, textarea")) {
      const box = control.getBoundingClientRect();
      if (control.textContent !== "" || !isSeen(control, box)) continue;
      const name = control.getAttribute("aria-label") ?? control.id;
      for (const axis of ["x", "y"] as const)
        if (isLost(control, box, axis)) faults.add(`the control “${name}” is cut at 200 % (${axis})`);
    }
    /** Where what is seen of a cell begins and ends: its letters as far as they are not cut, and what has a box of its own. */
    function reachOf(cell: Element): Box | null {
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
      const edge = (side: keyof Box, most: typeof Math.max): number => most(...boxes.map((box) => box[side]));
      const [left, right] = [edge("left", Math.min), edge("right", Math.max)];
      return { left, right, top: edge("top", Math.min), bottom: edge("bottom", Math.max) };
    }
    for (const cell of document.querySelectorAll(":is(td, th):not(:last-child)")) {
      const [own, next] = [reachOf(cell), reachOf(cell.nextElementSibling as Element)];
      // Where a cell has a line of its own, the next one stands below it.
      const isBeside = own !== null && next !== null && next.top < own.bottom && own.top < next.bottom;
      if (isBeside && next.left - own.right < 4)
        faults.add(`“${(cell.textContent ?? "").slice(0, 60)}” touches the next column at 200 %`);
    }
    return [...faults];
  });
}
