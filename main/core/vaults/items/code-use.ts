/**
 * One recovery code is marked as used, or as not used: on the version that its person looked at, so that it is the code that they
 * saw; two who mark never conflict [protocol: Merge].
 */
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import type { EpochMs } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import type { ItemsArea } from "./items-area.ts";
import { editPart } from "./part-edit.ts";

type UseInput = CommandParsed<"item.useCode">;

/**
 * Failures: `not-found` (item; the code, also where the version that was looked at is not held any more), `role`,
 * `older-version`, `invalid-input` where `base` is above the newest version, those of opening the item.
 */
export function useCode(area: ItemsArea, input: UseInput): Promise<Result<Record<string, never>>> {
  return editPart(area, input, {
    // Its place says which code it is in that version alone.
    lost: fail("not-found", { field: "code" }),
    change: (body, at) => marked(body, { ...input, at }),
  });
}

type Marking = UseInput & { at: EpochMs };

function marked({ overview, secret }: ItemBody, { place, used, at }: Marking): Result<ItemBody> {
  const { detail } = secret;
  if (!("codes" in detail) || !("login" in detail)) return fail("not-found", { field: "code" });
  const { login, codes } = detail;
  if (place >= codes.length) return fail("not-found", { field: "code" });
  // Who marks one that is marked already changes nothing: the first time stays.
  const mark = (usedAt: EpochMs | null) => (used ? (usedAt ?? at) : null);
  const now = codes.map((code, index) => (index === place ? { value: code.value, usedAt: mark(code.usedAt) } : code));
  return ok({ overview, secret: { ...secret, detail: { login, codes: now } } });
}
