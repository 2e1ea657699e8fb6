/** Asks for the passphrase once more, before something that whoever finds an open computer must not do. */
import { useState } from "react";
import { sentence } from "../../shared/copy/failures.ts";
import type { Failure, Result } from "../../shared/failures.ts";
import { queries } from "../client/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { HiddenField } from "../ui/inputs.tsx";

type AskProps<Value> = {
  title: string;
  label: string;
  done: string;
  /** What it opens; a refusal is said at the field. */
  ask(passphrase: string): Promise<Result<Value>>;
  onAnswer(value: Value): void;
  onClose(): void;
};

/** The dialog. */
export function AskPassphrase<Value>({ title, label, done, ask, onAnswer, onClose }: AskProps<Value>) {
  const [passphrase, setPassphrase] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const answer = await ask(passphrase);
    setBusy(false);
    // A wrong one counts, and the next may have to wait.
    void queries.invalidateQueries({ queryKey: ["account.status"] });
    if (answer.ok) return onAnswer(answer.value);
    setFailure(answer.failure);
    // What was not wrong is not asked for again.
    if (answer.failure.code === "unlock") setPassphrase("");
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onDone={() => void send()}
      done={done}
      isBusy={isBusy}
      canDo={passphrase !== ""}
    >
      <HiddenField
        label={label}
        className="mono"
        value={passphrase}
        onChange={(event) => {
          setPassphrase(event.target.value);
          setFailure(null);
        }}
        error={failure === null ? null : sentence(failure)}
      />
    </Dialog>
  );
}
