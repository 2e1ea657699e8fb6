/**
 * Which values of items were copied or shown last on this computer, for whoever has to choose between two of them: one sealed record
 * [protocol: Local file] of keyed hashes and times, which goes with the profile. What clears it from memory: lock.
 */
import { z } from "zod";
import { kdf } from "../../../shared/crypto/hash.ts";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { bytesField, strict, timeField } from "../../../shared/encoding/fields.ts";
import type { EpochMs, ItemId } from "../../../shared/encoding/ids.ts";
import { base32Bytes, bytesEqual } from "../../../shared/text.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

const name = "value-uses";
const mostUses = 1000;
const maxBytes = 256 * 1024;
const markBytes = 16;

const hows = ["copied", "shown"] as const;
const schema = strict({
  form: z.literal(1),
  /** The newest first; a value of an item stands there once. */
  uses: z.array(strict({ mark: bytesField(markBytes), how: z.enum(hows), at: timeField() })).max(mostUses),
});
type Uses = z.output<typeof schema>["uses"];

export type ValueUse = { how: (typeof hows)[number]; at: EpochMs };

export type ValueUses = {
  /** This value of the item was copied or shown just now. */
  used(item: ItemId, value: Uint8Array, how: ValueUse["how"]): void;
  /** When it was last; null where that is not known. */
  last(item: ItemId, value: Uint8Array): ValueUse | null;
};

/** The uses of an unlocked profile. What does not open there counts as none: the record is no evidence of anything. */
export function openValueUses(unlocked: Pick<OpenedProfile, "db" | "keys" | "profile" | "ports">): ValueUses {
  const { db, keys, profile, ports } = unlocked;
  const of = { profile: profile.profile, name };
  let held: Uses | null = null;

  const read = (): Uses => {
    const sealed = findSealed(db, "settings", name);
    const plain = sealed === null ? null : openLocal(keys.localStateKey, of, sealed);
    const parsed = plain?.ok === true ? parseWith(schema, plain.value, maxBytes) : null;
    return parsed?.ok === true ? parsed.value.uses : [];
  };
  const now = (): Uses => {
    held ??= read();
    return held;
  };
  // Of the item too: that two items have one value is told to nobody who sees the marks.
  const markOf = (item: ItemId, value: Uint8Array): Uint8Array =>
    kdf(keys.localStateKey, "value-used", base32Bytes(item) ?? new Uint8Array(0), value).slice(0, markBytes);

  return {
    used(item, value, how) {
      const mark = markOf(item, value);
      const others = now().filter((one) => !bytesEqual(one.mark, mark));
      held = [{ mark, how, at: ports.clock.now() as EpochMs }, ...others].slice(0, mostUses);
      putSealed(db, "settings", name, sealLocal(keys.localStateKey, of, encodeWith(schema, { form: 1, uses: held })));
    },
    last(item, value) {
      const mark = markOf(item, value);
      const use = now().find((one) => bytesEqual(one.mark, mark));
      return use === undefined ? null : { how: use.how, at: use.at };
    },
  };
}
