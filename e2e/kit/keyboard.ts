/** Using a page with the keyboard alone: nothing is clicked, nothing is focused by the test; where the focus is can be seen. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { eventually } from "./eventually.ts";

const mostTabs = 60;

/** The element that has the focus: its name, and whether somebody can see that it has it. */
export function focused(page: Page): Promise<{ name: string; isSeen: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return { name: "", isSeen: false };
    const label = (element as HTMLInputElement).labels?.[0]?.textContent;
    const name = element.getAttribute("aria-label") ?? label ?? element.textContent ?? "";
    const isMarked = (one: Element | null): boolean => {
      if (one === null) return false;
      const { outlineStyle, outlineWidth, boxShadow, borderWidth } = getComputedStyle(one);
      return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none" || borderWidth === "2px";
    };
    const active = document.getElementById(element.getAttribute("aria-activedescendant") ?? "");
    return { name: name.trim(), isSeen: isMarked(element) || isMarked(element.parentElement) || isMarked(active) };
  });
}

/** Tab, until the focus is where the name says; everything on the way shows that it has the focus. */
export async function tabTo(page: Page, name: RegExp, key = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let tabs = 0; tabs < mostTabs; tabs++) {
    const here = await focused(page);
    if (here.name !== "") expect(here.isSeen, `${here.name} shows its focus`).toBe(true);
    if (name.test(here.name)) return;
    passed.push(here.name);
    await page.keyboard.press(key);
  }
  throw new Error(`${name} cannot be reached by ${key}; passed: ${passed.join(" | ")}`);
}

/** Tabs there, and Enter. `key`: the way, `Shift+Tab` backwards. */
export async function press(page: Page, name: RegExp, key = "Tab"): Promise<void> {
  await tabTo(page, name, key);
  await page.keyboard.press("Enter");
}

/** Tabs there, and types. */
export async function fill(page: Page, name: RegExp, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.insertText(text);
}

/** After an act the focus is somewhere, never on nothing. */
export async function hasFocus(page: Page): Promise<void> {
  await eventually(
    () => focused(page),
    ({ name }) => name !== "",
  );
}
