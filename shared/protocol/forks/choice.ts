/**
 * Whether this person may go over to the other of two histories [protocol: Choosing a history]. Pure, on both logs as they were
 * verified: what the other one says counts only where mine does not contradict it.
 */
import type { DeviceId, UserId } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { bytesEqual } from "../../text.ts";
import { devicesOf, headAt, isAdmin } from "../team-log/state/rules.ts";
import type { TeamState } from "../team-log/state/team-state.ts";
import { areWordsOf, codeAtEntry } from "./team-code.ts";

type Choice = {
  mine: TeamState;
  chosen: TeamState;
  /** The last number at which both are the same. */
  common: number;
  self: { user: UserId; device: DeviceId };
  /** The admin who read the words out, and what they read. */
  read: { user: UserId; number: number; text: string };
};

/**
 * `not-found` (`admin`): nobody who is an admin on both histories with a computer that both hold, or oneself; `sas`: not the words
 * of the chosen history, or of an entry from before the two part; `role`: this computer has no place there; `log-fork`, reason
 * `removal`: somebody whom mine took out is there still.
 */
export function checkChoice(choice: Choice): Result<true> {
  const { mine, chosen, common, self, read } = choice;
  if (headAt(mine, common) === null || headAt(mine, common) !== headAt(chosen, common)) return fail("log-gap");
  if (!isAdminOnBoth(choice)) return fail("not-found", { reason: "admin" }, "after-act");
  const code = read.number > common ? codeAtEntry(chosen, read.number) : null;
  if (code === null || !areWordsOf(code, read.text)) return fail("sas", { field: "text" }, "after-act");
  if (chosen.users.get(self.user)?.active !== true || !isSameDevice(choice, self.device))
    return fail("role", { reason: "other-history" });
  const back = findBroughtBack(mine, chosen);
  return back === null ? ok(true) : fail("log-fork", { reason: "removal", user: back }, "after-act");
}

/** Whoever my own log does not know as an admin has no say, whatever the other one made of them. */
function isAdminOnBoth(choice: Choice): boolean {
  const { mine, chosen, self, read } = choice;
  if (read.user === self.user || !isAdmin(mine, read.user) || !isAdmin(chosen, read.user)) return false;
  return devicesOf(mine, read.user).some(({ device, kind }) => kind === "computer" && isSameDevice(choice, device));
}

/** In the team by both, with the same keys. */
function isSameDevice({ mine, chosen }: Choice, device: DeviceId): boolean {
  const [one, other] = [mine.devices.get(device), chosen.devices.get(device)];
  if (one?.active !== true || other?.active !== true || one.user !== other.user) return false;
  return bytesEqual(one.signPk, other.signPk) && bytesEqual(one.kemPk, other.kemPk);
}

/** What a removal took stays taken: the other history goes on without them too, or is not taken. */
function findBroughtBack(mine: TeamState, chosen: TeamState): UserId | null {
  for (const [user, { active }] of mine.users) if (!active && chosen.users.get(user)?.active === true) return user;
  for (const [device, { active, user }] of mine.devices)
    if (!active && chosen.devices.get(device)?.active === true) return user;
  return null;
}
