/** The activity: what people did, event by event, with what is missing. Of this computer, and for who reads `audit` of all. */
import { z } from "zod";
import type { ItemId, UserId, VaultId } from "../encoding/ids.ts";
import type { ActivityGroup } from "../model/activity.ts";
import { command, event, open } from "./command.ts";
import { id, type Nothing, time } from "./fields.ts";

/** One event. `title` of an item: null where this person cannot open it, or it is gone. */
export type ActivityShape = {
  /** Names it among all others. */
  id: string;
  seq: number;
  user: string;
  device: string;
  time: number;
  /** Of `shared/model/activity.ts`, or of a newer version. */
  type: string;
  vault: string | null;
  items: { item: string; title: string | null }[];
  /** How many items, or failed unlocks; at least as many as are named. */
  count: number;
  field: string | null;
  version: number | null;
  subject: string | null;
  right: string | null;
  since: number | null;
  /** It was begun and failed; `code` says why, and is null for a fault of the app. */
  failed: { code: string | null } | null;
  /** Which one of its person's computers, where they have had more than one. */
  computer: number | null;
  /** When it came here from another computer; null for one of this computer. */
  came: number | null;
  /** It came after its person or computer had left the team. */
  late: boolean;
};

/**
 * Numbers whose events are not there, or are not what was written; `twice`: two came for one number, `apart`: one does not follow the one
 * before. `after`: the time of the event before, null at the beginning.
 */
export type ActivityGap = {
  user: string;
  device: string;
  from: number;
  to: number;
  why: "missing" | "damaged" | "twice" | "apart";
  after: number | null;
};

export type ActivityPage = {
  /** Whose there is to see: what was done on this computer, or everybody's. */
  of: "computer" | "team";
  /** Newest first. */
  events: ActivityShape[];
  /** Of the same time and person, whatever else was asked for: whoever filters sees them too. */
  gaps: ActivityGap[];
  /** All that are found, of which `events` are some; and in all and by heading, as if none had been chosen. */
  total: number;
  all: number;
  /** How many items the found ones name, each once. */
  items: number;
  counts: Record<ActivityGroup, number>;
  /** How many are found between each of `marks` and the next. */
  between: number[];
};

/** Which events; without a time all of them. */
const asked = {
  from: time.optional(),
  to: time.optional(),
  user: id<UserId>().optional(),
  vault: id<VaultId>().optional(),
  item: id<ItemId>().optional(),
  types: z.array(z.string().max(40)).max(100).optional(),
};

export const activityCommands = {
  "activity.list": command<ActivityPage>()({
    input: z.strictObject({
      ...asked,
      limit: z.number().int().positive().max(1000),
      /** Only older events: the id of the last one of the page before. */
      before: z.string().max(200).optional(),
      /** Ascending times, between which is counted. */
      marks: z.array(time).max(100).optional(),
    }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["activity.changed", "items.changed", "member.changed"],
  }),
  /** All of them in a file, with the gaps: for a spreadsheet, or as lines of JSON. It names people and titles in the clear. */
  "activity.export": command<{ name: string; place: "chosen" | "downloads"; events: number; gaps: number }>()({
    input: z.strictObject({ format: z.enum(["csv", "jsonl"]), ...asked }),
    in: open,
    steps: [],
  }),
};

export const activityEvents = {
  "activity.changed": event<Nothing>(),
};
