/** Adding people to a vault: search, permission, until when; says what they will see before it happens. */
import { UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { GroupShape, MemberShape, Permission, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { gateQuestion } from "../client/gate-questions.ts";
import { isFound } from "../page/fold-text.ts";
import { tellAct, tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { goOnFromChoice } from "../ui/dialog.tsx";
import { Pop } from "../ui/pop.tsx";
import { GateWarning } from "./gate-warning.tsx";
import { type Choice, Doubts, groupChoice, groupsLike, isStopped, personChoice } from "./known-person.tsx";
import { PeoplePicker } from "./people-picker.tsx";
import { groupName, managerNames } from "./reader.ts";
import { endIn, TermsOfAccess } from "./terms-of-access.tsx";

type AddProps = { vault: VaultShape; members: MemberShape[]; groups: GroupShape[]; isOpenFirst: boolean };

/** The button and its popover. */
export function AddPeople({ vault, members, groups, isOpenFirst }: AddProps) {
  const [isOpen, setOpen] = useState(isOpenFirst);
  return (
    <Pop
      label={words.vault.add}
      isOpen={isOpen}
      onOpen={setOpen}
      trigger={
        <Button pressed={isOpen} onClick={() => setOpen(!isOpen)}>
          <UserPlus size={14} strokeWidth={1.75} aria-hidden="true" />
          {words.vault.add}
        </Button>
      }
    >
      <AddForm vault={vault} members={members} groups={groups} onDone={() => setOpen(false)} />
    </Pop>
  );
}

/** Groups and people who were not given it yet. */
function outsideOf({ access }: VaultShape, members: MemberShape[], groups: GroupShape[]): Choice[] {
  const isOutside = (id: string) => !access.some(({ user, group }) => (user ?? group) === id);
  return [
    ...groups.map((group) => groupChoice(group, groups)),
    ...members.filter(({ state }) => state === "active").map((member) => personChoice(member, members)),
  ].filter(({ id }) => isOutside(id));
}

type FormProps = Omit<AddProps, "isOpenFirst"> & { onDone(): void };

function AddForm({ vault, members, groups, onDone }: FormProps) {
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<string | null>(null);
  const [permission, setPermission] = useState<Permission>("use");
  const [days, setDays] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const outside = outsideOf(vault, members, groups);
  const found = outside.filter(({ id, name }) =>
    isFound(text, name, ...(members.find(({ user }) => user === id)?.emails ?? [])),
  );
  // Nobody is chosen before something was typed or picked: one Enter too many gives nothing away.
  const chosen = found.find(({ id }) => id === picked) ?? (text.trim() === "" ? undefined : found[0]);
  const name = chosen?.name ?? "";
  const gainers = chosen === undefined ? [] : gainersOf(chosen, groups);
  const isHeld = isStopped(gainers, members);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (chosen === undefined || isBusy || isHeld) return;
    setBusy(true);
    const given = { vault: vault.vault, ...subjectOf(chosen), permission, ...endIn(days) };
    const done = await call("vault.setAccess", given);
    setBusy(false);
    if (!done.ok) return tellFailure(done.failure);
    tellAct(done.value, words.vault.added(chosen.name, vault.title));
    onDone();
  };
  return (
    <form onSubmit={(event) => void add(event)} onKeyDown={goOnFromChoice}>
      <PeoplePicker
        {...{ text, choices: found, picked: chosen, search: words.vault.search, label: words.vault.add }}
        onText={setText}
        onPick={setPicked}
      />
      {found.length === 0 && (
        <p className="meta pop-part" role="status">
          {outside.length === 0 ? words.vault.everybody : words.vault.nobody(text.trim())}
        </p>
      )}
      <Doubts users={gainers} members={members} ofGroup={doubtsOfGroup(chosen, groups)} />
      <GateWarning question={chosen === undefined ? null : opensTo(chosen, vault.vault, permission)} />
      <TermsOfAccess permission={permission} days={days} onPermission={setPermission} onDays={setDays} />
      <div className="pop-foot">
        <span className="meta grow">{chosen !== undefined && addNote(chosen, { vault, members, groups })}</span>
        <Button
          kind="main"
          type="submit"
          shortcut={chosen === undefined ? "" : "↵"}
          disabled={chosen === undefined || isBusy || isHeld}
        >
          <span className="cut">{chosen === undefined ? words.vault.addOne : words.vault.addDone(name)}</span>
        </Button>
      </div>
    </form>
  );
}

const subjectOf = ({ id, isPerson }: Choice) => (isPerson ? { user: id } : { group: id });

const opensTo = (chosen: Choice, vault: string, permission: Permission) =>
  gateQuestion("vault.setAccess", { vault, ...subjectOf(chosen), permission });

/** Whom a group's name may be taken for. */
function doubtsOfGroup(chosen: Choice | undefined, groups: GroupShape[]): string[] {
  const found = groups.find(({ group }) => group === chosen?.id);
  const like = found === undefined ? [] : groupsLike(found, groups);
  return found === undefined || like.length === 0 ? [] : [words.known.like(groupName(found), like)];
}

/** The person, or the members of the group. */
function gainersOf({ id, isPerson }: Choice, groups: GroupShape[]): string[] {
  return isPerson ? [id] : (groups.find(({ group }) => group === id)?.members ?? []);
}

function addNote({ id, name, isPerson }: Choice, { vault, members, groups }: Omit<AddProps, "isOpenFirst">): string {
  const group = groups.find((one) => one.group === id);
  if (isPerson || group === undefined) return words.vault.addNote(name, vault.count);
  return words.groups.whoGains(group.members.length, managerNames(group, members));
}
