/** Waiting until a recovery is confirmed: whom to call, that Latchkey may be closed, and what to do when it was stopped. */
import { Check, CloudOff, Hourglass, TicketX } from "lucide-react";
import { useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { Button } from "../ui/controls.tsx";
import { Fact } from "../ui/dialog.tsx";
import { Alert } from "../ui/rows.tsx";
import { AbandonProfile } from "./abandon-profile.tsx";
import { Steps } from "./steps.tsx";

/** The screen. */
export function WaitingForRecovery({ problem }: { problem: AccountStatus["problem"] }) {
  const [isAbandoning, setAbandoning] = useState(false);
  const isOver = problem?.code === "role";
  const [made = "", told = ""] = words.recovery.waitingFacts;
  return (
    <Steps
      route="waiting"
      heading={words.recovery.newHeading}
      steps={words.recovery.steps}
      at={2}
      aside={words.recovery.aside}
      title={isOver ? words.recovery.over : words.recovery.waiting}
      note={isOver ? words.recovery.overNote : words.recovery.waitingNote}
      foot={
        <>
          <Button {...(isOver ? { kind: "main", size: 32 } : { kind: "quiet" })} onClick={() => setAbandoning(true)}>
            {words.join.abandon}
          </Button>
          <Button onClick={() => void call("account.lock", {})}>{words.act.lock}</Button>
        </>
      }
    >
      {problem !== undefined && (
        <Alert
          icon={isOver ? TicketX : CloudOff}
          tone={isOver ? "act" : "plain"}
          title={problem.code === "offline" ? words.join.unreachable : sentence(problem)}
          isNow
        />
      )}
      {!isOver && (
        <>
          <h2 className="section waiting-next">{words.join.next}</h2>
          <div className="ok-facts">
            <Fact icon={Check}>{made}</Fact>
            <Fact icon={Check}>{told}</Fact>
          </div>
          <Fact icon={Hourglass}>{words.recovery.waitsFor}</Fact>
        </>
      )}
      {isAbandoning && <AbandonProfile facts={words.recovery.abandonFacts} onClose={() => setAbandoning(false)} />}
    </Steps>
  );
}
