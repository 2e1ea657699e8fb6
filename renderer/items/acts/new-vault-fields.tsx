/** A new vault as the target of a move: its name, and who can view it. */
import { Checkbox } from "@mantine/core";
import type { MemberShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { TextField } from "../../ui/inputs.tsx";

type NewVaultProps = {
  /** There is nothing else to choose: the name has the focus. */
  isOnly: boolean;
  title: string;
  onTitle(title: string): void;
  members: MemberShape[];
  people: ReadonlySet<string>;
  onPeople(people: ReadonlySet<string>): void;
};

/** Draws them. */
export function NewVaultFields({ isOnly, title, onTitle, members, people, onPeople }: NewVaultProps) {
  const toggle = (user: string): void => {
    const next = new Set(people);
    if (!next.delete(user)) next.add(user);
    onPeople(next);
  };
  return (
    <>
      <TextField
        label={words.itemActs.newVaultTitle}
        value={title}
        maxLength={200}
        {...(isOnly ? { "data-autofocus": true } : {})}
        onChange={(event) => onTitle(event.target.value)}
        note={<p className="meta input-note">{words.itemActs.newVaultNote}</p>}
      />
      {members.length > 0 && (
        <fieldset className="people-checks">
          <legend className="label">{words.itemActs.newVaultPeople}</legend>
          {members.map(({ user, name }) => (
            <Checkbox key={user} label={name} checked={people.has(user)} onChange={() => toggle(user)} size="xs" />
          ))}
        </fieldset>
      )}
    </>
  );
}
