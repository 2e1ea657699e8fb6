/** What waits for this person, counted in the column of vaults: it leads to their list. */
import { GitMerge } from "lucide-react";
import type { NeedShape, UnsentShape } from "../../shared/contract/shapes.ts";
import type { TypedShape } from "../../shared/contract/typed-text.ts";
import { words } from "../../shared/copy/words.ts";

export type Needs = {
  needs: NeedShape[];
  /** What cannot be sent and stands in no list of items. */
  unsent: UnsentShape[];
  typed: TypedShape[];
  onResume(typed: TypedShape): void;
};

/** How many there are. */
export function needsCount({ needs, unsent, typed }: Pick<Needs, "needs" | "unsent" | "typed">): number {
  return needs.length + unsent.length + typed.length;
}

type NeedsProps = Needs & { isCurrent: boolean; onChoose(): void };

/** Nothing where nothing waits, unless its list is open. */
export function NeedsYou({ isCurrent, onChoose, ...needs }: NeedsProps) {
  const count = needsCount(needs);
  if (count === 0 && !isCurrent) return null;
  return (
    <div className="side-entry" data-current={isCurrent}>
      <button type="button" className="side-name" aria-current={isCurrent ? "true" : undefined} onClick={onChoose}>
        <GitMerge size={14} strokeWidth={1.75} aria-hidden="true" />
        <span className="cut grow">{words.needs.title}</span>
        <span className={`side-count tab ${count > 0 ? "needs-count" : ""}`}>{count}</span>
      </button>
    </div>
  );
}
