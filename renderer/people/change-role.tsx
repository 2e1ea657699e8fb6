/** Another role for a person: what each role may do is said beside it; an admin who lowers themselves reads that too. */
import { useState } from "react";
import type { MemberShape, Role } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Dialog } from "../ui/dialog.tsx";

/** Who is a lead stays one where nothing else is chosen. */
const offered: readonly Role[] = ["member", "admin", "auditor"];

type RoleProps = { member: MemberShape; onClose(): void };

/** Shows the dialog. */
export function ChangeRole({ member, onClose }: RoleProps) {
  const [role, setRole] = useState<Role>(member.role);
  const [isBusy, setBusy] = useState(false);
  const change = async (): Promise<void> => {
    setBusy(true);
    const changed = await call("member.setRole", { user: member.user, role });
    setBusy(false);
    if (!changed.ok) return tellFailure(changed.failure);
    tell(words.people.roleChanged(member.name, words.people.roles[role]));
    onClose();
  };
  return (
    <Dialog
      title={words.people.roleTitle(member.name)}
      note={member.self ? words.people.roleOwn : undefined}
      done={words.people.roleDone(words.people.roles[role])}
      isCareful={member.self}
      isBusy={isBusy}
      canDo={role !== member.role}
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
    </Dialog>
  );
}
