/**
 * `npm run screens`: walks every screen in every state, size and theme, and writes a picture of each into
 * `test-results/screens`, with one page to look at them all (`index.html`). `--beside DIR` puts the picture of the same place
 * in DIR next to each. `--readme` then takes the pictures of the README from them. What else is given goes to Vitest and may
 * choose a walk: `-t "team at work"`.
 */
import { copyFileSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { buildPage } from "./build-app.ts";
import { relay } from "./relay.mjs";
import { root } from "./root.ts";
import { besideOf, indexOf } from "./screens-index.ts";

const given = process.argv.slice(2);
const at = given.indexOf("--beside");
const [, dir] = at < 0 ? [] : given.splice(at, 2);
const readmeAt = given.indexOf("--readme");
if (readmeAt >= 0) given.splice(readmeAt, 1);
/** The pictures in `docs/pictures`, by the walk's names. */
const ofReadme = {
  items: "items-full-1440-light",
  codes: "codes-full-1440-light",
  coverage: "tools-coverage-full-1440-light",
  import: "import-new-vaults-full-1440-light",
};
const walks = ["e2e/screens.spec.ts", "e2e/screens-team.spec.ts"];
const pictures = join(root, "test-results/screens");
const namesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".png"))
    .map((file) => file.slice(0, -".png".length))
    .sort();

/** Written also where a walk failed: the pictures show where. */
function writeIndex(): void {
  const beside = dir === undefined ? null : resolve(dir);
  const others = new Set(beside === null ? [] : namesIn(beside));
  const shown = namesIn(pictures).map((name) => ({ name, beside: besideOf(name, others) }));
  writeFileSync(join(pictures, "index.html"), indexOf(shown, relative(pictures, beside ?? pictures)));
  process.stdout.write(`${shown.length} pictures: ${relative(root, join(pictures, "index.html"))}\n`);
}

function takeReadmePictures(): void {
  for (const [name, picture] of Object.entries(ofReadme))
    copyFileSync(join(pictures, `${picture}.png`), join(root, `docs/pictures/${name}.png`));
}

if (at >= 0 && (dir === undefined || !existsSync(dir))) {
  process.stderr.write("--beside takes a folder of pictures that is there.\n");
  process.exit(2);
}
if (!buildPage()) process.exit(1);
relay(
  process.execPath,
  [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "browser", ...walks, ...given],
  {
    cwd: root,
    takesAll: true,
    env: { ...process.env, LATCHKEY_ALL_LOOKS: "1" },
    ended: (status) => {
      writeIndex();
      if (readmeAt >= 0 && status === 0) takeReadmePictures();
      return status;
    },
  },
);
