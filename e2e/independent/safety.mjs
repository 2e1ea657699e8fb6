/** The number by which two people see that their apps hold the same keys of somebody [protocol: Safety numbers]. */
import { H, hashText } from "./hashes.mjs";
import { fromBase32 } from "./shapes.mjs";

const parts = ({ team, user, firstDevice }) => [team, user, firstDevice].map(fromBase32);

/** The hash, as text [protocol: Safety numbers]. */
export const safetyNumber = (person) => hashText("safety", ...parts(person));

/** As it is read: the last 60 digits of the hash as a big-endian number [protocol: Safety numbers]. */
export function safetyDigits(person) {
  const bytes = H("safety", ...parts(person));
  const n = bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  return (n % 10n ** 60n).toString().padStart(60, "0");
}
