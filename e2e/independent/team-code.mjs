/** The words by which two people see whether their apps hold the same history. */
import { readFileSync } from "node:fs";
import { H } from "./hashes.mjs";
import { fromBase32 } from "./shapes.mjs";

/** The EFF's long list as anybody may have it: read as text, for what is checked here is which of its words are taken. */
const list = readFileSync(new URL("../../shared/model/eff-large-words.ts", import.meta.url), "utf8");
const words = list.split("`")[1].trim().split(/\s+/);

/** Twelve words over an entry of the log [protocol: Team code]. */
export function teamCode({ team, seq, hash }) {
  const bytes = H("team-code", fromBase32(team), seq, fromBase32(hash));
  const n = bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  return Array.from({ length: 12 }, (_, at) => words[Number((n / 7776n ** BigInt(at)) % 7776n)]);
}
