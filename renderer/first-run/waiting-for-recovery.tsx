/** Waiting until a recovery is confirmed: whom to call, that Latchkey may be closed, and what to do when it was stopped. */
import { Check, Hourglass } from "lucide-react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { Fact } from "../ui/dialog.tsx";
import { WaitingStep } from "./waiting-step.tsx";

/** The screen. */
export function WaitingForRecovery({ problem }: { problem: AccountStatus["problem"] }) {
  const isOver = problem?.code === "role";
  const [made = "", told = ""] = words.recovery.waitingFacts;
  return (
    <WaitingStep
      heading={words.recovery.newHeading}
      steps={words.recovery.steps}
      at={2}
      aside={words.recovery.aside}
      title={isOver ? words.recovery.over : words.recovery.waiting}
      note={isOver ? words.recovery.overNote : words.recovery.waitingNote}
      abandonFacts={words.recovery.abandonFacts}
      {...{ problem, isOver }}
    >
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
    </WaitingStep>
  );
}
