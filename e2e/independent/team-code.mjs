/** The words by which two people see whether their apps hold the same history. */
import { H } from "./hashes.mjs";
import { fromBase32 } from "./shapes.mjs";

/** Twelve words over an entry of the log, by their numbers in the list, from 0 [protocol: Team code]. */
export function teamCode({ team, seq, hash }) {
  const bytes = H("team-code", fromBase32(team), seq, fromBase32(hash));
  const n = bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  return Array.from({ length: 12 }, (_, at) => Number((n / 7776n ** BigInt(at)) % 7776n));
}
