/** Choosing a person, a group or a vault: type to filter, arrow keys move, a click picks. */
import { UsersRound } from "lucide-react";
import { type KeyboardEvent, useId } from "react";
import { placeOf } from "../page/list-keys.ts";
import { Avatar } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";
import { TwoLines } from "../ui/rows.tsx";
import { ChangedBadge, type Choice, ComparedMark } from "./known-person.tsx";

const mostShown = 50;

type PickerProps = {
  choices: Choice[];
  picked: Choice | undefined;
  text: string;
  /** What the field asks for, and the list's name. */
  search: string;
  label: string;
  onText(text: string): void;
  onPick(id: string): void;
};

/** Search field and list. */
export function PeoplePicker({ choices, picked, text, search, label, onText, onPick }: PickerProps) {
  const id = useId();
  const shown = choices.slice(0, mostShown);
  const moved = (event: KeyboardEvent): void => {
    const at = shown.findIndex(({ id: one }) => one === picked?.id);
    const to = placeOf(event, at, shown.length);
    if (to === null) return;
    event.preventDefault();
    const next = shown[to];
    if (next === undefined) return;
    onPick(next.id);
    document.getElementById(`${id}-${next.id}`)?.scrollIntoView({ block: "nearest" });
  };
  return (
    <>
      <div className="pop-part">
        <SearchField
          aria-label={search}
          placeholder={search}
          value={text}
          hasKey={false}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={moved}
          data-autofocus
        />
      </div>
      {shown.length > 0 && (
        <div className="pop-list" role="listbox" tabIndex={0} aria-label={label} onKeyDown={moved}>
          {shown.map((choice) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the search field above takes the keys for all rows
            <div
              key={choice.id}
              id={`${id}-${choice.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={choice.id === picked?.id}
              className="row"
              onClick={() => onPick(choice.id)}
            >
              {choice.isPerson ? (
                <Avatar id={choice.id} name={choice.name} size={24} />
              ) : (
                <UsersRound size={16} strokeWidth={1.75} className="t2 group-mark" aria-hidden="true" />
              )}
              <TwoLines
                title={choice.name}
                fact={<ComparedMark compared={choice.compared} />}
                meta={choice.meta}
                badge={<ChangedBadge compared={choice.compared} />}
              />
            </div>
          ))}
        </div>
      )}
    </>
  );
}
