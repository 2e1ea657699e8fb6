/** Waiting on an invite to more than `member`: the joiner and an admin compare codes, then the admin lets them in. */
import { Check, Hourglass } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import type { JoinComparison } from "../../shared/contract/link-shapes.ts";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { useComparedCode } from "../page/compared-code.ts";
import { LinkLeft } from "../page/link-left.tsx";
import { CodePair, isWholeCode } from "../ui/code-pair.tsx";
import { Button } from "../ui/controls.tsx";
import { Fact } from "../ui/dialog.tsx";
import { FieldError } from "../ui/inputs.tsx";
import { WaitingStep } from "./waiting-step.tsx";

type CompareProps = { status: AccountStatus; compare: NonNullable<AccountStatus["compare"]> };

/** The screen. */
export function WaitingToCompare({ status, compare: { role, typed } }: CompareProps) {
  const profile = status.profiles.find((one) => one.profile === status.profile) ?? status.profiles[0];
  const who = profile?.waitsFor ?? words.people.roles.admin;
  const { problem } = status;
  const isOver = problem?.code === "invite" || problem?.code === "sas";
  return (
    <WaitingStep
      heading={words.join.heading(profile?.teamName ?? "")}
      steps={words.join.steps}
      at={2}
      aside={words.join.nobody}
      title={isOver ? words.join.overTitle : words.compare.joinerTitle(who)}
      note={isOver ? words.join.overNote : words.compare.joinerNote(words.people.roles[role].toLowerCase())}
      abandonFacts={words.join.abandonFacts(true)}
      {...{ problem, isOver }}
    >
      {!isOver && <Meeting who={who} typed={typed} />}
    </WaitingStep>
  );
}

/** Before, while and after codes are compared. */
function Meeting({ who, typed }: { who: string; typed: boolean }) {
  const [begun, setBegun] = useState<JoinComparison | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const begin = async (): Promise<void> => {
    setFailure(null);
    const answer = await call("team.compare", {});
    if (answer.ok) setBegun(answer.value);
    else setFailure(answer.failure);
  };
  const over = (ended: Failure): void => {
    setBegun(null);
    // Once the admin's code was typed the rest is theirs, however long that takes.
    setFailure(typed && ended.detail?.reason === "ended" ? null : ended);
  };
  if (begun !== null) return <Comparing first={begun} who={who} onOver={over} />;
  return (
    <>
      <div className="ok-facts">
        <Fact icon={Check}>{words.compare.joinerMade}</Fact>
        {typed && <Fact icon={Check}>{words.compare.joinerTyped(who)}</Fact>}
      </div>
      <Fact icon={Hourglass}>{typed ? words.compare.joinerLast(who) : words.compare.joinerCall(who)}</Fact>
      {failure !== null && <FieldError>{sentence(failure)}</FieldError>}
      <p className="compare-go">
        <Button {...(typed ? {} : { kind: "main", size: 32 })} onClick={() => void begin()}>
          {failure === null && !typed ? words.compare.begin : words.compare.again}
        </Button>
      </p>
    </>
  );
}

const asks = {
  look: () => call("team.compareState", {}),
  check: (code: string) => call("team.compareCode", { code }),
};

type ComparingProps = { first: JoinComparison; who: string; onOver(failure: Failure): void };

function Comparing({ first, who, onOver }: ComparingProps) {
  const compared = useComparedCode(first, asks);
  const { shape, typed, type, wrong, failure, isBusy } = compared;
  const checks = shape.state === "compare";
  useEffect(() => {
    if (failure !== null) onOver(failure);
  }, [failure, onOver]);
  const check = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (checks && isWholeCode(typed) && !isBusy) await compared.check(compared.setShape);
  };
  if (shape.code === null) return <Fact icon={Hourglass}>{words.compare.joinerWaits(who)}</Fact>;
  return (
    <form onSubmit={(event) => void check(event)}>
      <CodePair
        code={shape.code}
        shows={words.compare.yourCode(who)}
        into={words.compare.theyType(who)}
        otherShows={words.compare.typeWhat(who)}
        {...{ typed }}
        onType={type}
        error={wrong === null ? null : words.newComputer.wrong(wrong)}
        isRight={!checks}
        note={checks ? <LinkLeft link={shape} /> : words.compare.joinerLast(who)}
      />
      {checks && (
        <p className="compare-go">
          <Button kind="main" size={32} type="submit" disabled={!isWholeCode(typed) || isBusy}>
            {words.newComputer.checkCode}
          </Button>
        </p>
      )}
    </form>
  );
}
