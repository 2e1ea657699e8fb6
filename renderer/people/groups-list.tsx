/** The list of groups, with who manages each. */
import { Plus, UsersRound } from "lucide-react";
import type { GroupShape, MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { TwoLines } from "../ui/rows.tsx";
import { groupName, managerNames } from "../vaults/reader.ts";

type ListProps = {
  groups: GroupShape[];
  members: MemberShape[];
  at: number;
  onPick(group: string): void;
  /** Null: only admins make groups. */
  onNew: (() => void) | null;
};

/** Draws it. */
export function GroupsList({ groups, members, at, onPick, onNew }: ListProps) {
  return (
    <>
      <h2 className="side-head">{words.groups.list}</h2>
      {groups.map((group, index) => (
        <button
          key={group.group}
          type="button"
          className="row"
          aria-pressed={index === at}
          onClick={() => onPick(group.group)}
        >
          <UsersRound size={16} strokeWidth={1.75} className="t2 group-mark" aria-hidden="true" />
          <TwoLines
            title={groupName(group)}
            fact={<span className="row-fact">{words.groups.people(group.members.length)}</span>}
            meta={words.groups.managedBy(managerNames(group, members))}
          />
        </button>
      ))}
      {onNew !== null && (
        <button type="button" className="row" onClick={onNew}>
          <Plus size={16} strokeWidth={1.75} className="t2 group-mark" aria-hidden="true" />
          <TwoLines title={words.groups.create} />
        </button>
      )}
    </>
  );
}
