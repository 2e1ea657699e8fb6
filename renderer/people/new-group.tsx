/** Making a group: its name, who manages it, who is in it. */
import { Checkbox } from "@mantine/core";
import { useId, useState } from "react";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { tell } from "../page/notify.tsx";
import { type Kept, useKeptText } from "../typed/use-kept-text.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Select, TextField } from "../ui/inputs.tsx";
import { Doubts, isStopped } from "../vaults/known-person.tsx";

type NewProps = {
  members: MemberShape[];
  resumed: Kept<"newGroup"> | null;
  /** Given up, or made. */
  onClose(): void;
  onMade(group: string): void;
};

/** An auditor is in no group. */
export const mayJoin = ({ state, role }: MemberShape): boolean => state === "active" && role !== "auditor";

/** What stands in the dialog, kept while it is typed; of people who can be in no group any more nobody is left. */
function useGroupText(able: MemberShape[], resumed: NewProps["resumed"]) {
  const isAble = (user: string | null): user is string => able.some((one) => one.user === user);
  const first = able.find(({ self }) => self)?.user ?? "";
  const { text } = resumed ?? {};
  const [name, setName] = useState(text?.name ?? "");
  const [manager, setManager] = useState(() => (isAble(text?.manager ?? null) ? (text?.manager as string) : first));
  const [people, setPeople] = useState<ReadonlySet<string>>(() => new Set(text?.people.filter(isAble)));
  const isAsBefore = resumed === null && name === "" && manager === first && people.size === 0;
  const chosen = { manager: manager === "" ? null : manager, people: [...people] };
  const kept = useKeptText(resumed?.typed ?? null, isAsBefore ? null : { kind: "newGroup", name, ...chosen });
  return { name, setName, manager, setManager, people, setPeople, kept };
}

/** The dialog; the name has the focus first. */
export function NewGroup({ members, resumed, onClose, onMade }: NewProps) {
  const able = members.filter(mayJoin);
  const id = useId();
  const { name, setName, manager, setManager, people, setPeople, kept } = useGroupText(able, resumed);
  const [isBusy, setBusy] = useState(false);
  const chosen = [...new Set([manager, ...people])];
  const close = (): void => {
    void kept.end();
    onClose();
  };
  const [failure, setFailure] = useState<Failure | null>(null);
  const make = async (): Promise<void> => {
    setBusy(true);
    const made = await call("group.create", { name: name.trim(), managers: [manager], members: [...people] });
    setBusy(false);
    if (!made.ok) return setFailure(made.failure);
    tell(words.groups.created(name.trim()));
    close();
    onMade(made.value.group);
  };
  return (
    <Dialog
      name="group-new"
      title={words.groups.create}
      note={words.groups.createNote}
      onClose={close}
      onDone={() => void make()}
      done={words.groups.createDone}
      isBusy={isBusy}
      canDo={name.trim() !== "" && manager !== "" && !isStopped(chosen, members)}
    >
      <TextField
        label={words.groups.name}
        data-autofocus
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.target.value)}
        error={failure === null ? null : sentence(failure)}
      />
      <div>
        <label className="label" htmlFor={id}>
          {words.groups.manager}
        </label>
        <Select id={id} className="wide" value={manager} onChange={(event) => setManager(event.target.value)}>
          {able.map(({ user, name: called, self }) => (
            <option key={user} value={user}>
              {self ? words.items.you : called}
            </option>
          ))}
        </Select>
        <p className="meta input-note">{words.groups.managerNote}</p>
      </div>
      <MemberChecks able={able} people={people} onPeople={setPeople} />
      <Doubts users={chosen} members={members} />
    </Dialog>
  );
}

type ChecksProps = { able: MemberShape[]; people: ReadonlySet<string>; onPeople(people: ReadonlySet<string>): void };

function MemberChecks({ able, people, onPeople }: ChecksProps) {
  const toggle = (user: string): void => {
    const next = new Set(people);
    if (!next.delete(user)) next.add(user);
    onPeople(next);
  };
  return (
    <fieldset className="people-checks">
      <legend className="label">{words.groups.members}</legend>
      {able.map(({ user, name: called, self }) => (
        <Checkbox
          key={user}
          label={self ? words.items.you : called}
          checked={people.has(user)}
          onChange={() => toggle(user)}
          size="xs"
        />
      ))}
    </fieldset>
  );
}
