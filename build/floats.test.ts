/** Whatever floats over the page is a layer that Escape knows: pages take it from `renderer/ui`, which registers it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sources } from "./check-imports.ts";
import { root } from "./root.ts";

const floats = /\b(Modal|Drawer|Menu|Popover|Combobox|HoverCard|Dialog)\b/;
const ofMantine = /import \{([^}]*)\} from "@mantine\/core"/;

it("what floats comes from the controls of renderer/ui, which tell the layers of it", () => {
  const pages = sources().filter((file) => file.startsWith("renderer/") && file.endsWith(".tsx"));
  expect(pages.length).toBeGreaterThan(40);
  const drawn = pages.filter((file) => floats.test(ofMantine.exec(readFileSync(join(root, file), "utf8"))?.[1] ?? ""));
  const isLaid = (file: string): boolean => /useLayer|useFloat/.test(readFileSync(join(root, file), "utf8"));
  expect(drawn.filter((file) => !isLaid(file))).toEqual([]);
});
