/** What the server asks a second factor for: the question, and the call once more after it was answered. What was typed for the act stays. */
import { useEffect, useRef, useState } from "react";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { answerStepUp, call, useAnswer } from "../client/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/inputs.tsx";

type Question = { answer(isRight: boolean): void };

/** Stands over the unlocked app; draws the question while there is one. */
export function StepUp() {
  const [question, setQuestion] = useState<Question | null>(null);
  const open = useRef<Question | null>(null);
  open.current = question;
  useEffect(() => {
    const end = answerStepUp(() => new Promise<boolean>((answer) => setQuestion({ answer })));
    return () => {
      end();
      // A lock takes the question away: who waits for it goes on.
      open.current?.answer(false);
    };
  }, []);
  // Asked of the app itself, as it brings back what a restored server lost, or does what waited for others: said once.
  const isOfSync = useAnswer("sync.status", {}).value?.failures.some(({ code }) => code === "step-up") === true;
  const isOfAct = useAnswer("act.list", {}).value?.some(({ problem }) => problem === "step-up") === true;
  const isAsked = isOfSync || isOfAct;
  const wasAsked = useRef(false);
  useEffect(() => {
    if (isAsked && !wasAsked.current) setQuestion((now) => now ?? { answer: () => undefined });
    wasAsked.current = isAsked;
  }, [isAsked]);
  if (question === null) return null;
  const end = (isRight: boolean): void => {
    setQuestion(null);
    question.answer(isRight);
  };
  return <AskCode onEnd={end} />;
}

function AskCode({ onEnd }: { onEnd(isRight: boolean): void }) {
  const [code, setCode] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const answer = async (): Promise<void> => {
    setBusy(true);
    const answered = await call("account.stepUp", { code });
    setBusy(false);
    if (answered.ok) return onEnd(true);
    setFailure(answered.failure);
    if (answered.failure.code === "step-up") setCode("");
  };
  return (
    <Dialog
      name="second-factor"
      title={words.factor.ask}
      note={words.factor.askNote}
      onClose={() => onEnd(false)}
      onDone={() => void answer()}
      done={words.factor.askDone}
      isBusy={isBusy}
      canDo={code.trim() !== ""}
    >
      <TextField
        label={words.factor.code}
        className="mono"
        value={code}
        onChange={(event) => {
          setCode(event.target.value);
          setFailure(null);
        }}
        autoComplete="one-time-code"
        data-autofocus
        error={failure === null ? null : sentence(failure)}
      />
    </Dialog>
  );
}
