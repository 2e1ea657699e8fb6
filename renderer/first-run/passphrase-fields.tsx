/** Choosing a passphrase: typed twice, with a live meter whose verdict comes from the core. */
import { Check } from "lucide-react";
import { useEffect, useState } from "react";
import type { PassphraseVerdict } from "../../shared/contract/shapes.ts";
import { type Protected, passphraseStrength } from "../../shared/copy/passphrase-strength.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { HiddenField } from "../ui/inputs.tsx";

export type Chosen = { passphrase: string; again: string };
const verdictAfterMs = 120;

/** Whether the two fields may be taken. */
export function useVerdict(passphrase: string, known: string[]): PassphraseVerdict | null {
  const [verdict, setVerdict] = useState<PassphraseVerdict | null>(null);
  const key = known.join("\n");
  useEffect(() => {
    if (passphrase === "") {
      setVerdict(null);
      return;
    }
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await call("account.passphraseStrength", {
        passphrase,
        words: key.split("\n").filter((word) => word !== ""),
      });
      if (isCurrent && answer.ok) setVerdict(answer.value);
    }, verdictAfterMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [passphrase, key]);
  return passphrase === "" ? null : verdict;
}

type FieldsProps = {
  chosen: Chosen;
  verdict: PassphraseVerdict | null;
  onChange(chosen: Chosen): void;
  /** Of the two fields, where they are not the first of a profile. */
  labels?: { passphrase: string; again: string };
  what?: Protected;
};

/** The two fields and the meter. */
export function PassphraseFields({ chosen, verdict, onChange, labels = words.create, what = "disk" }: FieldsProps) {
  const isSame = chosen.again !== "" && chosen.again === chosen.passphrase;
  const isOther = chosen.again !== "" && !chosen.passphrase.startsWith(chosen.again);
  return (
    <div className="stack" style={{ gap: 18 }}>
      <div>
        <HiddenField
          label={labels.passphrase}
          className="mono"
          value={chosen.passphrase}
          onChange={(event) => onChange({ ...chosen, passphrase: event.target.value })}
          autoComplete="new-password"
        />
        <Meter verdict={verdict} what={what} />
      </div>
      <div className="again-field">
        <HiddenField
          label={labels.again}
          className="mono"
          value={chosen.again}
          onChange={(event) => onChange({ ...chosen, again: event.target.value })}
          autoComplete="new-password"
          error={isOther ? words.create.notSame : null}
          acts={isSame ? <Check size={16} className="tick" aria-label={words.create.same} /> : null}
        />
      </div>
    </div>
  );
}

function Meter({ verdict, what }: Pick<FieldsProps, "verdict"> & { what: Protected }) {
  const bars = verdict === null ? 0 : Math.max(1, verdict.score);
  const tone = verdict === null ? "none" : verdict.accepted ? "ok" : verdict.score >= 2 ? "att" : "act";
  return (
    <div aria-live="polite">
      <div className="meter" data-tone={tone} aria-hidden="true">
        {[1, 2, 3, 4].map((bar) => (
          <span key={bar} data-on={bar <= bars} />
        ))}
      </div>
      <p className="verdict">
        {verdict === null ? (
          <span className="meta">{words.strength.good}</span>
        ) : (
          <>
            {verdict.accepted && <Check size={14} className="ok" aria-hidden="true" />}
            <b className={verdict.accepted ? "ok" : "t1"}>{passphraseStrength(verdict).name}</b>{" "}
            <span className="t2">{passphraseStrength(verdict, what).why}</span>
          </>
        )}
      </p>
    </div>
  );
}
