/** Adding this computer to one's own: server and number from the other one, the passphrase, then the two codes. Waiting follows. */
import { Check, Circle } from "lucide-react";
import { useState } from "react";
import type { AcceptShape } from "../../shared/contract/link-shapes.ts";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { useComparedCode } from "../page/compared-code.ts";
import { LinkLeft } from "../page/link-left.tsx";
import { CodePair, isWholeCode } from "../ui/code-pair.tsx";
import { Fact } from "../ui/dialog.tsx";
import { TextField } from "../ui/inputs.tsx";
import { KeychainChoice } from "./keychain-choice.tsx";
import type { NewSheet } from "./new-sheet.ts";
import { PassphraseFields, useVerdict } from "./passphrase-fields.tsx";
import { SubmitStep } from "./submit-step.tsx";

type AddProps = { status: AccountStatus; onSheet(sheet: NewSheet): void; onBack(): void };
type Where = { address: string; slot: string };
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
  if (step === "where") return <TypeWhere {...{ where, setWhere, onBack }} onGo={() => setStep("passphrase")} />;
  if (step === "passphrase")
    return <ChoosePassphrase {...{ status, where }} onBegun={setStep} onBack={() => setStep("where")} />;
  return <Compare {...{ where, onSheet }} first={step} onBack={again} />;
}

const digitsOf = (slot: string): string => slot.replaceAll(/\s/g, "");

type WhereProps = { where: Where; setWhere(where: Where): void; onGo(): void; onBack(): void };

function TypeWhere({ where, setWhere, onGo, onBack }: WhereProps) {
  const digits = digitsOf(where.slot);
  const isSlot = /^[0-9]{8}$/.test(digits);
  return (
    <SubmitStep
      route="link-computer"
      {...frame}
      at={0}
      title={words.newComputer.whereTitle}
      note={words.newComputer.whereNote}
      act={words.act.go}
      mayGo={isSlot && where.address.trim() !== ""}
      onGo={async () => onGo()}
      onBack={onBack}
    >
      <div className="stack" style={{ gap: 18 }}>
        <TextField
          label={words.newComputer.address}
          className="mono"
          value={where.address}
          maxLength={300}
          onChange={(event) => setWhere({ ...where, address: event.target.value })}
        />
        <TextField
          label={words.newComputer.slot}
          className="mono"
          inputMode="numeric"
          value={where.slot}
          maxLength={20}
          onChange={(event) => setWhere({ ...where, slot: event.target.value })}
          error={digits.length > 8 || /[^0-9]/.test(digits) ? words.newComputer.slotWrong : null}
        />
      </div>
    </SubmitStep>
  );
}

/** What is not there is what the number leads to. */
const ofNumber = (failure: Failure): Failure =>
  failure.code === "not-found" ? { ...failure, detail: { reason: "link" } } : failure;

type ChooseProps = { status: AccountStatus; where: Where; onBegun(shape: AcceptShape): void; onBack(): void };

function ChoosePassphrase({ status, where, onBegun, onBack }: ChooseProps) {
  const [chosen, setChosen] = useState({ passphrase: "", again: "" });
  const [acceptsFile, setAcceptsFile] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const verdict = useVerdict(chosen.passphrase, []);
  const hasKeychain = status.keychainAvailable || acceptsFile;
  const begin = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const begun = await call("device.accept", {
      address: where.address.trim(),
      slot: digitsOf(where.slot),
      passphrase: chosen.passphrase,
      keychain: status.keychainAvailable ? "os" : "file",
    });
    setBusy(false);
    if (begun.ok) onBegun(begun.value);
    else setFailure(ofNumber(begun.failure));
  };
  return (
    <SubmitStep
      route="link-passphrase"
      {...frame}
      at={1}
      title={words.join.choose}
      note={words.newComputer.chooseNote}
      act={words.act.go}
      busyAct={words.newComputer.making}
      mayGo={verdict?.accepted === true && chosen.again === chosen.passphrase && hasKeychain}
      isBusy={isBusy}
      failure={failure}
      onGo={begin}
      onBack={onBack}
    >
      <PassphraseFields chosen={chosen} verdict={verdict} onChange={setChosen} />
      {!status.keychainAvailable && <KeychainChoice accepts={acceptsFile} onAccept={setAcceptsFile} />}
    </SubmitStep>
  );
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
