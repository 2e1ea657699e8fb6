/** Another role for a person, and until when: what each role may do is said beside it; an admin who lowers themselves reads that too. */
import { useId, useState } from "react";
import type { MemberShape, Role } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tellAct, tellFailure } from "../page/notify.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Doubts } from "../vaults/known-person.tsx";
import { endIn, kept, UntilChoice } from "../vaults/terms-of-access.tsx";

/** Who is a lead stays one where nothing else is chosen. */
const offered: readonly Role[] = ["member", "admin", "auditor"];

type RoleProps = { member: MemberShape; members: MemberShape[]; onClose(): void };

/** Shows the dialog. */
export function ChangeRole({ member, members, onClose }: RoleProps) {
  const [role, setRole] = useState<Role>(member.role);
  const [days, setDays] = useState(member.end === null ? 0 : kept);
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const isSame = role === member.role && days === (member.end === null ? 0 : kept);
  const change = async (): Promise<void> => {
    setBusy(true);
    const changed = await call("member.setRole", { user: member.user, role, ...endOf(days, member.end) });
    setBusy(false);
    if (!changed.ok) return tellFailure(changed.failure);
    tellAct(changed.value, words.people.roleChanged(member.name, words.people.roles[role]));
    onClose();
  };
  return (
    <Dialog
      name="person-role"
      title={words.people.roleTitle(member.name)}
      note={member.self ? words.people.roleOwn : undefined}
      done={role === member.role ? words.people.roleEndDone : words.people.roleDone(words.people.roles[role])}
      isCareful={member.self}
      isBusy={isBusy}
      canDo={!isSame}
      onClose={onClose}
      onDone={() => void change()}
    >
      <fieldset className="role-choices">
        <legend className="only-read">{words.people.role}</legend>
        {[...new Set([member.role, ...offered])].map((one) => (
          <label key={one} className="choice" data-chosen={one === role}>
            <input
              type="radio"
              name="role"
              checked={one === role}
              data-autofocus={one === member.role ? "" : undefined}
              onChange={() => setRole(one)}
            />
            <span>
              <span className="choice-name">{words.people.roles[one]}</span>
              <span className="meta">{words.people.roleMay[one]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="role-until">
        <label className="t3 small" htmlFor={`${id}-until`}>
          {words.vault.until}
        </label>
        <UntilChoice id={`${id}-until`} days={days} onDays={setDays} kept={member.end ?? undefined} />
      </div>
      <Doubts users={[member.user]} members={members} />
      {days !== 0 && <p className="meta">{words.people.roleEndNote(member.name)}</p>}
    </Dialog>
  );
}

/** The end that was chosen, as the command takes it. */
function endOf(days: number, had: number | null): { end?: number } {
  if (days !== kept) return endIn(days);
  return had === null ? {} : { end: had };
}
