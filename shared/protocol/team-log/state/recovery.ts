/** Questions about recoveries that are open [protocol: Recovery]. Pure; no clock. */
import type { Hash, UserId } from "../../../encoding/ids.ts";
import { fail, ok, type Result } from "../../../failures.ts";
import type { Certificate } from "../../join/join.ts";
import { type Named, nobodyNamed } from "./entry-rule.ts";
import { hasComputer } from "./membership.ts";
import { isAdmin } from "./rules.ts";
import type { Recovery, TeamState } from "./team-state.ts";
import { keyName } from "./transaction.ts";

/** The open recovery that this entry began; `role` where there is none, or none any more. */
export function findRecovery({ recoveries }: Pick<TeamState, "recoveries">, open: Hash): Result<Recovery> {
  const found = recoveries.get(open);
  return found === undefined ? fail("role", { reason: "recovery" }) : ok(found);
}

/** The open recovery of this person. */
export function recoveryOf({ recoveries }: Pick<TeamState, "recoveries">, user: UserId): Recovery | null {
  for (const recovery of recoveries.values()) if (recovery.user === user) return recovery;
  return null;
}

/**
 * Who may confirm that it is this person who recovers: every other admin with a computer. Those whom they let in or raised too: a
 * sheet does neither, and where the founder did, nobody else would be left to ask. Where there is none, none is asked.
 */
export function confirmersOf(state: TeamState, subject: UserId): UserId[] {
  const able = [...state.users.values()].filter(
    ({ user }) => user !== subject && isAdmin(state, user) && hasComputer(state.devices, user),
  );
  return able.map(({ user }) => user);
}

/** Whether somebody who may still confirm it did, or nobody may. */
export function isConfirmed(state: TeamState, { user, confirmedBy }: Recovery): boolean {
  const able = confirmersOf(state, user);
  return able.length === 0 || confirmedBy.some((one) => able.includes(one));
}

/** Whom an entry about an open recovery names. */
export function namedByRecovery(state: Pick<TeamState, "recoveries">, open: Hash): Named {
  const found = state.recoveries.get(open);
  return found === undefined ? nobodyNamed : { ...nobodyNamed, users: [found.user], devices: [found.paper] };
}

/** A computer that no entry named yet: `encoding` for one that is known, or under keys that are. */
export function checkNewComputer(
  { devices, keysSeen }: Pick<TeamState, "devices" | "keysSeen">,
  { device, signPk, kemPk }: Pick<Certificate, "device" | "signPk" | "kemPk">,
): Result<true> {
  if (devices.has(device)) return fail("encoding", { reason: "id-repeated" });
  const isSeen = [signPk, kemPk].some((key) => keysSeen.has(keyName(key)));
  return isSeen ? fail("encoding", { reason: "key-repeated" }) : ok(true);
}
