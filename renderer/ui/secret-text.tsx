/** A secret shown: letters in text colour, digits blue, symbols magenta; wraps where it is long. Hidden: ten dots, whatever the length. */

export type SecretRun = { kind: "letter" | "digit" | "symbol"; text: string };

/** Cuts a secret into runs of one kind each. */
export function secretRuns(secret: string): SecretRun[] {
  const runs: SecretRun[] = [];
  for (const letter of secret) {
    const kind = /\p{Nd}/u.test(letter) ? "digit" : /[\p{L}\p{M}\s]/u.test(letter) ? "letter" : "symbol";
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += letter;
    else runs.push({ kind, text: letter });
  }
  return runs;
}

const colour = { letter: undefined, digit: "var(--digit)", symbol: "var(--symbol)" };

/** The shown form. */
export function SecretText({ secret }: { secret: string }) {
  let at = 0;
  return (
    <span
      className="mono"
      style={{ fontSize: 14, lineHeight: "20px", overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}
    >
      {secretRuns(secret).map(({ kind, text }) => {
        const key = `${at}-${kind}`;
        at += text.length;
        return (
          <span key={key} style={{ color: colour[kind] }}>
            {text}
          </span>
        );
      })}
    </span>
  );
}

/** The hidden form. */
export function Dots({ label }: { label: string }) {
  return (
    <span role="img" aria-label={label} style={{ letterSpacing: 4, fontSize: 10, color: "var(--t2)" }}>
      {"●".repeat(10)}
    </span>
  );
}
