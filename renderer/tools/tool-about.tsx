/** What is said of a tool, beside its accounts. */
import type { ReactNode } from "react";
import type { ToolDetail } from "../../shared/contract/tool-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Active } from "./tool-filters.ts";

type AboutProps = { shown: ToolDetail; active: Active; names: ReadonlyMap<string, string> };

/** Draws it. */
export function ToolAbout({ shown, active, names }: AboutProps) {
  const { owner, deputy, dataClass, signInBy, roles, reviewCadence, payer } = shown;
  const { about, notSaid } = words.tools;
  const facts: [string, ReactNode][] = [
    [about.owner, active.get(owner ?? "") ?? words.tools.noOwner],
    [about.deputy, active.get(deputy ?? "") ?? words.tools.noDeputy],
    [about.dataClass, dataClass === null ? notSaid : words.tools.dataClasses[dataClass]],
    [about.signIn, signInBy === null ? words.tools.ownPassword : (names.get(signInBy) ?? notSaid)],
    [about.roles, roles.length === 0 ? notSaid : rolesText(roles)],
    [about.review, reviewCadence === null ? notSaid : words.tools.cadences[reviewCadence]],
    [about.payer, payer ?? notSaid],
  ];
  return (
    <aside className="detail-aside" aria-label={words.tools.tabsName}>
      <dl className="tool-facts">
        {facts.map(([name, fact]) => (
          <div key={name}>
            <dt className="t3">{name}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

const rolesText = (roles: ToolDetail["roles"]): string =>
  roles.map(({ name, privileged }) => (privileged ? words.tools.privileged(name) : name)).join(", ");
