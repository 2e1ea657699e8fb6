/** Choosing a person: type to filter, arrow keys move, a click picks. */
import { type KeyboardEvent, useId } from "react";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { Overview } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";
import { TwoLines } from "../ui/rows.tsx";

const mostShown = 50;

type PickerProps = {
  people: MemberShape[];
  picked: MemberShape | undefined;
  text: string;
  onText(text: string): void;
  onPick(user: string): void;
};

/** Search field and list. */
export function PeoplePicker({ people, picked, text, onText, onPick }: PickerProps) {
  const id = useId();
  const shown = people.slice(0, mostShown);
  const moved = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = shown.findIndex(({ user }) => user === picked?.user);
    const next = shown[Math.max(0, Math.min(shown.length - 1, at + by))];
    if (next === undefined) return;
    onPick(next.user);
    document.getElementById(`${id}-${next.user}`)?.scrollIntoView({ block: "nearest" });
  };
  return (
    <>
      <div className="pop-part">
        <SearchField
          aria-label={words.vault.search}
          placeholder={words.vault.search}
          value={text}
          hasKey={false}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={moved}
          data-autofocus
        />
      </div>
      {shown.length > 0 && (
        <div className="pop-list" role="listbox" tabIndex={0} aria-label={words.vault.add} onKeyDown={moved}>
          {shown.map((member) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the search field above takes the keys for all rows
            <div
              key={member.user}
              id={`${id}-${member.user}`}
              role="option"
              tabIndex={-1}
              aria-selected={member.user === picked?.user}
              className="row"
              onClick={() => onPick(member.user)}
            >
              <Overview id={member.user} name={member.name} size={24} />
              <TwoLines title={member.name} meta={words.people.roles[member.role]} />
            </div>
          ))}
        </div>
      )}
    </>
  );
}
