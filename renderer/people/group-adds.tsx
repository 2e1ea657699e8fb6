/** What a group is given: people, by who manages it; vaults, by who manages these. */
import { Plus, UserPlus } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import type { GroupShape, MemberShape, Permission, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Result } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { type GateQuestion, gateQuestion } from "../client/gate-questions.ts";
import { isFound } from "../page/fold-text.ts";
import { tellAct, tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { goOnFromChoice } from "../ui/dialog.tsx";
import { Pop } from "../ui/pop.tsx";
import { GateWarning } from "../vaults/gate-warning.tsx";
import { isWritable } from "../vaults/is-writable.ts";
import { type Choice, Doubts, isStopped, personChoice } from "../vaults/known-person.tsx";
import { PeoplePicker } from "../vaults/people-picker.tsx";
import { groupName, managerNames } from "../vaults/reader.ts";
import { endIn, TermsOfAccess } from "../vaults/terms-of-access.tsx";
import { mayJoin } from "./new-group.tsx";

type FormProps = {
  choices: Choice[];
  label: string;
  search: string;
  nothing(text: string): string;
  note(choice: Choice): string;
  done(choice: Choice | undefined): string;
  terms?: ReactNode;
  /** Who gains by it; of whom there is a doubt, it is said. */
  gainers(choice: Choice): readonly string[];
  members: MemberShape[];
  /** What it may open to them. */
  opens(choice: Choice): GateQuestion | null;
  onDone(choice: Choice): Promise<Result<unknown>>;
};

/** One is chosen from a list; nobody and nothing before something was typed or picked. */
function ChoiceForm({
  choices,
  label,
  search,
  nothing,
  note,
  done,
  terms,
  gainers,
  members,
  opens,
  onDone,
}: FormProps) {
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const found = choices.filter(({ name }) => isFound(text, name));
  const chosen = found.find(({ id }) => id === picked) ?? (text.trim() === "" ? undefined : found[0]);
  const gaining = chosen === undefined ? [] : gainers(chosen);
  const isHeld = isStopped(gaining, members);
  const take = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (chosen === undefined || isBusy || isHeld) return;
    setBusy(true);
    const taken = await onDone(chosen);
    setBusy(false);
    if (!taken.ok) tellFailure(taken.failure);
  };
  return (
    <form onSubmit={(event) => void take(event)} onKeyDown={goOnFromChoice}>
      <PeoplePicker {...{ choices: found, picked: chosen, text, search, label }} onText={setText} onPick={setPicked} />
      {found.length === 0 && (
        <p className="meta pop-part" role="status">
          {nothing(text.trim())}
        </p>
      )}
      <Doubts users={gaining} members={members} />
      <GateWarning question={chosen === undefined ? null : opens(chosen)} />
      {terms}
      <div className="pop-foot">
        <span className="meta grow">{chosen !== undefined && note(chosen)}</span>
        <Button
          kind="main"
          type="submit"
          shortcut={chosen === undefined ? "" : "↵"}
          disabled={!chosen || isBusy || isHeld}
        >
          <span className="cut">{done(chosen)}</span>
        </Button>
      </div>
    </form>
  );
}

type AddProps = { group: GroupShape; members: MemberShape[] };

/** The button and its popover. */
export function AddToGroup({ group, members }: AddProps) {
  const [isOpen, setOpen] = useState(false);
  const choices = members
    .filter((member) => mayJoin(member) && !group.members.includes(member.user))
    .map((member) => personChoice(member, members));
  return (
    <Pop
      label={words.groups.add}
      isOpen={isOpen}
      onOpen={setOpen}
      trigger={
        <Button pressed={isOpen} onClick={() => setOpen(!isOpen)}>
          <UserPlus size={14} strokeWidth={1.75} aria-hidden="true" />
          {words.groups.add}
        </Button>
      }
    >
      <ChoiceForm
        {...{ choices, members, label: words.groups.add, search: words.groups.addSearch }}
        gainers={({ id }) => [id]}
        opens={({ id }) => gateQuestion("group.change", { group: group.group, add: [id] })}
        nothing={(text) => (choices.length === 0 ? words.groups.everybody : words.groups.nobody(text))}
        note={({ name }) => words.groups.addNote(name, group.vaults.length)}
        done={(one) => (one === undefined ? words.groups.addOne : words.groups.addDone(one.name))}
        onDone={async ({ id, name }) => {
          const added = await call("group.change", { group: group.group, add: [id] });
          if (added.ok) {
            setOpen(false);
            tellAct(added.value, words.groups.added(name, groupName(group)));
          }
          return added;
        }}
      />
    </Pop>
  );
}

/** Of the vaults that whoever looks manages, those that the group does not have. */
export function GiveVault({ group, members, vaults }: AddProps & { vaults: VaultShape[] }) {
  const [isOpen, setOpen] = useState(false);
  const [permission, setPermission] = useState<Permission>("use");
  const [days, setDays] = useState(0);
  const own = vaults.filter(
    (vault) =>
      vault.kind === "shared" &&
      vault.permission === "manage" &&
      isWritable(vault) &&
      !group.vaults.includes(vault.vault),
  );
  const choices = own.map(
    ({ vault, title, count }): Choice => ({ id: vault, name: title, meta: words.groups.items(count), isPerson: false }),
  );
  const gains = words.groups.whoGains(group.members.length, managerNames(group, members));
  return (
    <Pop
      label={words.groups.give}
      isOpen={isOpen}
      onOpen={setOpen}
      trigger={
        <Button pressed={isOpen} onClick={() => setOpen(!isOpen)}>
          <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
          {words.groups.give}
        </Button>
      }
    >
      <ChoiceForm
        {...{ choices, members, label: words.groups.give, search: words.groups.giveSearch }}
        gainers={() => group.members}
        opens={({ id }) => gateQuestion("vault.setAccess", { vault: id, group: group.group, permission })}
        nothing={() => words.groups.noGive}
        note={() => gains}
        done={(one) => (one === undefined ? words.groups.giveOne : words.groups.giveDone(one.name))}
        terms={<TermsOfAccess permission={permission} days={days} onPermission={setPermission} onDays={setDays} />}
        onDone={async ({ id, name }) => {
          const given = await call("vault.setAccess", { vault: id, group: group.group, permission, ...endIn(days) });
          if (given.ok) {
            setOpen(false);
            tellAct(given.value, words.groups.given(groupName(group), name));
          }
          return given;
        }}
      />
    </Pop>
  );
}
