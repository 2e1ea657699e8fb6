/** People or groups: which of the two lists stands in the column. */
import { useId } from "react";
import { words } from "../../shared/copy/words.ts";

const names = ["people", "groups"] as const;
export type PeopleTabName = (typeof names)[number];

/** Draws the choice. */
export function PeopleTabs({ tab, onTab }: { tab: PeopleTabName; onTab(tab: PeopleTabName): void }) {
  const id = useId();
  const called: Record<PeopleTabName, string> = { people: words.people.list, groups: words.groups.list };
  return (
    <div className="segments people-tabs" role="radiogroup" aria-label={words.groups.tabs}>
      {names.map((name) => (
        <label key={name}>
          <input type="radio" name={id} checked={tab === name} onChange={() => onTab(name)} />
          {called[name]}
        </label>
      ))}
    </div>
  );
}
