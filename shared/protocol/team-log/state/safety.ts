/**
 * Safety numbers [protocol: Safety numbers]: the number of a person's keys, which people read to each other, and who compared
 * whose. It covers the computer from which all others of the person came, by entries that they signed.
 */
import { hashText } from "../../../crypto/hash.ts";
import { idBytes } from "../../../encoding/id-bytes.ts";
import type { Hash, UserId } from "../../../encoding/ids.ts";
import type { Member, TeamState, Verification } from "./team-state.ts";

/** The number of a person's keys as the log has them now. */
export function safetyNumber(
  { team }: Pick<TeamState, "team">,
  { user, firstDevice }: Pick<Member, "user" | "firstDevice">,
): Hash {
  return hashText("safety", idBytes(team), idBytes(user), idBytes(firstDevice));
}

const digits = 60;

/** As people read it: 60 digits. */
export function safetyDigits(number: Hash): string {
  const value = idBytes(number).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return String(value % 10n ** BigInt(digits)).padStart(digits, "0");
}

/** What one person compared of another: nothing; the keys that they have now; or others, which is a stop [protocol: Safety numbers]. */
export type Comparison = { state: "none" } | { state: "same" | "changed"; at: Verification["at"] };

/** Of `user`, by `by`. */
export function comparisonOf(state: TeamState, by: UserId, user: UserId): Comparison {
  const compared = state.verified.get(by)?.get(user);
  const member = state.users.get(user);
  if (compared === undefined || member === undefined) return { state: "none" };
  const isSame = compared.number === safetyNumber(state, member);
  return { state: isSame ? "same" : "changed", at: compared.at };
}

/** Whether this person compared other keys of that one than they have now. */
export function isChangedFor(state: TeamState, by: UserId, user: UserId): boolean {
  return comparisonOf(state, by, user).state === "changed";
}

/** Who of the team compared the keys that a person has now. */
export function verifiersOf(state: TeamState, user: UserId): UserId[] {
  return [...state.verified.keys()].filter(
    (by) => state.users.get(by)?.active === true && comparisonOf(state, by, user).state === "same",
  );
}
