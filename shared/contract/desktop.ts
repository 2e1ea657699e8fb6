/** The desktop app around the page: the key of quick access, its start at login, notifications, and what closing its window means. */
import { z } from "zod";
import { type Desktop, quickShortcuts } from "../model/desktop-choices.ts";
import { always, command, open } from "./command.ts";
import { nothing } from "./fields.ts";

export const desktopCommands = {
  /** Null where there is no desktop app around the page (browser host, scripts). */
  "desktop.get": command<Desktop | null>()({ input: nothing, in: always, steps: [], quiet: true }),
  /** The host keeps it, not the core. What is left out stays; `not-found` where there is no desktop app. */
  "desktop.set": command<Desktop>()({
    input: z.strictObject({
      shortcut: z.enum(quickShortcuts).optional(),
      startsAtLogin: z.boolean().optional(),
      notifies: z.boolean().optional(),
      staysOpen: z.boolean().optional(),
    }),
    in: open,
    steps: [],
  }),
};
