/**
 * A secret shown: letters in text colour, digits blue, symbols magenta, a dot for each space; long ones wrap in groups, phrases
 * after their own signs. Hidden: ten dots, whatever the length.
 */

export type SecretRun = { kind: "letter" | "digit" | "symbol" | "space"; text: string };

const groupedFrom = 33;
const groupSize = 8;
const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Cuts a secret into runs of one kind each. */
export function secretRuns(secret: string): SecretRun[] {
  const runs: SecretRun[] = [];
  for (const { segment } of segments.segment(secret)) {
    const kind = kindOf(segment);
    const last = runs.at(-1);
    // Spaces stand alone: each has its own mark, so that two are not taken for one.
    if (last?.kind === kind && kind !== "space") last.text += segment;
    else runs.push({ kind, text: segment });
  }
  return runs;
}

function kindOf(segment: string): SecretRun["kind"] {
  if (/\p{Nd}/u.test(segment)) return "digit";
  if (/[\p{L}\p{M}]/u.test(segment)) return "letter";
  return /\s/.test(segment) ? "space" : "symbol";
}

/** Groups of eight for what is too long for one glance; a phrase has its own places to break, and no gaps that it has not. */
export function secretGroups(secret: string): string[] {
  const letters = [...segments.segment(secret)].map(({ segment }) => segment);
  if (letters.length < groupedFrom || /\s/.test(secret) || isPhrase(secret)) return [secret];
  const groups: string[] = [];
  for (let at = 0; at < letters.length; at += groupSize) groups.push(letters.slice(at, at + groupSize).join(""));
  return groups;
}

/** Words with signs between them. */
const isPhrase = (secret: string): boolean => /^\p{L}{2,15}\d*([-./@_]\p{L}{2,15}\d*){2,}$/u.test(secret);

function Runs({ text }: { text: string }) {
  let at = 0;
  return secretRuns(text).map(({ kind, text: part }) => {
    const key = `${at}-${kind}`;
    at += part.length;
    return (
      <span key={key} className={kind}>
        {part}
      </span>
    );
  });
}

/** The shown form. */
export function SecretText({ secret }: { secret: string }) {
  const groups = secretGroups(secret);
  return (
    <span className="mono secret">
      {groups.length === 1 ? (
        <Runs text={secret} />
      ) : (
        groups.map((group, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups never move, and two of them may be equal
          <span key={at} className="secret-group">
            <Runs text={group} />
          </span>
        ))
      )}
    </span>
  );
}

/** The hidden form. */
export function Dots({ label }: { label: string }) {
  return <span className="dots" role="img" aria-label={label} />;
}
