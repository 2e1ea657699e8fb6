/** The headings that there is something under, each with how much. */
import type { ActivityPage } from "../../shared/contract/activity.ts";
import { words } from "../../shared/copy/words.ts";
import { activityGroups } from "../../shared/model/activity.ts";
import { Chip } from "../ui/controls.tsx";
import type { Chosen } from "./activity-rows.ts";

type FiltersProps = { page: ActivityPage; chosen: Chosen; onChoose(chosen: Chosen): void };

/** One chip each. */
export function ActivityFilters({ page: { all, counts, gaps }, chosen, onChoose }: FiltersProps) {
  const chips: [Chosen, string, number][] = [
    ["all", words.activity.all, all],
    ...activityGroups.map((group): [Chosen, string, number] => [group, words.activity.groups[group], counts[group]]),
    ["gaps", words.activity.gaps, gaps.length],
  ];
  return (
    <div className="activity-filters" role="group" aria-label={words.activity.filters}>
      {chips
        .filter(([name, , count]) => name === "all" || count > 0 || name === chosen)
        .map(([name, label, count]) => (
          <Chip key={name} isOn={name === chosen} count={count.toLocaleString("en")} onPick={() => onChoose(name)}>
            {label}
          </Chip>
        ))}
    </div>
  );
}
