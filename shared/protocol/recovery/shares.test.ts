/** A seed in shares: any two people give it back, and nothing else does. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../../e2e/fixtures/vectors/vector-file.ts";
import { newId, randomBytes } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import type { DeviceId, Hash, TeamId, UserId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { must } from "../../testing/team.ts";
import { verdict } from "../../testing/verdicts.ts";
import { base32Text, bytesEqual } from "../../text.ts";
import { recoverySheetKeys } from "../transfer-code/recovery-sheet.ts";
import { checkShare, combineShares, encodeShare, type HeldShare, parseShare, splitSeed } from "./shares.ts";

beforeAll(() => cryptoReady());

const hashOf = (): Hash => base32Text(randomBytes(32)) as Hash;
const someOwner = () => ({ team: hashOf() as string as TeamId, user: newId<UserId>() });
const people = (count: number) => Array.from({ length: count }, () => newId<UserId>()).sort();

/** A choice of so many, and what each holds. */
function chosen(count: number, owner = someOwner(), holders = people(count)) {
  const seed = randomBytes(32);
  return { owner, seed, holders, held: splitSeed(owner, seed, holders) };
}
/** The same, for a test that changes it. */
const copyOf = ({ holder, share }: HeldShare): HeldShare => ({
  holder,
  share: { ...share, halves: share.halves.map((half) => ({ ...half, half: half.half.slice() })) },
});
const three = (held: HeldShare[]) => held.map(copyOf) as [HeldShare, HeldShare, HeldShare];
const halfOf = ({ share }: HeldShare, other: HeldShare) =>
  share.halves.find((half) => half.with === other.holder) as HeldShare["share"]["halves"][number];

describe("shares", () => {
  it.each([2, 3, 8])("of %i people: any two give the seed, in either order, and say whose they were", (count) => {
    const { owner, seed, held } = chosen(count);
    for (const one of held)
      for (const other of held.filter((another) => another !== one))
        expect(must(combineShares(owner, [one, other]))).toEqual({ seed, by: [one.holder, other.holder] });
  });

  it("are of the form that is checked, and come back through their bytes, which one message holds", () => {
    for (const { holder, share } of chosen(limits.recoveryHolders).held) {
      const bytes = encodeShare(share);
      expect(must(parseShare(bytes, holder))).toEqual(share);
      expect(bytes.length).toBeLessThan(1024);
    }
  });

  it("hold a half of its own for each pair, and never the seed", () => {
    const { seed, held } = chosen(limits.recoveryHolders);
    const halves = held.flatMap(({ share }) => share.halves.map(({ half }) => base32Text(half)));
    expect(new Set(halves).size).toBe(limits.recoveryHolders * (limits.recoveryHolders - 1));
    expect(halves).not.toContain(base32Text(seed));
  });

  it("of one person fit every seed alike: any other one has a half that would give it", () => {
    const { held } = chosen(2);
    const { half } = halfOf(held[0] as HeldShare, held[1] as HeldShare);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (wanted) => {
        const other = half.map((byte, at) => byte ^ (wanted[at] as number));
        expect(
          bytesEqual(
            half.map((byte, at) => byte ^ (other[at] as number)),
            wanted,
          ),
        ).toBe(true);
      }),
    );
  });
});

/** [name, verdict, what is combined]; `named`: which holder is told to be wrong. */
type Wrong = { held: HeldShare[]; named?: HeldShare };
describe("nothing is combined", () => {
  it.each<[string, string, (held: HeldShare[]) => Wrong]>([
    ["of one person", "sheet", ([one]) => ({ held: [one as HeldShare] })],
    ["of nobody", "sheet", () => ({ held: [] })],
    ["of one person twice", "share", ([one]) => ({ held: [one as HeldShare, one as HeldShare] })],
    [
      "with a half of zeros",
      "share",
      (held) => {
        const [one, two] = three(held);
        halfOf(two, one).half.fill(0);
        return { held: [one, two], named: two };
      },
    ],
    [
      "with a half that was guessed",
      "share",
      (held) => {
        const [one, two] = three(held);
        halfOf(one, two).half.set(randomBytes(32));
        return { held: [one, two], named: one };
      },
    ],
    [
      "with the half of another pair",
      "share",
      (held) => {
        const [one, two, other] = three(held);
        halfOf(one, two).half.set(halfOf(one, other).half);
        return { held: [one, two], named: one };
      },
    ],
    [
      "with one bit turned",
      "share",
      (held) => {
        const [one, two] = three(held);
        const { half } = halfOf(two, one);
        half[31] = (half[31] as number) ^ 128;
        return { held: [one, two], named: two };
      },
    ],
    [
      "where both blame each other",
      "share",
      (held) => {
        const [one, two] = three(held);
        halfOf(one, two).half.fill(7);
        halfOf(one, two).other = hashOf();
        return { held: [one, two] };
      },
    ],
    [
      "where somebody says that they are another",
      "share",
      (held) => {
        const [one, two, other] = three(held);
        return { held: [one, { holder: other.holder, share: two.share }] };
      },
    ],
    [
      "under the name of another sheet",
      "sheet",
      (held) => {
        const [one, two] = three(held);
        two.share.sheet = hashOf() as string as DeviceId;
        return { held: [one, two] };
      },
    ],
    [
      "where both name another sheet",
      "share",
      (held) => {
        const [one, two] = three(held);
        one.share.sheet = two.share.sheet = hashOf() as string as DeviceId;
        return { held: [one, two] };
      },
    ],
  ])("%s: commitment %s", (_name, reason, wrong) => {
    const { owner, held } = chosen(3);
    const { held: given, named } = wrong(held);
    const combined = combineShares(owner, given);
    expect(verdict(combined)).toBe(`commitment ${reason}`);
    expect(combined.ok ? null : combined.failure.detail?.user).toBe(named?.holder);
  });

  it("of two choices of the same people for the same person", () => {
    const first = chosen(3);
    const second = chosen(3, first.owner, first.holders);
    const [before, now] = [first.held[0], second.held[1]] as [HeldShare, HeldShare];
    expect(verdict(combineShares(first.owner, [before, now]))).toBe("commitment sheet");
    // Whoever renames an old one is found out by its halves.
    before.share.sheet = now.share.sheet;
    expect(verdict(combineShares(first.owner, [before, now]))).toBe("commitment share");
  });

  it("for another person or team than whose sheet it is", () => {
    const { owner, held } = chosen(2);
    expect(verdict(combineShares({ ...owner, user: newId<UserId>() }, held))).toBe("commitment share");
    expect(verdict(combineShares({ ...owner, team: hashOf() as string as TeamId }, held))).toBe("commitment share");
  });
});

it("a third person's share helps where one of two was wrong", () => {
  const { owner, seed, held } = chosen(3);
  const [one, two, other] = three(held);
  halfOf(two, one).half.fill(0);
  halfOf(two, other).half.fill(0);
  expect(must(combineShares(owner, [one, two, other]))).toEqual({ seed, by: [one.holder, other.holder] });
});

describe("a share of another form is encoding", () => {
  it.each<[string, (held: HeldShare, other: HeldShare) => void]>([
    [
      "for oneself",
      (one) => {
        (one.share.halves[0] as { with: UserId }).with = one.holder;
      },
    ],
    ["not ascending", (one) => void one.share.halves.reverse()],
    ["the same twice", ({ share }) => void share.halves.splice(1, 1, share.halves[0] as never)],
  ])("%s", (_name, change) => {
    const [one, two] = three(chosen(3).held);
    expect(checkShare(one).ok).toBe(true);
    change(one, two);
    expect(verdict(parseShare(encodeShare(one.share), one.holder))).toBe("encoding share");
  });

  it("too many, too few, and what is none", () => {
    const { holder } = chosen(2).held[0] as HeldShare;
    expect(parseShare(randomBytes(40), holder).ok).toBe(false);
    expect(() => encodeShare({ sheet: hashOf() as string as DeviceId, halves: [] })).toThrow();
    const many = chosen(limits.recoveryHolders + 1).held[0] as HeldShare;
    expect(() => encodeShare(many.share)).toThrow();
  });
});

type Vectors = {
  team: TeamId;
  user: UserId;
  seed: Uint8Array;
  shares: (HeldShare & { bytes: Uint8Array })[];
};

it("the recorded shares read as they were, and give the recorded seed", () => {
  const { team, user, seed, shares } = readVectors<Vectors>("recovery");
  for (const { holder, share, bytes } of shares) {
    expect(encodeShare(share)).toEqual(bytes);
    expect(must(parseShare(bytes, holder))).toEqual(share);
  }
  expect(must(combineShares({ team, user }, shares)).seed).toEqual(seed);
  expect(recoverySheetKeys({ team, user, seed }).device).toBe((shares[0] as HeldShare).share.sheet);
});
