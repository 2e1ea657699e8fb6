/** Draws the app's icon for the installers from the mark of the page: `node build/run.mjs build/make-icon.ts`. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root } from "./root.ts";

const sizePx = 1024;
const mark = readFileSync(join(root, "renderer/public/mark.svg"), "utf8");
const folder = join(root, "build/icons");
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const page = await browser.newPage({ viewport: { width: sizePx, height: sizePx } });
await page.setContent(`<style>body{margin:0}svg{display:block;width:${sizePx}px;height:${sizePx}px}</style>${mark}`);
await page.screenshot({ path: join(folder, "icon.png"), omitBackground: true });
await browser.close();
