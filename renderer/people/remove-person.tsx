/** Taking a person out of the team: what happens is said first, who goes on with what they alone managed is chosen here, and a word is typed. */
import { Archive, KeyRound, TicketX, UsersRound, Vault } from "lucide-react";
import { useState } from "react";
import type { MemberRemoval, MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tellAct, tellFailure } from "../page/notify.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { useTypedWord } from "../ui/typed-word.tsx";
import { useHeirs } from "./heirs.tsx";
import { type Opened, useOpened } from "./use-opened.ts";

type RemoveProps = { member: MemberShape; members: MemberShape[]; onClose(): void };

/** Shown once it is known what the removal would do. */
export function RemovePerson(props: RemoveProps) {
  const removal = useAnswer("member.removal", { user: props.member.user }).value;
  const opened = useOpened(props.member.user);
  return removal === undefined || opened === undefined ? null : <RemoveDialog {...props} {...{ removal, opened }} />;
}

function RemoveDialog({ member, members, onClose, removal, opened }: RemoveProps & Omit<FactsProps, "first">) {
  const word = useTypedWord(words.people.removeType, words.people.removeWord);
  const heirs = useHeirs(removal.heirs, members);
  const [isBusy, setBusy] = useState(false);
  const [first = member.name] = member.name.split(" ");
  const remove = async (): Promise<void> => {
    setBusy(true);
    const removed = await call("member.remove", { user: member.user, heirs: heirs.chosen });
    setBusy(false);
    if (!removed.ok) return tellFailure(removed.failure);
    tellAct(removed.value, words.people.removed(member.name));
    onClose();
  };
  return (
    <Dialog
      name="person-remove"
      title={words.people.removeTitle(member.name)}
      note={words.people.removeNote(first)}
      done={words.people.removeDone(first)}
      isFinal
      isBusy={isBusy}
      canDo={word.isTyped}
      onClose={onClose}
      onDone={() => void remove()}
      below={word.field(<p className="meta input-note">{words.people.removeAgain(first)}</p>)}
    >
      <Facts first={first} removal={removal} opened={opened} />
      {heirs.rows}
    </Dialog>
  );
}

type FactsProps = { first: string; removal: MemberRemoval; opened: Opened };

function Facts({ first, removal, opened }: FactsProps) {
  const { vaults, archived, groups, invites, seen } = removal;
  return (
    <div>
      <Fact icon={KeyRound}>{words.people.removeKeys(vaults.length - archived.length)}</Fact>
      {archived.length > 0 && <Fact icon={Archive}>{words.people.removeArchived(archived.length)}</Fact>}
      <Fact icon={Vault}>{words.people.removePersonal(first)}</Fact>
      {groups.length > 0 && <Fact icon={UsersRound}>{words.people.removeGroups(first, groups.length)}</Fact>}
      {invites > 0 && <Fact icon={TicketX}>{words.people.removeInvites(first, invites)}</Fact>}
      <p className="meta dialog-note">{words.people.removeSeen(first, seen)}</p>
      {opened !== null && (
        <p className="meta dialog-note">{words.people.removeOpened(first, opened.items, opened.hasGaps)}</p>
      )}
    </div>
  );
}
