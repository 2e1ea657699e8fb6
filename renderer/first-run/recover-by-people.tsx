/** Coming back by two of the people whom one chose: server and number of the first, a passphrase, and codes with each of them. */
import { Check, Hourglass } from "lucide-react";
import { useState } from "react";
import type { AskShape } from "../../shared/contract/recovery-shapes.ts";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { useComparedCode } from "../page/compared-code.ts";
import { LinkLeft } from "../page/link-left.tsx";
import { CodePair, isWholeCode } from "../ui/code-pair.tsx";
import { Fact } from "../ui/dialog.tsx";
import type { NewSheet } from "./new-sheet.ts";
import { ChooseForNumber, digitsOf, ofNumber, TypeWhere, type Where } from "./number-steps.tsx";
import { SubmitStep } from "./submit-step.tsx";

type PeopleProps = { status: AccountStatus; onSheet(sheet: NewSheet): void; onBack(): void };
const { newHeading: heading, steps, aside } = words.recoveryPeople;
const frame = { heading, steps, aside };

/** All steps; those of comparing come once for each person. */
export function RecoverByPeople({ status, onSheet, onBack }: PeopleProps) {
  const [where, setWhere] = useState<Where>({ address: "", slot: "" });
  const [step, setStep] = useState<"where" | "passphrase" | AskShape>("where");
  const stop = (): void => {
    void call("recovery.askCancel", {});
    setStep("where");
  };
  if (step === "where")
    return (
      <TypeWhere
        route="ask-holder"
        title={words.recoveryPeople.whereTitle}
        note={words.recoveryPeople.whereNote}
        {...{ frame, where, setWhere, onBack }}
        onGo={async () => setStep("passphrase")}
      />
    );
  if (step === "passphrase")
    return (
      <ChooseForNumber
        route="ask-passphrase"
        note={words.recovery.chooseNote}
        {...{ frame, status, where }}
        begin={(given) => call("recovery.ask", given)}
        onBegun={setStep}
        onBack={() => setStep("where")}
      />
    );
  if (step.state !== "given") return <Compare first={step} onGiven={setStep} onBack={stop} />;
  if (step.isEnough) return <Begin {...{ step, onSheet }} onBack={stop} />;
  return <NextPerson {...{ step, where }} onAsked={setStep} onBack={stop} />;
}

const asks = {
  look: () => call("recovery.askState", {}),
  check: (code: string) => call("recovery.askCode", { code }),
};

type CompareProps = { first: AskShape; onGiven(shape: AskShape): void; onBack(): void };

/** With one person; where it ends, what others gave stays. */
function Compare({ first, onGiven, onBack }: CompareProps) {
  const compared = useComparedCode(first, {
    ...asks,
    look: async () => {
      const looked = await asks.look();
      if (looked.ok && looked.value.state === "given") onGiven(looked.value);
      return looked;
    },
  });
  const { shape, typed, type, wrong, failure, isBusy } = compared;
  const { code, state, holderName, person } = shape;
  const isOver = failure !== null;
  const isTyped = state === "typed";
  const over = (): void => (shape.given > 0 ? onGiven({ ...shape, state: "given" }) : onBack());
  return (
    <SubmitStep
      route="ask-compare"
      {...frame}
      at={2}
      title={words.newComputer.each}
      note={words.recoveryPeople.compareNote}
      act={isOver ? words.newComputer.again : words.newComputer.checkCode}
      mayGo={isOver || (code !== null && !isTyped && isWholeCode(typed))}
      {...{ isBusy, failure, onBack }}
      onGo={async () => (isOver ? over() : compared.check(compared.setShape))}
    >
      {code !== null && !isOver && (
        <CodePair
          code={code}
          shows={words.recoveryPeople.readMine}
          into={words.recoveryPeople.theyTypeThere}
          otherShows={words.recoveryPeople.typeOther}
          {...{ typed }}
          onType={type}
          error={wrong === null ? null : words.newComputer.wrong(wrong)}
          isRight={isTyped}
          note={isTyped ? words.recoveryPeople.waitsShare : <LinkLeft link={shape} />}
        />
      )}
      <div className="ok-facts waiting-next" role="status">
        {code === null && !isOver && <Fact icon={Hourglass}>{words.newComputer.otherWaits}</Fact>}
        {code !== null && <Fact icon={Check}>{words.recoveryPeople.theyAnswered(holderName, person)}</Fact>}
      </div>
    </SubmitStep>
  );
}

type NextProps = { step: AskShape; where: Where; onAsked(shape: AskShape): void; onBack(): void };

/** Another person's number. */
function NextPerson({ step, where: { address }, onAsked, onBack }: NextProps) {
  const [where, setWhere] = useState<Where>({ address, slot: "" });
  const [failure, setFailure] = useState<Failure | null>(null);
  const ask = async (): Promise<void> => {
    const asked = await call("recovery.askNext", { slot: digitsOf(where.slot) });
    if (asked.ok) onAsked(asked.value);
    else setFailure(ofNumber(asked.failure));
  };
  const { nextNote, nextTitle, unfit } = words.recoveryPeople;
  return (
    <TypeWhere
      route="ask-holder"
      title={nextTitle}
      note={step.given > 1 ? unfit(step.wrong) : nextNote(step.holderName)}
      isNext
      {...{ frame, where, setWhere, failure, onBack }}
      onGo={ask}
    />
  );
}

type BeginProps = { step: AskShape; onSheet(sheet: NewSheet): void; onBack(): void };

/** Two have helped. */
function Begin({ step: { teamName, person }, onSheet, onBack }: BeginProps) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const begin = async (): Promise<void> => {
    setBusy(true);
    const opened = await call("recovery.askOpen", {});
    setBusy(false);
    if (opened.ok) onSheet({ text: opened.value.deviceSheet.text, team: teamName, person, from: "recover" });
    else setFailure(opened.failure);
  };
  return (
    <SubmitStep
      route="ask-compare"
      {...frame}
      at={2}
      title={words.recoveryPeople.enough}
      note={words.recoveryPeople.enoughNote}
      act={words.recoveryPeople.begin}
      mayGo
      {...{ isBusy, failure, onBack }}
      onGo={begin}
    >
      <div className="ok-facts">
        <Fact icon={Check}>{words.newComputer.keysMade}</Fact>
      </div>
    </SubmitStep>
  );
}
