/**
 * Parameters of one-time-code links. Programs write them under many names; what is not known but might say how codes are made
 * refuses the link, because codes made without it would be wrong ones.
 */

/** Parameters by every name under which programs write them, as left by `plainName`. */
const parameters = {
  secret: ["secret"],
  algorithm: [
    "algorithm",
    "algo",
    "alg",
    "hash",
    "hashalgorithm",
    "hashalgo",
    "hashfunction",
    "hashmode",
    "otphashmode",
    "digest",
    "hmac",
    "mode",
  ],
  digits: ["digits", "digit", "size", "length", "codelength", "codesize", "otplength"],
  period: ["period", "interval", "step", "timestep", "timeout", "ttl", "lifetime", "refresh"],
  issuer: ["issuer"],
  encoder: ["encoder"],
  type: ["type"],
} as const;
export type Parameter = keyof typeof parameters;

const known: ReadonlySet<string> = new Set(Object.values(parameters).flat());

/** What says nothing about codes, although parts of its name may sound so. */
const harmless: ReadonlySet<string> = new Set([
  ...["lock", "locked", "timestamp", "created", "createdat", "creationtime", "updated", "updatedat"],
  // Of codes by a counter alone, and of whoever checks a code.
  ...["counter", "window", "skew", "drift"],
]);
const pictured = /^(?:image|icon|logo|avatar|thumbnail|font|colou?r|background|foreground)/;

/** What a name holds that may say how codes are made, by the parameter that it would be. */
const sounds: [Parameter, RegExp][] = [
  ["secret", /secret|seed|^key|key$|^pin$|base(?:32|64)|encod/],
  ["algorithm", /alg|hash|sha\d*$|^sha\d|digest|hmac|^mac|crypt|cipher|mode|func|md5|prf/],
  ["digits", /digi|^len|length|size|char|(?<!ac)count|^nu?m?b|^num|width|ziffer|stellen|chiffre|cifra/],
  [
    "period",
    /peri|interv|step|time|second|secs?$|minute|ttl|life|valid|expir|refresh|rotat|durat|epoch|^t0$|offset|zeit/,
  ],
];

/** Spaces, dashes of every kind, and characters that nobody sees: pasted seeds hold them. */
export const between = /[\s\p{Pd}\u2212\p{Default_Ignorable_Code_Point}]/gu;

type Pairs = readonly (readonly [name: string, value: string])[];

/** Values by parameter. A link out of a page's source has `&amp;` between its parameters, or what became of it on the way. */
export function parametersOf(pairs: Pairs): Record<Parameter, string[]> {
  const given = pairs.map(([name, value]) => [plainName(name), value] as const);
  const valuesOf = (names: readonly string[]) =>
    given.flatMap(([name, value]) => (names.includes(name) ? [value] : []));
  return Object.fromEntries(
    Object.entries(parameters).map(([parameter, names]) => [parameter, valuesOf(names)]),
  ) as Record<Parameter, string[]>;
}

/**
 * The parameter that something here may mean without being read as it: a name that sounds like it, a name in other letters
 * (`parameter`), or one within a value, where the sign between two parameters was lost. Null where everything is read or harmless.
 */
export function unreadParameter(pairs: Pairs, label: string): Parameter | "parameter" | null {
  const within = lostIn(label, /=/);
  if (within !== null) return within;
  for (const [written, value] of pairs) {
    const name = plainName(written);
    // The address of a picture has parameters of its own.
    const lost = lostIn(written, /[=:]/) ?? (/^https?:/i.test(value) ? null : lostIn(value, /=/));
    if (lost !== null) return lost;
    // Without a value it says nothing: an issuer with an ampersand in it leaves such a rest.
    if (known.has(name) || harmless.has(name) || pictured.test(name) || value === "") continue;
    const sound = sounds.find(([, pattern]) => pattern.test(name));
    if (sound !== undefined) return sound[0];
    if (!/^[a-z0-9]+$/.test(name)) return "parameter";
  }
  return null;
}

/** The parameter that is given within a text, as in `Example;digits=8`; `sign` stands between a name and its value. */
function lostIn(text: string, sign: RegExp): Parameter | null {
  const given = new RegExp(`([\\p{L}\\p{Pd}_]{3,30})\\s*${sign.source}\\s*[\\p{L}\\d]`, "gu");
  for (const [, name = ""] of text.normalize("NFKC").matchAll(given)) {
    const plain = plainName(name);
    const found = (["secret", "algorithm", "digits", "period"] as const).find((parameter) =>
      (parameters[parameter] as readonly string[]).includes(plain),
    );
    if (found !== undefined) return found;
  }
  return null;
}

/** A name as it is meant: without case, what nobody sees, spaces, dashes and other signs, and what is left of `&amp;`. */
function plainName(name: string): string {
  return name
    .normalize("NFKC")
    .replace(between, "")
    .toLowerCase()
    .replace(/^(?:amp;)+/, "")
    .replace(/[_.:;,'"`´()[\]{}?!/\\|+*~]/g, "");
}
