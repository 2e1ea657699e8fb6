/** Access that was given while the team's rule held it back, as this computer found it in the signed log. */
import { ShieldAlert } from "lucide-react";
import type { GivenPast } from "../../shared/contract/gate.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { Alert } from "../ui/rows.tsx";

const shownMost = 3;

type PastProps = {
  past: readonly GivenPast[];
  nameOf(user: string): string;
  /** Where vaults of several are named. */
  vaultName?(vault: string): string;
};

/** The newest of them; nothing where there is none. */
export function GivenPastRule({ past, nameOf, vaultName }: PastProps) {
  if (past.length === 0) return null;
  const more = past.length - shownMost;
  return (
    <section aria-label={words.gate.pastTitle}>
      <Alert icon={ShieldAlert} tone="act" title={`${words.gate.pastTitle}: ${words.gate.pastCode}`}>
        <ul className="past-list">
          {past.slice(0, shownMost).map(({ vault, user, by, at, entry, logins }) => (
            <li key={`${entry} ${user}`}>
              {vaultName === undefined
                ? words.gate.past(nameOf(user), nameOf(by ?? ""), logins)
                : words.gate.pastIn(words.gate.past(nameOf(user), nameOf(by ?? ""), logins), vaultName(vault))}
              , {shortDay(at)}
            </li>
          ))}
          {more > 0 && <li>{words.gate.more(more)}</li>}
        </ul>
        <span className="t2">{words.gate.pastNote}</span>
      </Alert>
    </section>
  );
}
