/** Saying what own account one has with a tool, and how its second factor stands. */
import { useState } from "react";
import type { OwnAccount, ToolRow } from "../../shared/contract/tool-shapes.ts";
import { statedStates } from "../../shared/contract/tools.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { ItemId } from "../../shared/encoding/ids.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { tell } from "../page/notify.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/inputs.tsx";
import { Choice } from "./tool-dialog.tsx";

type State = (typeof statedStates)[number];
type StateProps = { tools: readonly ToolRow[]; account: OwnAccount | null; onClose(): void };

/** What is said, and saying it. */
function useStating({ tools, account, onClose }: StateProps) {
  const offered = tools.filter(({ state, tool }) => state === "shown" || tool === account?.tool);
  const [tool, setTool] = useState(account?.tool ?? offered[0]?.tool ?? "");
  const [signInName, setSignInName] = useState(account?.signInName ?? "");
  const [role, setRole] = useState(account?.role ?? "");
  const [state, setState] = useState<State>(
    statedStates.find((one) => one === account?.secondFactor?.state) ?? "unknown",
  );
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const hasSso = tools.find((one) => one.tool === tool)?.signInBy !== null;
  const states = statedStates.filter((one) => one !== "by-sso" || hasSso);
  const chosen = states.includes(state) ? state : "unknown";
  const say = async (): Promise<void> => {
    setBusy(true);
    const said = { signInName: signInName.trim() || null, role: role.trim() || null, state: chosen, isRemoved: false };
    const of = account === null ? {} : { account: account.account as ItemId };
    const stated = await call("account.state", { ...of, tool: tool as ItemId, ...said });
    setBusy(false);
    if (!stated.ok) return setFailure(stated.failure);
    tell(words.ownAccounts.said);
    onClose();
  };
  return {
    ...{ offered, tool, setTool, signInName, setSignInName, role, setRole, states, chosen, setState },
    ...{ isBusy, failure, say },
  };
}

/** The dialog. */
export function StateAccount(props: StateProps) {
  const { account, onClose } = props;
  const { offered, tool, setTool, signInName, setSignInName, role, setRole, ...rest } = useStating(props);
  const { states, chosen, setState, isBusy, failure, say } = rest;
  return (
    <Dialog
      name="account-state"
      title={account === null ? words.ownAccounts.addTitle : words.ownAccounts.changeTitle(account.toolName)}
      done={words.ownAccounts.done}
      isBusy={isBusy}
      canDo={tool !== ""}
      onClose={onClose}
      onDone={() => void say()}
    >
      {account === null && (
        <Choice label={words.tools.columns.tool} value={tool} onValue={setTool}>
          {offered.map((one) => (
            <option key={one.tool} value={one.tool}>
              {one.name}
            </option>
          ))}
        </Choice>
      )}
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
      <Choice label={words.loginFactor.title} value={chosen} onValue={(value) => setState(value as State)}>
        {states.map((one) => (
          <option key={one} value={one}>
            {words.loginFactor.states[one]}
          </option>
        ))}
      </Choice>
    </Dialog>
  );
}
