/** What is shown of the session of one app. */
import type { AccountStatus } from "../../../shared/contract/shapes.ts";
import type { Ports } from "../ports.ts";
import type { Attempts } from "./attempts.ts";
import type { AutoLock } from "./auto-lock.ts";
import { listProfiles } from "./profile-list.ts";
import type { ProfileHeld, SessionMachine } from "./session-state.ts";
import { findSheetKept } from "./sheet-kept.ts";

type Shown = { ports: Ports; machine: SessionMachine<ProfileHeld>; attempts: Attempts; autoLock: AutoLock };

/** What `account.status` answers. */
export async function sessionStatus({ ports, machine, attempts, autoLock }: Shown): Promise<AccountStatus> {
  // First, so that all the rest is of one moment.
  const keychainAvailable = await ports.keychain.available();
  const state = machine.state();
  const open = state.kind === "unlocked" ? state.open : null;
  const waiting = state.kind === "waiting" ? state.waiting : null;
  const own = open?.profile ?? waiting?.stored.profile ?? null;
  const role = open?.log.state().users.get(open.profile.user)?.role;
  const problem = waiting?.problem() ?? null;
  const link = waiting?.plan.kind === "link" ? { code: waiting.plan.code, endsAt: waiting.plan.end } : null;
  const holder = heldBy(machine);
  return {
    state: machine.kind(),
    profiles: listProfiles(ports, own),
    ...(own === null ? {} : { profile: own.profile, team: own.team, user: own.user, device: own.device }),
    ...(role === undefined ? {} : { role }),
    ...(problem === null ? {} : { problem }),
    ...(link === null ? {} : { link }),
    ...(waiting?.plan.kind === "compare"
      ? { compare: { role: waiting.plan.role, typed: waiting.plan.compared !== null } }
      : {}),
    ...(waiting?.plan.kind === "recover" ? { recovers: true as const } : {}),
    keychainAvailable,
    clipboardAvailable: ports.clipboard.available(),
    unlockWaitMs: attempts.waitMs(),
    autoLockMinutes: autoLock.minutes(),
    autoLockMost: autoLock.most(),
    appearance: ports.appearance.get(),
    ...(holder === null ? {} : { sheet: findSheetKept(holder) }),
  };
}

/** Where small sealed records of the open or waiting profile go; null while it is locked. */
export function heldBy(machine: SessionMachine<ProfileHeld>): Pick<ProfileHeld, "db" | "profile" | "keys"> | null {
  const state = machine.state();
  if (state.kind === "unlocked") return state.open;
  if (state.kind !== "waiting") return null;
  const { db, keys, stored } = state.waiting;
  return { db, keys, profile: stored.profile };
}
