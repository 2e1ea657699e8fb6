/** Adding people to a vault: search, permission, until when; says what they will see before it happens. */
import { UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { MemberShape, Permission, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { isFound } from "../page/fold-text.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { goOnFromChoice } from "../ui/dialog.tsx";
import { Pop } from "../ui/pop.tsx";
import { PeoplePicker } from "./people-picker.tsx";
import { dayMs, TermsOfAccess } from "./terms-of-access.tsx";

type AddProps = { vault: VaultShape; members: MemberShape[]; isOpenFirst: boolean };

/** The button and its popover. */
export function AddPeople({ vault, members, isOpenFirst }: AddProps) {
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
      <AddForm vault={vault} members={members} onDone={() => setOpen(false)} />
    </Pop>
  );
}

function AddForm({ vault, members, onDone }: { vault: VaultShape; members: MemberShape[]; onDone(): void }) {
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<string | null>(null);
  const [permission, setPermission] = useState<Permission>("use");
  const [days, setDays] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const outside = members.filter(
    (member) => member.state === "active" && !vault.access.some(({ user }) => user === member.user),
  );
  const found = outside.filter(({ name, emails }) => isFound(text, name, ...emails));
  // Nobody is chosen before something was typed or picked: one Enter too many gives nothing away.
  const person = found.find(({ user }) => user === picked) ?? (text.trim() === "" ? undefined : found[0]);
  const name = person?.name ?? "";
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (person === undefined || isBusy) return;
    setBusy(true);
    const end = days === 0 ? {} : { end: Date.now() + days * dayMs };
    const done = await call("vault.setAccess", { vault: vault.vault, user: person.user, permission, ...end });
    setBusy(false);
    if (!done.ok) return tellFailure(done.failure);
    tell(words.vault.added(person.name, vault.title));
    onDone();
  };
  return (
    <form onSubmit={(event) => void add(event)} onKeyDown={goOnFromChoice}>
      <PeoplePicker people={found} picked={person} text={text} onText={setText} onPick={setPicked} />
      {found.length === 0 && (
        <p className="meta pop-part" role="status">
          {outside.length === 0 ? words.vault.everybody : words.vault.nobody(text.trim())}
        </p>
      )}
      <TermsOfAccess permission={permission} days={days} onPermission={setPermission} onDays={setDays} />
      <div className="pop-foot">
        <span className="meta grow">{person !== undefined && words.vault.addNote(name, vault.count)}</span>
        <Button
          kind="main"
          type="submit"
          shortcut={person === undefined ? "" : "↵"}
          disabled={person === undefined || isBusy}
        >
          <span className="cut">{person === undefined ? words.vault.addOne : words.vault.addDone(name)}</span>
        </Button>
      </div>
    </form>
  );
}
