/** Where an exact text was really broken on the screen: by the letters that were drawn. */
import type { Page } from "playwright-core";

type Drawn = { width: number; letters: { text: string; top: number; width: number }[] };

/** The ends of lines inside a piece that would have fitted into one line, of every text that `selector` finds; fails where it finds none on several lines. */
export async function brokenLines(page: Page, selector: string): Promise<string[]> {
  const drawn = await page.locator(selector).evaluateAll((found): Drawn[] =>
    found.map((element) => {
      const letters: Drawn["letters"] = [];
      const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
        for (const { segment, index } of new Intl.Segmenter().segment(node.textContent ?? "")) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + segment.length);
          const { top, width } = range.getBoundingClientRect();
          letters.push({ text: segment, top, width });
        }
      }
      const block = element.closest(".field-value") ?? element;
      return { width: block.getBoundingClientRect().width, letters };
    }),
  );
  if (!drawn.some(({ letters }) => new Set(letters.map(({ top }) => Math.round(top))).size > 1))
    throw new Error(`${selector}: no text on several lines`);
  return drawn.flatMap(brokenIn);
}

/** Runs of letters between the signs after which a line may end; one that stands on several lines although one would hold it. */
function brokenIn({ width, letters }: Drawn): string[] {
  const runs: Drawn["letters"][] = [[]];
  for (const letter of letters) {
    if (letter.text !== "\n") runs.at(-1)?.push(letter);
    if (/^[@.\-/\s]$/.test(letter.text)) runs.push([]);
  }
  return runs
    .filter((run) => new Set(run.map(({ top }) => Math.round(top))).size > 1)
    .filter((run) => run.reduce((sum, letter) => sum + letter.width, 0) < width - 1)
    .map((run) => run.map(({ text }) => text).join(""));
}
