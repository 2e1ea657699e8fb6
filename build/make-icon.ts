/** Draws the app's icons from the mark of the page: `node build/run.mjs build/make-icon.ts`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root } from "./root.ts";

/** For the installers, and for the tray, which makes it as small as the desktop wants. */
const pictures = [
  [1024, "build/icons/icon.png"],
  [64, "renderer/public/tray.png"],
] as const;
const mark = readFileSync(join(root, "renderer/public/mark.svg"), "utf8");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
for (const [sizePx, path] of pictures) {
  const page = await browser.newPage({ viewport: { width: sizePx, height: sizePx } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${sizePx}px;height:${sizePx}px}</style>${mark}`);
  await page.screenshot({ path: join(root, path), omitBackground: true });
}
await browser.close();
