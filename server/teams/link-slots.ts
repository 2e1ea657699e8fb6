/**
 * Slots through which a person's computer and their new one exchange a few messages [protocol: New device] [protocol: Recovery by two people], or an admin's and that of
 * somebody invited [protocol: Compared invites]. In memory only: they live ten minutes, there are few of them, and a restart ends
 * them. The server cannot tell who is false from who is true; the typed codes do.
 */
import type { DeviceId, Hash, TeamId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { bytesEqual } from "../../shared/text.ts";

/** Whose slot it is. */
export type LinkOpener = { team: TeamId; device: DeviceId };
type Message = { at: number; bytes: Uint8Array };
type Slot = LinkOpener & {
  /** Whose invite it is for; null: for a computer that comes with its number. */
  invite: Hash | null;
  until: number;
  token: Uint8Array | null;
  old: Uint8Array[];
  fresh: Uint8Array[];
};
type Stands = (by: LinkOpener) => boolean;
type Parts = { elapsed(): number; random(): number; most: number };

/** How many messages each side has to say; who holds a share says it last [protocol: Recovery by two people]. */
const said = { old: 2, admin: 1, fresh: 3 } as const;

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
    /** One at a time for a computer, and for an invite: the next takes the place of the one before. `limit` where all are taken. */
    open({ team, device }: LinkOpener, invite: Hash | null = null): Result<{ slot: number }> {
      sweep();
      dropEarlier(slots, { team, device }, invite);
      if (slots.size >= most) return fail("limit", { number: most, reason: "links" }, "later");
      let slot = random();
      while (slots.has(slot)) slot = random();
      const until = elapsed() + limits.linkLifeMs;
      slots.set(slot, { team, device, invite, until, token: null, old: [], fresh: [] });
      return ok({ slot });
    },
    /** What the new computer said, for who opened it; anybody else's is `not-found`, as one that is not there. */
    asOld(slot: number, by: LinkOpener, put: Message | null): Result<{ messages: Uint8Array[] }> {
      const found = find(slot);
      if (found === undefined || found.team !== by.team || found.device !== by.device) return fail("not-found");
      const kept = keep(found.old, put, found.invite === null ? said.old : said.admin);
      return kept.ok ? ok({ messages: found.fresh }) : kept;
    },
    /** What the old computer said; the first who comes keeps the slot. `stands`: whether its opener may still have one. */
    asNew(
      slot: number,
      { token, put, stands }: { token: Uint8Array; put: Message | null; stands: Stands },
    ): Result<{ messages: Uint8Array[] }> {
      const found = find(slot);
      if (found === undefined || found.invite !== null || !stands(found)) return fail("not-found");
      if (found.token !== null && !bytesEqual(found.token, token)) return fail("not-found");
      const kept = exchange(found, put);
      if (kept.ok) found.token = token.slice();
      return kept;
    },
    /**
     * What the admin said, for whoever has the invite's key. Somebody who begins anew ends the exchange on both sides: what was
     * said in it stands for another beginning.
     */
    asJoiner(
      { team, invite }: { team: TeamId; invite: Hash },
      { put, stands }: { put: Message | null; stands: Stands },
    ): Result<{ messages: Uint8Array[] }> {
      const number = [...slots.keys()].find((one) => isFor(find(one), team, invite));
      const found = number === undefined ? undefined : find(number);
      if (number === undefined || found === undefined || !stands(found)) return fail("not-found");
      if (isBegunAnew(found, put)) {
        slots.delete(number);
        return fail("not-found");
      }
      return exchange(found, put);
    },
  };
}

/** Takes what the side that comes in says; answers what the other said. */
function exchange({ fresh, old }: Slot, put: Message | null): Result<{ messages: Uint8Array[] }> {
  const kept = keep(fresh, put, said.fresh);
  return kept.ok ? ok({ messages: old }) : kept;
}

const isFor = (slot: Slot | undefined, team: TeamId, invite: Hash): boolean =>
  slot?.team === team && slot.invite === invite;

/** Another first message than before. */
function isBegunAnew({ fresh: [first] }: Slot, put: Message | null): boolean {
  return put?.at === 0 && first !== undefined && !bytesEqual(first, put.bytes);
}

/** Takes away those that this one takes the place of: of the same computer, and of the same invite. */
function dropEarlier(slots: Map<number, Slot>, { team, device }: LinkOpener, invite: Hash | null): void {
  for (const [number, slot] of slots) {
    const isSame = slot.device === device || (invite !== null && slot.invite === invite);
    if (slot.team === team && isSame) slots.delete(number);
  }
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
