/**
 * Copies to the clipboard, and telling when it is empty again: one alarm for all of them, since a later copy moves the moment. What
 * empties it is the host's watch, by the same two clocks.
 */
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Ports } from "../ports.ts";
import { createAlarm } from "./alarm.ts";
import type { LocalProfile } from "./local-profile.ts";

export type Copies = {
  /** Copies a text that may stay for so long. `clipboard-unavailable`, and what the clipboard refuses it with. */
  write(text: string, clearsInMs: number): Promise<Result<{ clearsInMs: number }>>;
  /** Tells nothing any more. */
  stop(): void;
};

type Parts = Pick<LocalProfile, "emit"> & { ports: Pick<Ports, "clock" | "timers" | "clipboard"> };

/** One for an opened profile. */
export function createCopies({ ports, emit }: Parts): Copies {
  const alarm = createAlarm(ports, () => emit("clipboard.changed", { clearsAt: null }));
  return {
    async write(text, clearsInMs) {
      const { clipboard, clock } = ports;
      if (!clipboard.available()) return fail("clipboard-unavailable", undefined, "after-act");
      const written = await clipboard.write(text, clearsInMs);
      if (!written.ok) return written;
      emit("clipboard.changed", { clearsAt: clock.now() + clearsInMs });
      alarm.set(clearsInMs);
      return ok({ clearsInMs });
    },
    stop: alarm.stop,
  };
}
