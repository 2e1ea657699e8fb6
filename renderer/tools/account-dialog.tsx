/** Adding an account of somebody with a tool. */
import { useState } from "react";
import type { ToolDetail } from "../../shared/contract/tool-shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { ItemId, UserId } from "../../shared/encoding/ids.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { tell } from "../page/notify.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/inputs.tsx";
import { Choice } from "./tool-dialog.tsx";
import type { Active } from "./tool-filters.ts";

type AccountProps = { shown: ToolDetail; active: Active; onClose(): void };

/** The dialog. */
export function AccountDialog({ shown, active, onClose }: AccountProps) {
  const people = [...active];
  const [user, setUser] = useState(people[0]?.[0] ?? "");
  const [signInName, setSignInName] = useState("");
  const [role, setRole] = useState(shown.roles[0]?.name ?? "");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const add = async (): Promise<void> => {
    setBusy(true);
    const said = { signInName: signInName.trim() || null, role: role.trim() || null };
    const added = await call("account.save", { tool: shown.tool as ItemId, user: user as UserId, ...said });
    setBusy(false);
    if (!added.ok) return setFailure(added.failure);
    tell(words.tools.accountAdded);
    onClose();
  };
  return (
    <Dialog
      name="tool-account"
      title={words.tools.addAccountTitle(shown.name)}
      done={words.tools.addAccountDone}
      isBusy={isBusy}
      canDo={user !== ""}
      onClose={onClose}
      onDone={() => void add()}
    >
      <Choice label={words.tools.person} value={user} onValue={setUser}>
        {people.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
      <TextField
        label={words.tools.signInName}
        data-autofocus
        value={signInName}
        maxLength={200}
        onChange={(event) => setSignInName(event.target.value)}
        error={failure === null ? null : sentence(failure)}
      />
      <TextField
        label={words.tools.role}
        value={role}
        maxLength={60}
        onChange={(event) => setRole(event.target.value)}
      />
    </Dialog>
  );
}
