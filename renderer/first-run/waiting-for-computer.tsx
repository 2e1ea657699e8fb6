/** Waiting until one's other computer adds this one: the code to type there, and what to do when it came to nothing. */
import { Check, CloudOff, Hourglass, TicketX } from "lucide-react";
import { useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { useNow } from "../page/use-now.ts";
import { inGroups } from "../ui/code-pair.tsx";
import { Button } from "../ui/controls.tsx";
import { Fact } from "../ui/dialog.tsx";
import { ExactText } from "../ui/exact-text.tsx";
import { Alert } from "../ui/rows.tsx";
import { AbandonProfile } from "./abandon-profile.tsx";
import { Steps } from "./steps.tsx";

type WaitingProps = { problem: AccountStatus["problem"]; link: NonNullable<AccountStatus["link"]> };

/** The screen. */
export function WaitingForComputer({ problem, link }: WaitingProps) {
  const [isAbandoning, setAbandoning] = useState(false);
  const isOver = problem !== undefined && problem.retry !== "later" && problem.code !== "offline";
  return (
    <Steps
      route="waiting"
      heading={words.newComputer.heading}
      steps={words.newComputer.steps}
      at={3}
      aside={words.newComputer.aside}
      title={isOver ? words.newComputer.notAdded : words.newComputer.waiting}
      note={isOver ? words.newComputer.notAddedNote : words.newComputer.waitingNote}
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
      {!isOver && <CodeToType link={link} />}
      {isAbandoning && <AbandonProfile facts={words.newComputer.abandonFacts} onClose={() => setAbandoning(false)} />}
    </Steps>
  );
}

function CodeToType({ link: { code, endsAt } }: Pick<WaitingProps, "link">) {
  const now = useNow(true);
  return (
    <>
      <div className="code-pair code-alone">
        <div className="code-own">
          <p className="t2">{words.newComputer.here}</p>
          <p className="code-shown mono" data-testid="own-code">
            <ExactText text={inGroups(code)} />
          </p>
          <p className="line ends meta">
            <span>{words.newComputer.intoOther}</span>
            <span>{words.newComputer.left(endsAt - now)}</span>
          </p>
        </div>
      </div>
      <h2 className="section waiting-next">{words.newComputer.whereYouAre}</h2>
      <div className="ok-facts">
        <Fact icon={Check}>{words.newComputer.keysMade}</Fact>
        <Fact icon={Check}>{words.newComputer.thisRight}</Fact>
      </div>
      <Fact icon={Hourglass}>{words.newComputer.otherAdds}</Fact>
    </>
  );
}
