/** Syncing with the server. */
import { command, event, open } from "./command.ts";
import { nothing } from "./fields.ts";
import type { SyncStatus } from "./shapes.ts";

export const syncCommands = {
  "sync.now": command<SyncStatus>()({ input: nothing, in: open, steps: [] }),
  "sync.status": command<SyncStatus>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["sync.changed"],
  }),
  /** Asks again after sync stopped by itself (20 failing answers in a row). */
  "sync.resume": command<SyncStatus>()({ input: nothing, in: open, steps: [] }),
};

export const syncEvents = { "sync.changed": event<SyncStatus>() };
