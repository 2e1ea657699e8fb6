/** What waits for this person, counted in the column of vaults; it opens as a menu that leads to each item. */
import { CircleAlert, CloudUpload, GitMerge, type LucideIcon, PencilLine } from "lucide-react";
import type { NeedShape } from "../../shared/contract/shapes.ts";
import type { TypedShape } from "../../shared/contract/typed-text.ts";
import { words } from "../../shared/copy/words.ts";
import { ActMenu, type MenuAct } from "../ui/menu.tsx";

const icons: Record<NeedShape["why"], LucideIcon> = { conflict: GitMerge, damaged: CircleAlert, unsent: CloudUpload };
/** Those after are reached when these are settled. */
const mostShown = 20;

export type Needs = {
  needs: NeedShape[];
  typed: TypedShape[];
  onNeed(item: string): void;
  onResume(typed: TypedShape): void;
};

/** Nothing where nothing waits. */
export function NeedsYou(props: Needs) {
  const count = props.needs.length + props.typed.length;
  if (count === 0) return null;
  return (
    <div className="side-entry">
      <ActMenu acts={needActs(props)} position="bottom-start">
        <button type="button" className="side-name">
          <GitMerge size={14} strokeWidth={1.75} aria-hidden="true" />
          <span className="cut grow">{words.needs.title}</span>
          <span className="side-count tab needs-count">{count}</span>
        </button>
      </ActMenu>
    </div>
  );
}

/** The same as acts of a menu. */
export function needActs({ needs, typed, onNeed, onResume }: Needs): MenuAct[] {
  const items = needs.map(({ item, title, why }) => ({
    icon: icons[why],
    label: words.needs.row(title, words.needs.why[why]),
    onAct: () => onNeed(item),
  }));
  const texts = typed.map((one) => ({
    icon: PencilLine,
    label: words.needs.row(one.title === "" ? words.typed.untitled : one.title, words.needs.typed),
    onAct: () => onResume(one),
  }));
  return [...items, ...texts].slice(0, mostShown);
}
