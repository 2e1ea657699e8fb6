/**
 * A secret shown: letters in text colour, digits blue, symbols magenta, a dot for each space. It wraps as an exact text does, and a
 * long row of signs in groups of eight. Hidden: ten dots, whatever the length.
 */
import { Pieces } from "./exact-text.tsx";

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

/** Groups of eight of a piece that is too long for one glance: they wrap where it does not fit into one line, without a gap. */
export function secretGroups(piece: string): string[] {
  const letters = [...segments.segment(piece)].map(({ segment }) => segment);
  if (letters.length < groupedFrom) return [piece];
  const groups: string[] = [];
  for (let at = 0; at < letters.length; at += groupSize) groups.push(letters.slice(at, at + groupSize).join(""));
  return groups;
}

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
  return (
    <span className="mono secret">
      <Pieces text={secret}>
        {(piece) =>
          secretGroups(piece).map((group, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: groups never move, and two of them may be equal
            <span key={at} className="piece">
              <Runs text={group} />
            </span>
          ))
        }
      </Pieces>
    </span>
  );
}

/** The hidden form. */
export function Dots({ label }: { label: string }) {
  return <span className="dots" role="img" aria-label={label} />;
}
