/** What the catalogue read of a tool's second factors, with the day on which somebody read it. */
import { Check } from "lucide-react";
import type { FactorShape } from "../../shared/contract/item-factor.ts";
import { day } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { offeredWords } from "./factor-words.ts";

/** What a tool is known to offer; nothing where nobody read it. */
export function About({ about }: Pick<FactorShape, "about">) {
  if (about === null) return <p className="meta">{words.loginFactor.nothingRead}</p>;
  const offered = offeredWords(about);
  if (offered === null) return null;
  return (
    <div className="factor-about">
      <h4>{words.loginFactor.about(about.name)}</h4>
      {about.asOf !== null && (
        <p className="meta">{words.loginFactor.asOf(day(new Date(`${about.asOf}T12:00`).getTime()))}</p>
      )}
      {offered.length === 0 && <p className="meta">{words.loginFactor.none}</p>}
      <ul className="factor-offers">
        {offered.map((name) => (
          <li key={name}>
            <Check size={14} strokeWidth={2} aria-hidden="true" />
            {name}
          </li>
        ))}
      </ul>
      {about.isConditional && <p className="meta">{words.loginFactor.conditional}</p>}
    </div>
  );
}
