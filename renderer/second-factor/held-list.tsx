/** Logins that the team's rule holds back, each with how it stands, and the way to settle it. */
import type { HeldLogin } from "../../shared/contract/gate.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { standingBadges } from "../page/standing-badges.ts";
import { Badge, Button, Mark } from "../ui/controls.tsx";

type ListProps = { held: readonly HeldLogin[]; total: number; onSay(login: HeldLogin): void };

/** The first of them; the first that this person can settle has the focus. */
export function HeldList({ held, total, onSay }: ListProps) {
  const vaults = useAnswer("vault.list", {}).value ?? [];
  const first = held.find(({ canSay }) => canSay)?.item;
  return (
    <ul className="held-list">
      {held.map((login) => (
        <li key={login.item} className="held-row">
          <Mark id={login.item} name={login.title} />
          <span className="grow held-text">
            <span className="cut row-title">{login.title}</span>
            <span className="cut meta">
              {words.gate.ask.in(vaults.find(({ vault }) => vault === login.vault)?.title ?? "", login.isAsked)}
            </span>
          </span>
          <Badge {...standingBadges[login.standing]}>{words.gate.reasons[login.reason]}</Badge>
          {login.canSay ? (
            <Button
              aria-label={words.gate.ask.sayOf(login.title)}
              data-autofocus={login.item === first ? "" : undefined}
              onClick={() => onSay(login)}
            >
              {words.gate.ask.say}
            </Button>
          ) : (
            <span className="meta held-cannot">{words.gate.ask.cannot}</span>
          )}
        </li>
      ))}
      {total > held.length && <li className="meta held-row">{words.gate.more(total - held.length)}</li>}
    </ul>
  );
}
