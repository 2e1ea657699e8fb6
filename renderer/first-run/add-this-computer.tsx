/** Adding this computer to one's own: server and number from the other one, the passphrase, then the two codes. Waiting follows. */
import { Check, Circle } from "lucide-react";
import { useState } from "react";
import type { AcceptShape } from "../../shared/contract/link-shapes.ts";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { useComparedCode } from "../page/compared-code.ts";
import { LinkLeft } from "../page/link-left.tsx";
import { CodePair, isWholeCode } from "../ui/code-pair.tsx";
import { Fact } from "../ui/dialog.tsx";
import type { NewSheet } from "./new-sheet.ts";
import { ChooseForNumber, digitsOf, TypeWhere, type Where } from "./number-steps.tsx";
import { SubmitStep } from "./submit-step.tsx";

type AddProps = { status: AccountStatus; onSheet(sheet: NewSheet): void; onBack(): void };
const frame = {
  heading: words.newComputer.heading,
  steps: words.newComputer.steps,
  aside: words.newComputer.aside,
};

/** All three steps. */
export function AddThisComputer({ status, onSheet, onBack }: AddProps) {
  const [where, setWhere] = useState<Where>({ address: "", slot: "" });
  const [step, setStep] = useState<"where" | "passphrase" | AcceptShape>("where");
  const again = (): void => {
    void call("device.acceptCancel", {});
    setStep("where");
  };
  if (step === "where")
    return (
      <TypeWhere
        route="link-computer"
        title={words.newComputer.whereTitle}
        note={words.newComputer.whereNote}
        {...{ frame, where, setWhere, onBack }}
        onGo={async () => setStep("passphrase")}
      />
    );
  if (step === "passphrase")
    return (
      <ChooseForNumber
        route="link-passphrase"
        note={words.newComputer.chooseNote}
        {...{ frame, status, where }}
        begin={(given) => call("device.accept", given)}
        onBegun={setStep}
        onBack={() => setStep("where")}
      />
    );
  return <Compare {...{ where, onSheet }} first={step} onBack={again} />;
}

const asks = {
  look: () => call("device.acceptState", {}),
  check: (code: string) => call("device.acceptCode", { code }),
};

type CompareProps = { where: Where; first: AcceptShape; onSheet(sheet: NewSheet): void; onBack(): void };

function Compare({ where, first, onSheet, onBack }: CompareProps) {
  const { shape, typed, type, wrong, failure, isBusy, check } = useComparedCode(first, asks);
  const { teamName, code } = shape;
  const isOver = failure !== null;
  return (
    <SubmitStep
      route="link-compare"
      {...frame}
      at={2}
      title={words.newComputer.each}
      note={words.newComputer.compareNote}
      act={isOver ? words.newComputer.again : words.newComputer.checkCode}
      mayGo={isOver || (code !== null && isWholeCode(typed))}
      isBusy={isBusy}
      failure={failure}
      onGo={async () => {
        if (isOver) onBack();
        else
          await check(({ deviceSheet }) =>
            onSheet({ text: deviceSheet.text, team: teamName, person: "", from: "link" }),
          );
      }}
      onBack={onBack}
    >
      {code !== null && !isOver && (
        <CodePair
          code={code}
          into={words.newComputer.intoOther}
          otherShows={words.newComputer.otherShows}
          {...{ typed }}
          onType={type}
          error={wrong === null ? null : words.newComputer.wrong(wrong)}
          note={<LinkLeft link={shape} />}
        />
      )}
      <h2 className="section waiting-next">{words.newComputer.whereYouAre}</h2>
      <div className="ok-facts">
        <Fact icon={Check}>{words.newComputer.reached(where.address.trim(), digitsOf(where.slot))}</Fact>
        <Fact icon={Check}>{words.newComputer.keysMade}</Fact>
        {code !== null && <Fact icon={Check}>{words.newComputer.otherAnswered(teamName)}</Fact>}
      </div>
      {code === null && <Fact icon={Circle}>{words.newComputer.otherWaits}</Fact>}
    </SubmitStep>
  );
}
