/** Items that ask for the passphrase again: the question, and calls that are made once more after it was answered. */
import { useEffect, useState } from "react";
import type { AskingCommand, CommandInput, CommandOutput } from "../../../shared/contract/commands.ts";
import { sentence } from "../../../shared/copy/failures.ts";
import { words } from "../../../shared/copy/words.ts";
import type { Failure, Result } from "../../../shared/failures.ts";
import { call, callUnasked } from "../../client/client.ts";
import { isOfSheet, SheetField, useTypedSheet } from "../../page/sheet-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { HiddenField } from "../../ui/inputs.tsx";

/** What the passphrase is asked for: an item, or what was kept of an editor. */
type Asks = { item: string } | { typed: string };
type Question = { of: Asks; answer(isRight: boolean): void };
let ask: ((question: Question) => void) | null = null;

/** As `call`; where the item asks for the passphrase, its person is asked and the call made again. */
export async function callAsking<Name extends AskingCommand>(
  name: Name,
  input: CommandInput<Name>,
): Promise<Result<CommandOutput<Name>>> {
  const first = await callUnasked(name, input);
  const { item, typed } = input as { item?: string; typed?: string };
  const of = item !== undefined ? { item } : typed !== undefined ? { typed } : null;
  if (first.ok || first.failure.code !== "ask-again" || ask === null || of === null) return first;
  const isRight = await new Promise<boolean>((answer) => ask?.({ of, answer }));
  return isRight ? callUnasked(name, input) : first;
}

/** Stands over the unlocked app; draws the question while there is one. */
export function AskAgain() {
  const [question, setQuestion] = useState<Question | null>(null);
  useEffect(() => {
    ask = setQuestion;
    return () => {
      ask = null;
    };
  }, []);
  if (question === null) return null;
  const end = (isRight: boolean): void => {
    setQuestion(null);
    question.answer(isRight);
  };
  return <AskDialog of={question.of} onEnd={end} />;
}

function AskDialog({ of, onEnd }: { of: Asks; onEnd(isRight: boolean): void }) {
  const [passphrase, setPassphrase] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const sheet = useTypedSheet();
  const [isBusy, setBusy] = useState(false);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    const confirmed = await call("item.confirm", { ...of, passphrase, ...sheet.given });
    setBusy(false);
    if (confirmed.ok) return onEnd(true);
    if (confirmed.failure.code === "unlock") setPassphrase("");
    setFailure(confirmed.failure);
    sheet.after(confirmed.failure);
  };
  return (
    <Dialog
      name="ask-again"
      title={words.askAgain.title}
      note={words.askAgain.note}
      onClose={() => onEnd(false)}
      onDone={() => void confirm()}
      done={words.askAgain.done}
      isBusy={isBusy}
      canDo={passphrase !== "" && sheet.sheet !== ""}
    >
      <HiddenField
        label={words.unlock.passphrase}
        value={passphrase}
        onChange={(event) => setPassphrase(event.target.value)}
        autoComplete="current-password"
        data-autofocus
        error={failure === null || isOfSheet(failure) ? null : sentence(failure)}
      />
      <SheetField typed={sheet} failure={failure} />
    </Dialog>
  );
}
