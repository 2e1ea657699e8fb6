/** What row 21 changes: one who holds a share of somebody's recovery sheet, and whatever they put in the place of a second. */
import { randomBytes } from "../../shared/crypto/random.ts";
import type { DeviceId, UserId } from "../../shared/encoding/ids.ts";
import { combineShares, type HeldShare, type Share, splitSeed } from "../../shared/protocol/recovery/shares.ts";
import { smallTeam } from "../../shared/testing/small-team.ts";
import { verdict } from "../../shared/testing/verdicts.ts";
import type { Attack } from "./attack.ts";

type Pair = [HeldShare, HeldShare];

/** Three of the team hold shares of Bob's sheet; the twin is what two of them give. */
function alone(changes: string, evil: (held: readonly HeldShare[], again: readonly HeldShare[]) => Pair): Attack {
  return {
    changes,
    code: "commitment",
    run() {
      const { team, ada, bob, cleo, dora } = smallTeam();
      const owner = { team: team.team, user: bob.user };
      const holders = [ada, cleo, dora].map(({ user }) => user).sort();
      const split = (): HeldShare[] => splitSeed(owner, randomBytes(32), holders);
      const held = split();
      const [one, other] = held as Pair;
      return {
        attack: codeOf(combineShares(owner, evil(held, split()))),
        twin: codeOf(combineShares(owner, [one, other])),
      };
    },
  };
}

/** The code alone. */
const codeOf = (combined: ReturnType<typeof combineShares>): string => verdict(combined).split(" ")[0] as string;

/** The first holder's share, as if it were this one's, with other halves. */
function posing(of: HeldShare, as: UserId, half: (own: Uint8Array) => Uint8Array, sheet?: DeviceId): HeldShare {
  const { halves } = of.share;
  const share: Share = {
    sheet: sheet ?? of.share.sheet,
    halves: halves.map((one) => ({ ...one, with: of.holder, half: half(one.half) })).slice(0, 1),
  };
  return { holder: as, share };
}

/** Every attack of the row. */
export function custodians(): Attack[] {
  const second = ([, two]: readonly HeldShare[]) => (two as HeldShare).holder;
  const first = ([one]: readonly HeldShare[]) => one as HeldShare;
  return [
    alone("a share with itself", (held) => [first(held), first(held)]),
    alone("a guessed half in the place of a second", (held) => [
      first(held),
      posing(first(held), second(held), () => randomBytes(32)),
    ]),
    alone("a half of zeros in the place of a second", (held) => [
      first(held),
      posing(first(held), second(held), () => new Uint8Array(32)),
    ]),
    alone("one's own half, once more, in the place of a second", (held) => [
      first(held),
      posing(first(held), second(held), (own) => own),
    ]),
    alone("the share of another choice of the same people", (held, [, again]) => [first(held), again as HeldShare]),
    alone("the share of another choice under this one's name", (held, [, again]) => {
      const { holder, share } = again as HeldShare;
      return [first(held), { holder, share: { ...share, sheet: first(held).share.sheet } }];
    }),
    alone("the half of another pair", ([one, two, three]) => [
      one as HeldShare,
      posing(three as HeldShare, (two as HeldShare).holder, (own) => own, (one as HeldShare).share.sheet),
    ]),
  ];
}
