/** The screens of teams at work: no accessibility fault, no hole in the layout, pictures, as `screens.spec.ts` has them of beginners. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fillDemo } from "./demo/fill.ts";
import { chromiumPath, person } from "./kit/browser.ts";
import { changedAccessFolder } from "./kit/changed-access.ts";
import { longNamesFolder } from "./kit/long-names.ts";
import { scratchDir } from "./kit/scratch.ts";
import { splitFolder } from "./kit/split-history.ts";
import { server } from "./kit/team.ts";
import { troubledFolder } from "./kit/trouble.ts";
import { changedAccess } from "./screens/changed-access.ts";
import { longNames } from "./screens/long-names.ts";
import { split } from "./screens/split.ts";
import { teammate } from "./screens/teammate.ts";
import { troubled } from "./screens/troubled.ts";
import { walk, walkMs } from "./screens/walk.ts";

describe("screens", () => {
  it.skipIf(chromiumPath === null)(
    "of a team at work",
    async () => {
      const folder = scratchDir();
      await fillDemo(folder, await server({ dataDir: join(folder, "server") }));
      const { page, violations } = await person({ dataDir: join(folder, "dana") });
      expect((await walk(page, teammate, null)).join("\n")).toBe("");
      expect(violations).toEqual([]);
    },
    walkMs,
  );

  it.skipIf(chromiumPath === null)(
    "of somebody whose vaults wait or stopped, and whose file was changed",
    async () => {
      const { adaDir, running } = await troubledFolder();
      const { page, violations } = await person({ dataDir: adaDir });
      expect((await walk(page, troubled, { stopServer: () => running.close() })).join("\n")).toBe("");
      expect(violations).toEqual([]);
    },
    walkMs,
  );

  it.skipIf(chromiumPath === null)(
    "of somebody whose server showed two histories",
    async () => {
      const { adaDir } = await splitFolder();
      const { page, violations } = await person({ dataDir: adaDir });
      expect((await walk(page, split, null)).join("\n")).toBe("");
      expect(violations).toEqual([]);
    },
    walkMs,
  );

  it.skipIf(chromiumPath === null)(
    "where every name is long or foreign",
    async () => {
      const { page, violations } = await person({ dataDir: await longNamesFolder() });
      expect((await walk(page, longNames, null)).join("\n")).toBe("");
      expect(violations).toEqual([]);
    },
    walkMs,
  );

  it.skipIf(chromiumPath === null)(
    "of somebody whose access changed",
    async () => {
      const { page, violations } = await person({ dataDir: await changedAccessFolder() });
      expect((await walk(page, changedAccess, null)).join("\n")).toBe("");
      expect(violations).toEqual([]);
    },
    walkMs,
  );
});
