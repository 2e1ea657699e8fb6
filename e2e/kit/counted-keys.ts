/** The main job by the keyboard alone, counted: every press of a key, and every character that has to be typed. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { focused } from "./keyboard.ts";

/** What one act took. `keys`: presses that are not text; pasting is one. */
export type ActCount = { act: string; keys: number; characters: number; most: number };

/** Somebody's hands on the keyboard of one page. */
export type Hands = {
  page: Page;
  press(key: string, times?: number): Promise<void>;
  type(text: string): Promise<void>;
  /** What was copied elsewhere. */
  paste(text: string): Promise<void>;
  /** Presses `key` until the focus is where the name says; a person sees where it is. */
  to(name: RegExp, key?: string): Promise<void>;
};

/** Hands that count, and the acts they did. Each act may take `most` presses; what was counted is in `counts`. */
export function countedKeys() {
  const counts: ActCount[] = [];
  let now: ActCount | null = null;
  const count = (what: "keys" | "characters", by: number): void => {
    if (now === null) throw new Error("a key was pressed outside any act");
    now[what] += by;
  };
  const hands = (page: Page): Hands => {
    const press = async (key: string, times = 1): Promise<void> => {
      for (let done = 0; done < times; done++) {
        count("keys", 1);
        await page.keyboard.press(key);
      }
    };
    return {
      page,
      press,
      async type(text) {
        count("characters", text.length);
        await page.keyboard.type(text);
      },
      async paste(text) {
        count("keys", 1);
        await page.keyboard.insertText(text);
      },
      async to(name, key = "Tab") {
        const passed: string[] = [];
        for (let here = await focused(page); !name.test(here.name); here = await focused(page)) {
          if (here.name !== "") expect(here.isSeen, `${here.name} shows its focus`).toBe(true);
          if (passed.push(here.name) > 40) throw new Error(`${name} is not reached by ${key}: ${passed.join(" | ")}`);
          await press(key);
        }
      },
    };
  };
  return {
    counts,
    hands,
    async act<T>(name: string, most: number, doing: () => Promise<T>): Promise<T> {
      const own = { act: name, keys: 0, characters: 0, most };
      now = own;
      const done = await doing();
      now = null;
      counts.push(own);
      return done;
    },
  };
}
