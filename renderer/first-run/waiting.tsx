/** Waiting to be let in: for whom, what happens next, that Latchkey may be closed; and what to do when it came to nothing. */
import { Check, CloudOff, Hourglass, TicketX } from "lucide-react";
import { useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { Avatar, Button } from "../ui/controls.tsx";
import { Fact } from "../ui/dialog.tsx";
import { Alert } from "../ui/rows.tsx";
import { AbandonProfile } from "./abandon-profile.tsx";
import { Steps } from "./steps.tsx";
import { WaitingForComputer } from "./waiting-for-computer.tsx";
import { WaitingForRecovery } from "./waiting-for-recovery.tsx";

/** The screen of a joiner, of a founder whose server did not answer, or of a computer that another one adds. */
export function Waiting({ status }: { status: AccountStatus }) {
  const { link, problem, recovers } = status;
  if (recovers) return <WaitingForRecovery problem={problem} />;
  return link === undefined ? <WaitingForTeam status={status} /> : <WaitingForComputer {...{ link, problem }} />;
}

function WaitingForTeam({ status }: { status: AccountStatus }) {
  const [isAbandoning, setAbandoning] = useState(false);
  const profile = status.profiles.find((one) => one.profile === status.profile) ?? status.profiles[0];
  const who = profile?.waitsFor ?? null;
  const { problem } = status;
  // Waiting on will not help: nobody can use this invite or this setup code any more.
  const isOver = problem?.code === "invite" || problem?.code === "setup-code";
  return (
    <Steps
      route="waiting"
      heading={who === null ? words.create.heading : words.join.heading(profile?.teamName ?? "")}
      steps={who === null ? words.create.steps : words.join.steps}
      at={2}
      aside={who === null ? words.create.admin : words.join.nobody}
      title={isOver ? words.join.overTitle : words.join.waiting(who)}
      note={isOver ? words.join.overNote : words.join.waitingNote}
      foot={
        <>
          {isOver ? (
            <Button kind="main" size={32} onClick={() => setAbandoning(true)}>
              {words.join.abandon}
            </Button>
          ) : (
            <Button kind="quiet" onClick={() => setAbandoning(true)}>
              {words.join.abandon}
            </Button>
          )}
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
      {who !== null && <WhoLetsIn who={who} isOver={isOver} />}
      {isAbandoning && (
        <AbandonProfile facts={words.join.abandonFacts(who !== null)} onClose={() => setAbandoning(false)} />
      )}
    </Steps>
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
