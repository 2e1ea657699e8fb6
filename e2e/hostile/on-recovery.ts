/** What rows 20 and 80 change: recoveries by the wrong hand, too early, once more, or after they were stopped. */
import { zeroHash } from "../../shared/encoding/fields.ts";
import type { Hash } from "../../shared/encoding/ids.ts";
import { planDevice, planKeys, signed, act as take } from "../../shared/testing/entries.ts";
import { makePaper, openRecovery, planConfirm, planOpen, planStop, planUse } from "../../shared/testing/recoveries.ts";
import { newComputer, type Person } from "../../shared/testing/team.ts";
import type { Attack } from "./attack.ts";
import { entry, type Scene } from "./on-protocol.ts";

type Begun = Scene & { paper: Person; computer: Person; open: Hash };

/** Bob's sheet opened a recovery. */
function begun(mine: Scene): Begun {
  const [paper, computer] = [makePaper(mine.team, mine.bob, [mine.bobs]), newComputer(mine.team, mine.bob)];
  return { ...mine, paper, computer, open: openRecovery(mine.team, paper, computer) };
}

const confirm = (mine: Begun, by: Person) => take(mine.team, by, planConfirm(mine.team, mine.open));
const use = (mine: Begun) => signed(mine, mine.paper, planUse(mine.team, mine.open, mine.computer, [mine.bobs]));

/** Whoever holds the sheet against an honest team; the twin is the whole way, confirmed by another admin. */
function used(changes: string, code: "cosign" | "role" | "signature", evil: (mine: Begun) => Uint8Array): Attack {
  return entry(changes, code, (scene, isEvil) => {
    const mine = begun(scene);
    if (isEvil) return evil(mine);
    confirm(mine, mine.ada);
    return use(mine);
  });
}

/** Every attack of the row. */
export function recoveries(): Attack[] {
  return [
    used("the sheet alone, unconfirmed", "cosign", use),
    used("confirmed by their other computer", "role", (mine) =>
      signed(mine, mine.bob, planConfirm(mine.team, mine.open)),
    ),
    used("confirmed by a lead", "role", (mine) => signed(mine, mine.dora, planConfirm(mine.team, mine.open))),
    used("confirmed by the sheet itself", "role", (mine) =>
      signed(mine, mine.paper, planConfirm(mine.team, mine.open)),
    ),
    used("used after it was stopped", "role", (mine) => {
      confirm(mine, mine.ada);
      take(mine.team, mine.bob, planStop(mine.team, mine.open));
      return use(mine);
    }),
    used("opened again after it was stopped, on the old word", "cosign", (mine) => {
      confirm(mine, mine.ada);
      take(mine.team, mine.bob, planStop(mine.team, mine.open));
      return use({ ...mine, open: openRecovery(mine.team, mine.paper, mine.computer) });
    }),
    used("used twice", "signature", (mine) => {
      confirm(mine, mine.ada);
      take(mine.team, mine.paper, planUse(mine.team, mine.open, mine.computer));
      return use(mine);
    }),
    used("used without an opening", "role", (mine) => use({ ...mine, open: zeroHash })),
    used("another computer in the place of the confirmed one", "cosign", (mine) => {
      confirm(mine, mine.ada);
      const computer = newComputer(mine.team, mine.bob);
      return use({ ...mine, computer, open: openRecovery(mine.team, mine.paper, computer) });
    }),
    used("the sheet brings a computer by itself", "role", (mine) =>
      signed(mine, mine.paper, planDevice(mine.team, mine.bob, mine.computer)),
    ),
    used("the sheet hands out keys", "role", (mine) =>
      signed(mine, mine.paper, planKeys(mine.team, mine.bobs, [mine.bob.device])),
    ),
  ];
}

/** Whoever was led to sign a recovery on a computer; the twin is signed by the sheet. */
export function withoutSheet(): Attack[] {
  return [
    entry("a recovery opened by a computer, without a sheet", "role", (mine, isEvil) => {
      const paper = makePaper(mine.team, mine.bob, [mine.bobs]);
      return signed(mine, isEvil ? mine.bob : paper, planOpen(mine.team, newComputer(mine.team, mine.bob)));
    }),
    entry("a confirmed recovery used by a computer, without a sheet", "role", (scene, isEvil) => {
      const mine = begun(scene);
      confirm(mine, mine.ada);
      const by = isEvil ? mine.bob : mine.paper;
      return signed(mine, by, planUse(mine.team, mine.open, mine.computer, [mine.bobs]));
    }),
  ];
}
