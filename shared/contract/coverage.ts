/** Coverage: how many accounts have their second factor settled, by everything they are counted by, with the list behind each number. */
import { z } from "zod";
import type { GroupId, ItemId, UserId, VaultId } from "../encoding/ids.ts";
import { command, event, open } from "./command.ts";
import type { CoveragePage, CoverageShape } from "./coverage-shapes.ts";
import { id, type Nothing } from "./fields.ts";

const rowsMost = 500;
const refreshedBy = [
  "coverage.changed",
  "vault.changed",
  "items.changed",
  "member.changed",
  "letters.changed",
] as const;

/** Which accounts; without any of it all. */
const asked = {
  standing: z.enum(["settled", "attention", "unsettled", "unknown"]).optional(),
  tool: id<ItemId>().optional(),
  vault: id<VaultId>().optional(),
  group: id<GroupId>().optional(),
  user: id<UserId>().optional(),
  /** Only those of which something else was filed. */
  differs: z.literal(true).optional(),
  text: z.string().max(1000).optional(),
};

export const coverageCommands = {
  "coverage.get": command<CoverageShape>()({
    ...{ input: z.strictObject({}), in: open, steps: [], quiet: true, refreshedBy },
  }),
  "coverage.list": command<CoveragePage>()({
    input: z.strictObject({
      ...asked,
      offset: z.number().int().nonnegative().max(1_000_000).optional(),
      limit: z.number().int().positive().max(rowsMost).optional(),
    }),
    ...{ in: open, steps: [], quiet: true, refreshedBy },
  }),
  /** The list in a file for a spreadsheet. It names titles, usernames and people in the clear. */
  "coverage.export": command<{ name: string; place: "chosen" | "downloads"; rows: number }>()({
    ...{ input: z.strictObject(asked), in: open, steps: [] },
  }),
};

export const coverageEvents = {
  /** Something was read that the figure stands on. */
  "coverage.changed": event<Nothing>(),
};
