/**
 * A sheet of paper that nobody holds whole [protocol: Recovery by two people]: its seed in shares, of which any two of different people
 * give it back, and one alone nothing. For each pair a fresh random half and what is left of the seed, by XOR; each holder is told
 * the commitment to the other half, so that a wrong one names whoever gave it.
 */
import { z } from "zod";
import { hashText } from "../../crypto/hash.ts";
import { randomBytes } from "../../crypto/random.ts";
import { encodeWith, parseWith } from "../../encoding/canonical.ts";
import { bytesField, deviceField, hashField, idField, strict } from "../../encoding/fields.ts";
import { idBytes } from "../../encoding/id-bytes.ts";
import type { DeviceId, Hash, TeamId, UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { recoverySheetKeys } from "../transfer-code/recovery-sheet.ts";

/** What one holder has: the device of the sheet, and for each other holder a half with the commitment to theirs. */
export const shareSchema = strict({
  sheet: deviceField(),
  halves: z
    .array(strict({ with: idField<UserId>(), half: bytesField(32), other: hashField() }))
    .min(limits.recoveryHoldersLeast - 1)
    .max(limits.recoveryHolders - 1),
});
export type Share = { sheet: DeviceId; halves: { with: UserId; half: Uint8Array; other: Hash }[] };
/** A share, with whose it is. */
export type HeldShare = { holder: UserId; share: Share };

/** The seed, and whose two shares gave it. */
export type Combined = { seed: Uint8Array; by: UserId[] };

/** Whose sheet it is. */
export type SheetOwner = { team: TeamId; user: UserId };
type Half = { sheet: DeviceId; holder: UserId; with: UserId; half: Uint8Array };

/** `H("recovery-half", team, user, sheet, holder, with, half)`. */
function commitmentTo({ team, user }: SheetOwner, { sheet, holder, with: other, half }: Half): Hash {
  return hashText("recovery-half", ...[team, user, sheet, holder, other].map(idBytes), half);
}

/** Splits the seed for these holders, in ascending order and each once. */
export function splitSeed(owner: SheetOwner, seed: Uint8Array, holders: readonly UserId[]): HeldShare[] {
  const { device: sheet, keys } = recoverySheetKeys({ ...owner, seed });
  keys.wipe();
  const shares = new Map<UserId, Share>(holders.map((holder) => [holder, { sheet, halves: [] }]));
  const give = (of: { holder: UserId; half: Uint8Array }, other: { holder: UserId; half: Uint8Array }): void => {
    const told = commitmentTo(owner, { sheet, holder: other.holder, with: of.holder, half: other.half });
    shares.get(of.holder)?.halves.push({ with: other.holder, half: of.half, other: told });
  };
  for (const [at, one] of holders.entries())
    for (const another of holders.slice(at + 1)) {
      const half = randomBytes(seed.length);
      const [first, second] = [
        { holder: one, half },
        { holder: another, half: xor(seed, half) },
      ];
      give(first, second);
      give(second, first);
    }
  // Each in the order of the others: a holder earlier in the list was paired first.
  return [...shares].map(([holder, share]) => ({ holder, share }));
}

/** Whether a share is of the form that `splitSeed` gives its holder: `encoding`. */
export function checkShare({ holder, share }: HeldShare): Result<true> {
  const others = share.halves.map((half) => half.with);
  const isAscending = others.every((other, at) => at === 0 || (others[at - 1] as UserId) < other);
  return isAscending && !others.includes(holder) ? ok(true) : fail("encoding", { reason: "share" });
}

/** Canonical bytes of a share. */
export function encodeShare(share: Share): Uint8Array {
  return encodeWith(shareSchema as z.ZodType<Share, unknown>, share);
}

/** Reads them, for this holder: `encoding`. */
export function parseShare(bytes: Uint8Array, holder: UserId): Result<Share> {
  const parsed = parseWith(shareSchema as z.ZodType<Share, unknown>, bytes, limits.linkMessageBytes);
  if (!parsed.ok) return parsed;
  const checked = checkShare({ holder, share: parsed.value });
  return checked.ok ? parsed : checked;
}

/**
 * The seed, of the first two that give one: it is the one whose device the shares name. `commitment` where no two do: reason `sheet`
 * where they are of different sheets, else `share`, with the holder whose half is not the one that the other was told of, where
 * the shares say it of one alone.
 */
export function combineShares(owner: SheetOwner, held: readonly HeldShare[]): Result<Combined> {
  const pairs = held.flatMap((one, at) => held.slice(at + 1).map((another) => [one, another] as const));
  for (const [one, another] of pairs) {
    const seed = seedOf(owner, one, another);
    if (seed !== null) return ok({ seed, by: [one.holder, another.holder] });
  }
  const ofOneSheet = pairs.filter(([one, another]) => one.share.sheet === another.share.sheet);
  if (ofOneSheet.length === 0) return fail("commitment", { reason: "sheet" }, "after-act");
  const wrong = ofOneSheet.flatMap(([one, another]) => wrongOf(owner, one, another));
  const user = wrong.length === 1 ? { user: wrong[0] as UserId } : {};
  return fail("commitment", { reason: "share", ...user }, "after-act");
}

const halfFor = ({ share }: HeldShare, other: UserId) => share.halves.find((half) => half.with === other);

function seedOf(owner: SheetOwner, one: HeldShare, another: HeldShare): Uint8Array | null {
  const [first, second] = [halfFor(one, another.holder), halfFor(another, one.holder)];
  if (first === undefined || second === undefined || one.share.sheet !== another.share.sheet) return null;
  const seed = xor(first.half, second.half);
  const { device, keys } = recoverySheetKeys({ ...owner, seed });
  keys.wipe();
  if (device === one.share.sheet) return seed;
  seed.fill(0);
  return null;
}

/** Whose half is not what the other was told: one of the two, where it is one. */
function wrongOf(owner: SheetOwner, one: HeldShare, another: HeldShare): UserId[] {
  const isWrong = (of: HeldShare, by: HeldShare): boolean => {
    const half = halfFor(of, by.holder)?.half;
    const told = halfFor(by, of.holder)?.other;
    const { holder, share } = of;
    return half === undefined || told !== commitmentTo(owner, { sheet: share.sheet, holder, with: by.holder, half });
  };
  const wrong = [
    { of: one, by: another },
    { of: another, by: one },
  ].filter(({ of, by }) => isWrong(of, by));
  return wrong.length === 1 ? wrong.map(({ of }) => of.holder) : [];
}

function xor(left: Uint8Array, right: Uint8Array): Uint8Array {
  return left.map((byte, at) => byte ^ (right[at] as number));
}
