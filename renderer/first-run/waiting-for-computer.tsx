/** Waiting until one's other computer adds this one: the code to type there, and what to do when it came to nothing. */
import { Check, Hourglass } from "lucide-react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useNow } from "../page/use-now.ts";
import { inGroups } from "../ui/code-pair.tsx";
import { Fact } from "../ui/dialog.tsx";
import { ExactText } from "../ui/exact-text.tsx";
import { WaitingStep } from "./waiting-step.tsx";

type WaitingProps = { problem: AccountStatus["problem"]; link: NonNullable<AccountStatus["link"]> };

/** The screen. */
export function WaitingForComputer({ problem, link }: WaitingProps) {
  const isOver = problem !== undefined && problem.retry !== "later" && problem.code !== "offline";
  return (
    <WaitingStep
      heading={words.newComputer.heading}
      steps={words.newComputer.steps}
      at={3}
      aside={words.newComputer.aside}
      title={isOver ? words.newComputer.notAdded : words.newComputer.waiting}
      note={isOver ? words.newComputer.notAddedNote : words.newComputer.waitingNote}
      abandonFacts={words.newComputer.abandonFacts}
      {...{ problem, isOver }}
    >
      {!isOver && <CodeToType link={link} />}
    </WaitingStep>
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
