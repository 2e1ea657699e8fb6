/** Going over to the other of two histories: which admin read its code, what they read, and the passphrase; then Latchkey locks. */
import { FilePen, Lock, ShieldCheck, UserCog } from "lucide-react";
import { useId, useState } from "react";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { UserId } from "../../shared/encoding/ids.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { HiddenField, Select, TextField } from "../ui/inputs.tsx";
import { readCode } from "./team-code.tsx";

const said = words.fork.choosing;

type ChooseProps = { admins: MemberShape[]; onClose(): void };

/** Shows the dialog; a failure stays beside the field that it is about. */
export function ChooseHistory({ admins, onClose }: ChooseProps) {
  const [user, setUser] = useState(admins.length === 1 ? (admins[0]?.user ?? "") : "");
  const [heard, setHeard] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const code = readCode(heard);
  const go = async (): Promise<void> => {
    if (code === null) return;
    setBusy(true);
    setFailure(null);
    const chosen = await call("team.chooseHistory", { user: user as UserId, ...code, passphrase });
    setBusy(false);
    if (chosen.ok) return onClose();
    if (chosen.failure.code === "unlock") setPassphrase("");
    setFailure(chosen.failure);
  };
  const isWrong = failure?.code === "unlock";
  const wrong = failure === null ? null : sentence(failure);
  return (
    <Dialog
      {...{ isBusy, onClose }}
      name="history-choose"
      title={said.title}
      note={said.note}
      done={said.done}
      canDo={user !== "" && code !== null && passphrase !== ""}
      onDone={() => void go()}
    >
      <WhatHappens />
      <WhichAdmin admins={admins} user={user} onUser={setUser} />
      <TextField
        label={words.teamCode.heard}
        data-autofocus
        value={heard}
        onChange={({ target }) => {
          setHeard(target.value);
          setFailure(null);
        }}
        error={isWrong ? null : wrong}
      />
      <HiddenField
        label={words.unlock.passphrase}
        className="mono"
        value={passphrase}
        onChange={({ target }) => {
          setPassphrase(target.value);
          setFailure(null);
        }}
        error={isWrong ? wrong : null}
      />
    </Dialog>
  );
}

function WhatHappens() {
  return (
    <div>
      <Fact icon={ShieldCheck}>{said.checks}</Fact>
      <Fact icon={FilePen}>{said.drafts}</Fact>
      <Fact icon={UserCog}>{said.rights}</Fact>
      <Fact icon={Lock}>{said.locks}</Fact>
    </div>
  );
}

type WhichProps = { admins: MemberShape[]; user: string; onUser(user: string): void };

function WhichAdmin({ admins, user, onUser }: WhichProps) {
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {said.who}
      </label>
      <Select id={id} className="wide" value={user} onChange={({ target }) => onUser(target.value)}>
        {admins.length !== 1 && <option value="">{said.choose}</option>}
        {admins.map((one) => (
          <option key={one.user} value={one.user}>
            {one.name}
          </option>
        ))}
      </Select>
    </div>
  );
}
