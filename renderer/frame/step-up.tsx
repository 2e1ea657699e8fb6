/** What the server asks a second factor for: the question, and the call once more after it was answered. What was typed for the act stays. */
import { useEffect, useRef, useState } from "react";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { type AskedFor, answerStepUp, call, useAnswer } from "../client/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/inputs.tsx";

type Question = { of: AskedFor; answer(isRight: boolean): void };

/** Opens the question of the session again, which was put off. */
let askAgain: (() => void) | null = null;

/** Asks for the code of this session, from wherever it is said that it is missing. */
export function askForSession(): void {
  askAgain?.();
}

/** Stands over the unlocked app; draws the question while there is one. */
export function StepUp() {
  const [question, setQuestion] = useState<Question | null>(null);
  const open = useRef<Question | null>(null);
  open.current = question;
  useEffect(() => {
    const end = answerStepUp((of) => new Promise<boolean>((answer) => setQuestion({ of, answer })));
    askAgain = () => setQuestion((now) => now ?? { of: "session", answer: () => undefined });
    return () => {
      end();
      askAgain = null;
      // A lock takes the question away: who waits for it goes on.
      open.current?.answer(false);
    };
  }, []);
  // Asked of the app itself, as it brings back what a restored server lost, or does what waited for others: said once.
  const failures = useAnswer("sync.status", {}).value?.failures ?? [];
  const isOfSync = failures.some(({ code, asks }) => code === "step-up" && asks === undefined);
  const isOfAct = useAnswer("act.list", {}).value?.some(({ problem }) => problem === "step-up") === true;
  const isOfSession = failures.some(({ asks }) => asks === "session");
  const asked: AskedFor | null = isOfSession ? "session" : isOfSync || isOfAct ? "ask" : null;
  const wasAsked = useRef<AskedFor | null>(null);
  useEffect(() => {
    if (asked !== null && asked !== wasAsked.current)
      setQuestion((now) => now ?? { of: asked, answer: () => undefined });
    wasAsked.current = asked;
  }, [asked]);
  if (question === null) return null;
  const end = (isRight: boolean): void => {
    setQuestion(null);
    question.answer(isRight);
  };
  return <AskCode of={question.of} onEnd={end} />;
}

function AskCode({ of, onEnd }: { of: AskedFor; onEnd(isRight: boolean): void }) {
  const isOfSession = of === "session";
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
      title={isOfSession ? words.factor.connect : words.factor.ask}
      note={isOfSession ? words.factor.connectNote : words.factor.askNote}
      onClose={() => onEnd(false)}
      onDone={() => void answer()}
      done={isOfSession ? words.factor.connectDone : words.factor.askDone}
      cancel={isOfSession ? words.factor.connectLater : words.act.cancel}
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
