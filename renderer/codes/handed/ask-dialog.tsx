/** Asking for one code: whom, and what for. */
import { type FormEvent, useId, useState } from "react";
import type { AskableCode } from "../../../shared/contract/handed-codes.ts";
import { sentence } from "../../../shared/copy/failures.ts";
import { words } from "../../../shared/copy/words.ts";
import type { ItemId, UserId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import type { Failure } from "../../../shared/failures.ts";
import { call } from "../../client/client.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Select, TextField } from "../../ui/inputs.tsx";
import { usePeople } from "./use-people.ts";

const said = words.handed;

/** The dialog. */
export function AskDialog({ code, onClose }: { code: AskableCode; onClose(): void }) {
  const [user, setUser] = useState(code.holders[0] ?? "");
  const [why, setWhy] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ask = async (): Promise<void> => {
    setBusy(true);
    const asked = await call("code.ask", { item: code.item as ItemId, user: user as UserId, why: why.trim() });
    setBusy(false);
    if (asked.ok) onClose();
    else setFailure(asked.failure);
  };
  return (
    <Dialog
      name="code-ask"
      title={said.askTitle(code.toolName)}
      note={said.askNote}
      done={said.ask}
      isBusy={isBusy}
      onClose={onClose}
      onDone={() => void ask()}
    >
      {code.holders.length > 1 && <Who holders={code.holders} user={user} onUser={setUser} />}
      <TextField
        label={said.askWhy}
        value={why}
        maxLength={limits.askWhyChars}
        onChange={(event: FormEvent<HTMLInputElement>) => setWhy(event.currentTarget.value)}
        error={failure === null ? null : failedWords(failure)}
      />
    </Dialog>
  );
}

function failedWords(failure: Failure): string {
  if (failure.code === "limit") return said.askOften;
  return failure.code === "offline" ? said.askLater : sentence(failure);
}

function Who({ holders, user, onUser }: { holders: string[]; user: string; onUser(user: string): void }) {
  const personOf = usePeople();
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {said.askWho}
      </label>
      <Select id={id} className="wide" value={user} onChange={(event) => onUser(event.target.value)}>
        {holders.map((one) => (
          <option key={one} value={one}>
            {personOf(one).name}
          </option>
        ))}
      </Select>
    </div>
  );
}
