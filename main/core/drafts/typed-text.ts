/**
 * What stands in open editors of this computer, sealed in one record [protocol: Local file]: there after a lock, a crash or a
 * power cut, and never sent. Nothing of it stays in memory. What clears it: saving, giving it up.
 */
import { z } from "zod";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { idField, strict, timeField, typedText, uintField } from "../../../shared/encoding/fields.ts";
import type { ChangeId, EpochMs, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

const name = "typed-text";
/** Editors whose text is kept at one time, and how long one may be, in UTF-16 units of its JSON. */
const mostKept = 32;
const formerMostText = 512 * 1024;
const mostText = formerMostText + 1024;
const mostKind = 32;
export const mostSeen = 64;
const maxBytes = mostKept * mostText;
const mostWritten = 8 * 1024 * 1024;

const keptSchema = strict({
  typed: idField<string>(),
  /** A row of `typedKinds`; of one that only a newer Latchkey knows it stays as it is. */
  kind: typedText(mostKind),
  at: timeField(),
  title: typedText(limits.nameChars),
  /** The drafts of its item that waited when typing began, which its editor showed. */
  seen: z.array(idField<ChangeId>()).max(mostSeen),
  /** JSON, which keeps also half a character that was just typed. */
  text: typedText(mostText),
});
export type KeptText = z.output<typeof keptSchema>;
const schema = strict({ form: z.literal(2), kept: z.array(keptSchema).max(mostKept) });

/** As it was before places other than the editor of items were kept. */
const formerSchema = strict({
  form: z.literal(1),
  kept: z
    .array(
      strict({
        ...{ typed: idField<string>(), vault: idField<VaultId>(), item: idField<ItemId>().nullable() },
        ...{ base: uintField().nullable(), at: timeField(), title: typedText(limits.nameChars) },
        text: typedText(formerMostText),
      }),
    )
    .max(mostKept),
});

function ofFormer({ vault, item, base, text, ...kept }: z.output<typeof formerSchema>["kept"][number]): KeptText {
  const place = JSON.stringify({ kind: "item", vault, item, base });
  return { ...kept, kind: "item", seen: [], text: `${place.slice(0, -1)},"text":${text}}` };
}

export type TypedTexts = {
  /** Durable when it answers. `limit` where it is too long, or where too many are kept already: none makes way for another. */
  keep(text: Omit<KeptText, "typed" | "at"> & { typed: string | null }): Result<{ typed: string; isNew: boolean }>;
  /** Newest first. */
  list(): KeptText[];
  find(typed: string): KeptText | null;
  /** Whether it was there. Inside the caller's transaction where there is one. */
  drop(typed: string): boolean;
};

/** The kept texts of an unlocked profile. What does not open there counts as none: the record is no evidence of anything. */
export function openTypedTexts(unlocked: Pick<OpenedProfile, "db" | "keys" | "profile" | "ports">): TypedTexts {
  const { db, keys, profile, ports } = unlocked;
  const of = { profile: profile.profile, name };

  const read = (): KeptText[] => {
    const sealed = findSealed(db, "settings", name);
    const plain = sealed === null ? null : openLocal(keys.localStateKey, of, sealed);
    if (plain === null || !plain.ok) return [];
    const parsed = parseWith(schema, plain.value, maxBytes);
    const former = parsed.ok ? null : parseWith(formerSchema, plain.value, maxBytes);
    plain.value.fill(0);
    if (parsed.ok) return parsed.value.kept;
    return former?.ok === true ? former.value.kept.map(ofFormer) : [];
  };
  const write = (kept: KeptText[]): Result<true> => {
    const plain = encodeWith(schema, { form: 2, kept });
    if (plain.length <= mostWritten) putSealed(db, "settings", name, sealLocal(keys.localStateKey, of, plain));
    plain.fill(0);
    return plain.length <= mostWritten ? ok(true) : fail("limit", { field: "text", number: plain.length }, "after-act");
  };

  return {
    keep({ typed, ...text }) {
      if (text.text.length > mostText) return fail("limit", { field: "text", number: text.text.length }, "after-act");
      const all = read();
      const isThere = all.some((one) => one.typed === typed);
      const others = all.filter((one) => one.typed !== typed);
      if (others.length >= mostKept) return fail("limit", { field: "typed", number: others.length }, "after-act");
      // One that was dropped meanwhile does not come back under its name.
      const own = isThere && typed !== null ? typed : newId<string>();
      const written = write([{ ...text, typed: own, at: ports.clock.now() as EpochMs }, ...others]);
      return written.ok ? ok({ typed: own, isNew: !isThere }) : written;
    },
    list: read,
    find: (typed) => read().find((one) => one.typed === typed) ?? null,
    drop(typed) {
      const all = read();
      const others = all.filter((one) => one.typed !== typed);
      if (others.length < all.length) write(others);
      return others.length < all.length;
    },
  };
}
