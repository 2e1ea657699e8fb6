/** Links that the system handed to the app: the one that waits, until its person follows it or lets it go. */
import { z } from "zod";
import type { AppLink } from "../model/app-links.ts";
import { always, command, event } from "./command.ts";
import { type Nothing, nothing } from "./fields.ts";

export const linkCommands = {
  /** Null where none waits. It stays: a page says when it followed it. */
  "link.waiting": command<AppLink | null>()({
    input: nothing,
    in: always,
    steps: [],
    quiet: true,
    refreshedBy: ["link.arrived", "session.changed"],
  }),
  /** This one was followed, or its person let it go; whether it waited: of several pages one follows it, and a newer one waits on. */
  "link.done": command<{ waited: boolean }>()({
    input: z.strictObject({ address: z.string().max(4000) }),
    in: always,
    steps: [],
  }),
};

export const linkEvents = {
  /** One came, or the one that waited is over. */
  "link.arrived": event<Nothing>(),
};
