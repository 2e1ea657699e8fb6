/** A seed that was read goes into a login: an ordinary change of an item. */
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { otpauthLink } from "../../../../shared/model/otpauth.ts";
import { saveItem } from "../items/item-save.ts";
import type { ItemsArea } from "../items/items-area.ts";
import { isCodeOf, type Readings } from "./readings.ts";

/**
 * Failures: `not-found` (not read, taken already, no such login), `otp-uri` with `other-code` (what was typed is not its code) or `held`
 * (the login has one), those of saving.
 */
export async function takeCode(
  area: ItemsArea,
  readings: Pick<Readings, "seedOf" | "taken">,
  { into, typed, ...of }: CommandParsed<"code.take">,
): Promise<Result<{ item: string }>> {
  const seed = readings.seedOf(of);
  if (!seed.ok) return seed;
  const totp = seed.value;
  if (typed !== undefined && !isCodeOf(totp, typed, area.unlocked.ports.clock.now()))
    return fail("otp-uri", { reason: "other-code" }, "after-act");
  const changes = { totp: otpauthLink(totp) };
  const saved =
    "item" in into
      ? await saveInto(area, into.item, changes)
      : await saveItem(area, {
          vault: into.vault,
          kind: "login",
          changes: { ...changes, title: into.title, ...(totp.account === null ? {} : { username: totp.account }) },
        });
  if (!saved.ok) return saved;
  readings.taken(of, saved.value.item);
  return ok({ item: saved.value.item });
}

function saveInto(area: ItemsArea, item: CommandParsed<"item.get">["item"], changes: { totp: string }) {
  const row = area.overviews.index.get(item);
  if (row === undefined) return fail("not-found", { field: "item" });
  // Another seed would lock out everybody who uses the one that is there.
  if (row.overview.hasTotp) return fail("otp-uri", { reason: "held" }, "after-act");
  return saveItem(area, { vault: row.vault, item, changes });
}
