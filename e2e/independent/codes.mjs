import { compareBytes, decode, encode, join } from "./cbor.mjs";
import { H } from "./hashes.mjs";
import { refuse } from "./refused.mjs";
import * as shape from "./shapes.mjs";

const checkSymbols = "0123456789abcdefghjkmnpqrstvwxyz*~$=u";
const scheme = "latchkey://join/";

/** What each purpose holds, in order [model: Transfer codes]. */
const fieldsOf = {
  join: {
    origin: shape.typed(300),
    team: shape.hash,
    seed: shape.bytes(16),
    invite: shape.hash,
    serverKeys: shape.hash,
    teamName: shape.typed(64),
    inviterName: shape.typed(64),
  },
  setup: { origin: shape.typed(300), serverKeys: shape.hash, token: shape.bytes(16) },
  "device-sheet": { profile: shape.id, deviceSecret: shape.bytes(32) },
  paper: { team: shape.hash, user: shape.id, seed: shape.bytes(32) },
};
const isSheet = { join: false, setup: false, "device-sheet": true, paper: true };

/** Crockford's check symbol over a line of a sheet [model: Transfer codes]. */
export function checkSymbol(line) {
  let value = 0n;
  for (const letter of line) value = value * 32n + BigInt(checkSymbols.indexOf(letter));
  return checkSymbols[Number(value % 37n)];
}

/** The letters of a text that people carry: no hyphens, lower case, `o`, `i` and `l` as digits [model: Transfer codes]. */
export function lettersOf(text) {
  const dropped = text.toLowerCase().replace(/[\s-]/g, "");
  return dropped.replaceAll("o", "0").replaceAll(/[il]/g, "1");
}

/** The letters of a sheet, once each line's check symbol was looked at [model: Transfer codes]. */
export function sheetLetters(text) {
  return text.split("\n").reduce((whole, line) => {
    const letters = lettersOf(line);
    if (checkSymbol(letters.slice(0, -1)) !== letters.at(-1)) refuse("encoding");
    return whole + letters.slice(0, -1);
  }, "");
}

/** What a text of this purpose holds [model: Transfer codes]. */
export function readCode(purpose, text) {
  const carried = purpose === "join" ? text.trim().replace(new RegExp(`^${scheme}`, "i"), "") : text;
  const bytes = shape.fromBase32(isSheet[purpose] ? sheetLetters(carried) : lettersOf(carried));
  if (bytes.length > 1024 || bytes.length < 5) refuse("encoding");
  const [body, check] = [bytes.subarray(0, -4), bytes.subarray(-4)];
  if (compareBytes(H("text", body).subarray(0, 4), check) !== 0) refuse("encoding");
  const list = decode(body);
  if (!Array.isArray(list)) refuse("encoding");
  const [suite, named, ...fields] = list;
  if (suite !== 1) refuse(typeof suite === "number" ? "suite" : "encoding");
  const rows = Object.entries(fieldsOf[purpose]);
  if (named !== purpose || fields.length !== rows.length) refuse("encoding");
  return Object.fromEntries(rows.map(([key, read], at) => [key, read(fields[at])]));
}

/** The text of these fields [model: Transfer codes]. */
export function writeCode(purpose, fields) {
  const values = Object.entries(fieldsOf[purpose]).map(([key, read]) => {
    const isId = read === shape.id || read === shape.hash;
    return isId ? shape.fromBase32(fields[key]) : fields[key];
  });
  const body = encode([1, purpose, ...values]);
  const letters = shape.base32(join(body, H("text", body).subarray(0, 4)));
  const grouped = (line) => line.match(/.{1,4}/g).join("-");
  if (!isSheet[purpose]) return (purpose === "join" ? scheme : "") + grouped(letters);
  return letters
    .match(/.{1,16}/g)
    .map((line) => `${grouped(line)}-${checkSymbol(line)}`)
    .join("\n");
}
