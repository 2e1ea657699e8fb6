/** Waiting to be let in: for whom, what happens next, that Latchkey may be closed; and what to do when it came to nothing. */
import { Check, Hourglass } from "lucide-react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { Avatar } from "../ui/controls.tsx";
import { Fact } from "../ui/dialog.tsx";
import { WaitingForComputer } from "./waiting-for-computer.tsx";
import { WaitingForRecovery } from "./waiting-for-recovery.tsx";
import { WaitingStep } from "./waiting-step.tsx";
import { WaitingToCompare } from "./waiting-to-compare.tsx";

/** The screen of a joiner, of a founder whose server did not answer, or of a computer that another one adds. */
export function Waiting({ status }: { status: AccountStatus }) {
  const { link, problem, recovers, compare } = status;
  if (recovers) return <WaitingForRecovery problem={problem} />;
  if (compare !== undefined) return <WaitingToCompare status={status} compare={compare} />;
  return link === undefined ? <WaitingForTeam status={status} /> : <WaitingForComputer {...{ link, problem }} />;
}

function WaitingForTeam({ status }: { status: AccountStatus }) {
  const profile = status.profiles.find((one) => one.profile === status.profile) ?? status.profiles[0];
  const who = profile?.waitsFor ?? null;
  const { problem } = status;
  // Waiting on will not help: nobody can use this invite or this setup code any more.
  const isOver = problem?.code === "invite" || problem?.code === "setup-code";
  return (
    <WaitingStep
      heading={who === null ? words.create.heading : words.join.heading(profile?.teamName ?? "")}
      steps={who === null ? words.create.steps : words.join.steps}
      at={2}
      aside={who === null ? words.create.admin : words.join.nobody}
      title={isOver ? words.join.overTitle : words.join.waiting(who)}
      note={isOver ? words.join.overNote : words.join.waitingNote}
      abandonFacts={words.join.abandonFacts(who !== null)}
      {...{ problem, isOver }}
    >
      {who !== null && <WhoLetsIn who={who} isOver={isOver} />}
    </WaitingStep>
  );
}

function WhoLetsIn({ who, isOver }: { who: string; isOver: boolean }) {
  const [made = "", checked = "", signs = ""] = words.join.nextFacts(who);
  return (
    <>
      <div className="person-row waited-for">
        <Avatar id={who} name={who} size={40} />
        <div className="grow">
          <div className="section">{who}</div>
          <div className="meta">{words.people.roles.admin}</div>
        </div>
      </div>
      {!isOver && (
        <>
          <h2 className="section waiting-next">{words.join.next}</h2>
          <div className="ok-facts">
            <Fact icon={Check}>{made}</Fact>
            <Fact icon={Check}>{checked}</Fact>
          </div>
          <Fact icon={Hourglass}>{signs}</Fact>
        </>
      )}
    </>
  );
}
