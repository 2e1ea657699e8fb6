/**
 * Slots through which a person's computer and their new one exchange a few messages [protocol: New device]. In memory only: they
 * live ten minutes, there are few of them, and a restart ends them. The server cannot tell a false new computer from the
 * true one; the typed codes do.
 */
import type { DeviceId, TeamId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { bytesEqual } from "../../shared/text.ts";

/** Whose slot it is. */
export type LinkOpener = { team: TeamId; device: DeviceId };
type Message = { at: number; bytes: Uint8Array };
type Slot = LinkOpener & { until: number; token: Uint8Array | null; old: Uint8Array[]; fresh: Uint8Array[] };
type Parts = { elapsed(): number; random(): number; most: number };

/** How many messages each side has to say. */
const said = { old: 1, fresh: 3 } as const;

export type LinkSlots = ReturnType<typeof createLinkSlots>;

/** No slots yet; at most `most` at a time. */
export function createLinkSlots({ elapsed, random, most }: Parts) {
  const slots = new Map<number, Slot>();
  const find = (slot: number): Slot | undefined => {
    const found = slots.get(slot);
    return found !== undefined && found.until > elapsed() ? found : undefined;
  };
  function sweep(): void {
    for (const [number, { until }] of slots) if (until <= elapsed()) slots.delete(number);
  }
  return {
    sweep,
    /** One at a time for a computer: its next takes the place of the one before. `limit` where all are taken. */
    open({ team, device }: LinkOpener): Result<{ slot: number }> {
      sweep();
      for (const [number, slot] of slots) if (slot.team === team && slot.device === device) slots.delete(number);
      if (slots.size >= most) return fail("limit", { number: most, reason: "links" }, "later");
      let slot = random();
      while (slots.has(slot)) slot = random();
      slots.set(slot, { team, device, until: elapsed() + limits.linkLifeMs, token: null, old: [], fresh: [] });
      return ok({ slot });
    },
    /** What the new computer said, for who opened it; anybody else's is `not-found`, as one that is not there. */
    asOld(slot: number, by: LinkOpener, put: Message | null): Result<{ messages: Uint8Array[] }> {
      const found = find(slot);
      if (found === undefined || found.team !== by.team || found.device !== by.device) return fail("not-found");
      const kept = keep(found.old, put, said.old);
      return kept.ok ? ok({ messages: found.fresh }) : kept;
    },
    /** What the old computer said; the first who comes keeps the slot. `stands`: whether its opener may still have one. */
    asNew(
      slot: number,
      { token, put, stands }: { token: Uint8Array; put: Message | null; stands: (by: LinkOpener) => boolean },
    ): Result<{ messages: Uint8Array[] }> {
      const found = find(slot);
      if (found === undefined || !stands(found)) return fail("not-found");
      if (found.token !== null && !bytesEqual(found.token, token)) return fail("not-found");
      const kept = keep(found.fresh, put, said.fresh);
      if (!kept.ok) return kept;
      found.token = token.slice();
      return ok({ messages: found.old });
    },
  };
}

/** Each message once, in order, and never another in its place. */
function keep(messages: Uint8Array[], put: Message | null, most: number): Result<true> {
  if (put === null) return ok(true);
  const had = messages[put.at];
  if (had !== undefined) return bytesEqual(had, put.bytes) ? ok(true) : fail("encoding", { reason: "link-message" });
  if (put.at !== messages.length || put.at >= most) return fail("encoding", { reason: "link-message" });
  messages.push(put.bytes.slice());
  return ok(true);
}
