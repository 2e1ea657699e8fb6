/** Two computers side by side: the code that this one shows, and the field for the code of the other. */
import { Laptop, Monitor } from "lucide-react";
import type { ReactNode } from "react";
import { words } from "../../shared/copy/words.ts";
import { ExactText } from "./exact-text.tsx";
import { TextField } from "./inputs.tsx";

type PairProps = {
  code: string;
  /** Over the code, where people read it to each other; else: which computer shows it. */
  shows?: string;
  /** Under the code: where it is typed. */
  into: string;
  otherShows: string;
  typed: string;
  onType(typed: string): void;
  error: string | null;
  /** Under the field, where nothing is wrong. */
  note: ReactNode;
  isRight?: boolean;
};

/** In two groups of four: a code or a number of eight signs, as both computers show it. */
export const inGroups = (eight: string): string => `${eight.slice(0, 4)} ${eight.slice(4)}`.toUpperCase();

/** As many letters and digits as a code has were typed. */
export const isWholeCode = (typed: string): boolean => typed.replaceAll(/[\s-]/g, "").length === 8;

/** Both. */
export function CodePair({ code, shows, into, otherShows, typed, onType, error, note, isRight = false }: PairProps) {
  return (
    <div className="code-pair">
      <div className="code-own">
        <p className="line t2">
          {shows === undefined && <Laptop size={16} strokeWidth={1.75} aria-hidden="true" />}
          {shows ?? words.newComputer.here}
        </p>
        <p className="code-shown mono" data-testid="own-code">
          <ExactText text={inGroups(code)} />
        </p>
        <p className="meta">{into}</p>
      </div>
      <div className="code-other">
        <p className="line t2">
          {shows === undefined && <Monitor size={16} strokeWidth={1.75} aria-hidden="true" />}
          {otherShows}
        </p>
        <TextField
          label={shows === undefined ? words.newComputer.typeCode : otherShows}
          hideLabel
          className="mono code-typed"
          data-autofocus
          autoFocus
          value={typed}
          maxLength={40}
          readOnly={isRight}
          onChange={(event) => onType(event.target.value)}
          error={error}
          note={error === null ? <p className="meta input-note">{note}</p> : null}
        />
      </div>
    </div>
  );
}
