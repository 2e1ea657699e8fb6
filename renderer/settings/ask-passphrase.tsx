/** Whoever finds an open computer does nothing here that outlives it: the passphrase is asked for first. */
import { useState } from "react";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure, Result } from "../../shared/failures.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { DialogName } from "../ui/dialog-names.ts";
import { HiddenField } from "../ui/inputs.tsx";

type AskProps<Answer> = {
  name: DialogName;
  title: string;
  done: string;
  ask(passphrase: string): Promise<Result<Answer>>;
  onAnswer(answer: Answer): void;
  onClose(): void;
};

/** The dialog; what was typed is gone once it was taken, or was wrong. */
export function AskPassphrase<Answer>({ name, title, done, ask, onAnswer, onClose }: AskProps<Answer>) {
  const [passphrase, setPassphrase] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const go = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const answer = await ask(passphrase);
    setBusy(false);
    if (answer.ok || answer.failure.code === "unlock") setPassphrase("");
    if (answer.ok) onAnswer(answer.value);
    else setFailure(answer.failure);
  };
  return (
    <Dialog {...{ name, title, done, isBusy, onClose }} onDone={() => void go()} canDo={passphrase !== ""}>
      <HiddenField
        label={words.unlock.passphrase}
        className="mono"
        data-autofocus
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
