/** What rows 51 and 134 change: somebody's keys after they were compared, what was compared, and what people are called. */
import type { GroupId, UserId, VaultId } from "../../shared/encoding/ids.ts";
import { ok } from "../../shared/failures.ts";
import { lookOf } from "../../shared/model/look-alike.ts";
import { type Intent, waitingFor } from "../../shared/protocol/team-log/compose-intents.ts";
import { plan } from "../../shared/protocol/team-log/compose-plan.ts";
import { signed, act as take } from "../../shared/testing/entries.ts";
import { makeGroup } from "../../shared/testing/groups.ts";
import { circumstancesOf } from "../../shared/testing/team.ts";
import { numberOf, planVerify, recover } from "../../shared/testing/verifications.ts";
import { type Attack, codeOf } from "./attack.ts";
import { entry, type Scene, scene } from "./on-protocol.ts";

/** Ada compared Bob; then whoever found their sheet of paper is in with a computer of their own. The twin: nobody found it. */
function found(evil: boolean): Scene & { group: GroupId } {
  const mine = scene();
  const group = makeGroup(mine.team, mine.ada, { managers: [mine.ada], members: [mine.bob] });
  take(mine.team, mine.ada, planVerify(mine.team, mine.bob.user));
  if (evil) recover(mine.team, { person: mine.bob, admin: mine.cleo });
  return { ...mine, group };
}

/** Ada is led to do this. */
function ledTo(changes: string, intent: (mine: Scene & { group: GroupId }) => Intent): Attack {
  const run = (evil: boolean): string => {
    const mine = found(evil);
    return codeOf(plan(circumstancesOf(mine.team, mine.ada), intent(mine)));
  };
  return {
    changes: `a computer of whoever found a sheet, after its person was compared: ${changes}`,
    code: "key-changed",
    run: () => ({ attack: run(true), twin: run(false) }),
  };
}

const giving = (vault: VaultId, to: { user: UserId | null; group: GroupId | null }): Intent => ({
  ...{ type: "vault-access", vault, changes: [{ ...to, permission: "manage", end: null }] },
});

/** Of row 51: what the app of whoever compared does with other keys, and what nobody may say was compared. */
export function changedKeys(): Attack[] {
  return [
    ledTo("a vault is given", ({ ops, bob }) => giving(ops, { user: bob.user, group: null })),
    ledTo("a vault is given to their group", ({ ops, group }) => giving(ops, { user: null, group })),
    ledTo("a role is given", ({ bob }) => ({
      ...{ type: "user-role", id: "0".repeat(26), user: bob.user, role: "admin", end: null },
    })),
    {
      changes: "it waits for the keys of what its person may open",
      code: "no effect",
      run() {
        const { team, ada, bob } = found(true);
        const waits = (by: Scene["ada"]) =>
          waitingFor(circumstancesOf(team, by)).some(({ device }) => team.state.devices.get(device)?.user === bob.user);
        const isSent = waits(ada);
        take(team, ada, planVerify(team, bob.user));
        const twin = waits(ada);
        return { attack: isSent ? "taken" : "no effect", twin: twin ? "taken" : "no effect" };
      },
    },
    entry("a number that nobody has, said to be compared", "role", (mine, evil) =>
      signed(
        mine,
        mine.ada,
        planVerify(mine.team, mine.bob.user, numberOf(mine.team, evil ? mine.eve.user : mine.bob.user)),
      ),
    ),
    entry("the number of before, said again once it is another", "role", (mine, evil) => {
      const before = planVerify(mine.team, mine.bob.user);
      recover(mine.team, { person: mine.bob, admin: mine.ada });
      return signed(mine, mine.dora, evil ? before : planVerify(mine.team, mine.bob.user));
    }),
    entry("one's own number, said to be compared by oneself", "role", (mine, evil) =>
      signed(mine, mine.bob, planVerify(mine.team, evil ? mine.bob.user : mine.ada.user)),
    ),
    entry("somebody compares in the name of another", "signature", (mine, evil) => {
      const device = evil ? mine.eve : mine.dora;
      return signed(mine, { ...device, user: mine.dora.user }, planVerify(mine.team, mine.bob.user));
    }),
  ];
}

/** Of row 134: names that are another's for the eye; what shows them is `main/core/team/safety.test.ts`. */
export function confusableNames(): Attack[] {
  const others = [
    "Dаna Okonkwo",
    "Dana Οkοnkwο",
    "Dana Ok0nkwo",
    "Dana\u200b Okonkwo",
    "OKONKWO, Dana",
    "Ｄana Okonkwo",
  ];
  return others.map((name) => ({
    changes: `a name that looks like a colleague's: ${name}`,
    code: "no effect" as const,
    run: () => ({
      attack: lookOf(name) === lookOf("Dana Okonkwo") ? "no effect" : "taken",
      twin: lookOf("Diana Okonkwo") === lookOf("Dana Okonkwo") ? "no effect" : codeOf(ok(true)),
    }),
  }));
}
