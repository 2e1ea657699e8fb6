/**
 * Where the team's rule does not let logins that are not settled be opened to more people: which these are, each with the way to settle
 * it. The act that was tried goes on from here once they are.
 */
import { CircleAlert, ShieldCheck } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { GateAnswer, HeldLogin } from "../../shared/contract/gate.ts";
import { words } from "../../shared/copy/words.ts";
import { answerGate, callUnasked, useAnswer } from "../client/client.ts";
import type { GateQuestion } from "../client/gate-questions.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Alert } from "../ui/rows.tsx";
import { HeldList } from "./held-list.tsx";
import { SayOne } from "./say-one.tsx";

type Asked = { question: GateQuestion; first: GateAnswer; answer(isToGo: boolean): void };

const isClear = ({ mode, total, absent }: GateAnswer): boolean => mode !== "require" || (total === 0 && absent === 0);

/** Stands over the unlocked app; draws the question while there is one. */
export function GateAsked() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const open = useRef<Asked | null>(null);
  open.current = asked;
  useEffect(() => {
    const end = answerGate(async (question) => {
      const first = await callUnasked("gate.check", question);
      // What cannot be said here the act itself is refused for.
      if (!first.ok || isClear(first.value)) return true;
      return new Promise<boolean>((answer) => setAsked({ question, first: first.value, answer }));
    });
    return () => {
      end();
      open.current?.answer(false);
    };
  }, []);
  if (asked === null) return null;
  const end = (isToGo: boolean): void => {
    setAsked(null);
    asked.answer(isToGo);
  };
  return <AskGate {...asked} onEnd={end} />;
}

function AskGate({ question, first, onEnd }: Omit<Asked, "answer"> & { onEnd(isToGo: boolean): void }) {
  const now = useAnswer("gate.check", question, true, true).value ?? first;
  const [saying, setSaying] = useState<HeldLogin | null>(null);
  const isStopped = !isClear(now);
  const { ask } = words.gate;
  if (saying !== null) return <SayOne login={saying} isOver onClose={() => setSaying(null)} />;
  return (
    <Dialog
      name="gate-held"
      title={isStopped ? ask.stopTitle : ask.settled}
      done={ask.go}
      cancel={ask.close}
      isCareful
      isOver
      canDo={!isStopped}
      onClose={() => onEnd(false)}
      onDone={() => onEnd(true)}
      below={<p className="meta">{ask.nothingDone}</p>}
    >
      <WhatHolds now={now} />
      {now.held.length > 0 && (
        <>
          <h3 className="section">{ask.what}</h3>
          <p className="meta">{ask.saying}</p>
          <HeldList held={now.held} total={now.total} onSay={setSaying} />
        </>
      )}
    </Dialog>
  );
}

/** The rule, and how many do not keep to it. */
function WhatHolds({ now }: { now: GateAnswer }) {
  const { ask } = words.gate;
  const isSettled = isClear(now);
  return (
    <>
      {isSettled ? (
        <Alert icon={ShieldCheck} tone="plain" title={ask.settledNote} />
      ) : (
        <Alert icon={CircleAlert} tone="act" title={ask.stop(now.total)} isNow>
          {ask.stopNote}
        </Alert>
      )}
      {now.absent > 0 && <p className="meta">{words.gate.absent(now.absent)}</p>}
      {now.unseen.length > 0 && <p className="meta">{words.gate.unseen(now.unseen.length)}</p>}
    </>
  );
}
