/** Section B: keys go only to whom the verified log names, and only to the pinned server. */

import { randomBytes } from "../../shared/crypto/random.ts";
import type { DeviceId } from "../../shared/encoding/ids.ts";
import {
  act,
  listDevices,
  type Plan,
  planAccess,
  planAdd,
  planInvite,
  planRotate,
  planVault,
  signed,
} from "../../shared/testing/entries.ts";
import { newPerson } from "../../shared/testing/team.ts";
import { type Attack, checkSection } from "./attack.ts";
import { flip, lie, withKey } from "./on-client.ts";
import { entry } from "./on-protocol.ts";
import { recoveries } from "./on-recovery.ts";
import { custodians } from "./on-shares.ts";

/** A key of the server's own beside an honest answer. */
function offers(route: "log" | "vaults" | "challenge" | "session", what: string): Attack {
  return lie({
    changes: `${what} beside the answer to ${route}`,
    code: "encoding",
    about: "log",
    ...(route === "vaults" ? { afterGood: true as const } : {}),
    ...(route === "challenge" || route === "session" ? { session: true as const } : {}),
    how: (line) =>
      line.tamper(route, (answer) => withKey(route, answer, ["key", { kemPk: randomBytes(32), to: what }])),
  });
}

/** The plan with one more recipient, or with one less. */
function recipients<Type extends "vault-create" | "vault-rotate">(
  plan: Plan<Type>,
  change: (devices: DeviceId[]) => DeviceId[],
): Plan<Type> {
  const { bundles } = listDevices(change(plan.attached.bundles.map(({ device }) => device)));
  return { ...plan, attached: { ...plan.attached, bundles } };
}

checkSection("B", {
  15: [
    offers("log", "a recovery key to enrol in"),
    entry("a recovery device listed in the bundles of an access change", "recipient-set", (mine, evil) => {
      const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.cleo.user, permission: "use" }]);
      const [first] = plan.attached.bundles;
      if (!evil || first === undefined) return signed(mine, mine.ada, plan);
      const more = { ...first, device: newPerson(mine.team).device };
      const bundles = [first, more].sort((left, right) => (left.device < right.device ? -1 : 1));
      return signed(mine, mine.ada, { ...plan, attached: { ...plan.attached, bundles } });
    }),
  ],
  16: [
    offers("vaults", "an administrator's key"),
    offers("session", "an administrator's key"),
    entry("an administrator let in by a signature of nobody", "signature", (mine, evil) => {
      const { plan, guest } = planInvite(mine.team, { role: "admin" });
      act(mine.team, mine.ada, plan);
      const bytes = signed(mine, mine.ada, planAdd(mine.team, guest, newPerson(mine.team)));
      // An entry's shortest key, the signature, comes first.
      return evil ? flip(bytes, 10) : bytes;
    }),
  ],
  17: [
    entry("one recipient more in a rotation", "recipient-set", (mine, evil) => {
      const plan = planRotate(mine.team, [mine.ops]);
      return signed(mine, mine.ada, evil ? recipients(plan, (all) => [...all, mine.cleo.device]) : plan);
    }),
    entry("another recipient in a reader's place in a rotation", "recipient-set", (mine, evil) => {
      const plan = planRotate(mine.team, [mine.ops]);
      return signed(mine, mine.ada, evil ? recipients(plan, ([, ...rest]) => [...rest, mine.cleo.device]) : plan);
    }),
    offers("challenge", "a recovery key"),
  ],
  18: [
    entry("one recipient more in a new vault", "recipient-set", (mine, evil) => {
      const { plan } = planVault(mine.team, mine.ada);
      return signed(mine, mine.ada, evil ? recipients(plan, (all) => [...all, mine.cleo.device]) : plan);
    }),
    entry("somebody unknown as the recipient of a new vault", "recipient-set", (mine, evil) => {
      const { plan } = planVault(mine.team, mine.ada);
      return signed(mine, mine.ada, evil ? recipients(plan, () => [newPerson(mine.team).device]) : plan);
    }),
  ],
  19: [
    lie({
      changes: "another base address beside the answer to log",
      code: "encoding",
      about: "log",
      how: (line) => line.tamper("log", (log) => withKey("log", log, ["api", "http://127.0.0.1:9"])),
    }),
    ...[301, 302, 307, 308].map((status) =>
      lie({
        changes: `a redirect (${status}) of a write to another address`,
        code: "server-error",
        about: "log",
        how: (line) => {
          const away = () => new Response(null, { status, headers: { location: "http://127.0.0.1:9/" } });
          for (const route of ["log", "append", "push"] as const) line.answer(route, away);
        },
      }),
    ),
  ],
  20: recoveries(),
  21: custodians(),
});
