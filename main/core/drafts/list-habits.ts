/**
 * How this person likes their list on this computer, and which items they used when: one sealed record [protocol: Local file],
 * which goes with the profile. What clears it from memory: lock.
 */
import { z } from "zod";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { idField, strict, timeField } from "../../../shared/encoding/fields.ts";
import type { EpochMs, ItemId } from "../../../shared/encoding/ids.ts";
import { type ListOrder, listOrders } from "../../../shared/model/list-orders.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

const name = "list-habits";
const mostUses = 200;
const maxBytes = 64 * 1024;

const schema = strict({
  form: z.literal(1),
  order: z.enum(listOrders),
  /** The newest first; an item stands there as often as it was used. */
  uses: z.array(strict({ item: idField<ItemId>(), at: timeField() })).max(mostUses),
});
type Habits = z.output<typeof schema>;

export type ListHabits = {
  order(): ListOrder;
  setOrder(order: ListOrder): void;
  /** Something of it was copied, shown or opened just now. */
  used(item: ItemId): void;
  /** What was used before that time, epoch milliseconds, each once, the latest first. */
  usedBefore(time: number): ItemId[];
};

/** The habits of an unlocked profile. What does not open there counts as none: the record is no evidence of anything. */
export function openListHabits(unlocked: Pick<OpenedProfile, "db" | "keys" | "profile" | "ports">): ListHabits {
  const { db, keys, profile, ports } = unlocked;
  const of = { profile: profile.profile, name };
  let held: Habits | null = null;

  const read = (): Habits => {
    const sealed = findSealed(db, "settings", name);
    const plain = sealed === null ? null : openLocal(keys.localStateKey, of, sealed);
    const parsed = plain?.ok === true ? parseWith(schema, plain.value, maxBytes) : null;
    return parsed?.ok === true ? parsed.value : { form: 1, order: "title", uses: [] };
  };
  const now = (): Habits => {
    held ??= read();
    return held;
  };
  const write = (habits: Habits): void => {
    putSealed(db, "settings", name, sealLocal(keys.localStateKey, of, encodeWith(schema, habits)));
    held = habits;
  };

  return {
    order: () => now().order,
    setOrder: (order) => write({ ...now(), order }),
    used(item) {
      const use = { item, at: ports.clock.now() as EpochMs };
      write({ ...now(), uses: [use, ...now().uses].slice(0, mostUses) });
    },
    usedBefore: (time) => [...new Set(now().uses.flatMap(({ item, at }) => (at < time ? [item] : [])))],
  };
}
