/**
 * The link that waits for its person, in the shell's memory: through a lock, since the core that knew it is killed then, and no
 * longer than a while. Only the newest one, so that a flood of them fills nothing.
 */
import { type Clock, type Deadline, deadlineIn, leftUntil } from "../../shared/deadline.ts";
import type { AppLink } from "../../shared/model/app-links.ts";

/** Whoever clicked a link and went away does not find its item a day later. */
const waitsMs = 15 * 60_000;

export type WaitingLink = {
  get(): AppLink | null;
  arrive(link: AppLink): void;
  /** Forgets the one of this address; a newer one waits on. */
  done(address: string): void;
};

/** None waits at the start; nothing is written down. */
export function waitingLink(clock: Clock): WaitingLink {
  let held: { link: AppLink; until: Deadline } | null = null;
  return {
    get() {
      if (held !== null && leftUntil(clock, held.until) <= 0) held = null;
      return held?.link ?? null;
    },
    arrive(link) {
      held = { link, until: deadlineIn(clock, waitsMs) };
    },
    done(address) {
      if (held?.link.address === address) held = null;
    },
  };
}
