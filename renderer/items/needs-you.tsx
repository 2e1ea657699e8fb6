/** What waits for this person, counted in the column of vaults: it leads to their list. */
import { GitMerge } from "lucide-react";
import type { NeedShape } from "../../shared/contract/shapes.ts";
import type { TypedShape } from "../../shared/contract/typed-text.ts";
import { words } from "../../shared/copy/words.ts";

export type Needs = {
  needs: NeedShape[];
  typed: TypedShape[];
  onResume(typed: TypedShape): void;
};

type NeedsProps = Needs & { isCurrent: boolean; onChoose(): void };

/** Nothing where nothing waits, unless its list is open. */
export function NeedsYou({ needs, typed, isCurrent, onChoose }: NeedsProps) {
  const count = needs.length + typed.length;
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
