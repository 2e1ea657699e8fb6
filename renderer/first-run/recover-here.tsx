/** Coming back with a recovery sheet: the server's address and what stands on the paper, then a passphrase for this computer. */
import { useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { RecoveryLines } from "../page/recovery-lines.tsx";
import { TextField } from "../ui/inputs.tsx";
import { KeychainChoice } from "./keychain-choice.tsx";
import type { NewSheet } from "./new-sheet.ts";
import { PassphraseFields, useVerdict } from "./passphrase-fields.tsx";
import { SubmitStep } from "./submit-step.tsx";

type RecoverProps = { status: AccountStatus; onSheet(sheet: NewSheet): void; onBack(): void };
type Typed = { address: string; sheet: string };
const frame = { heading: words.recovery.newHeading, steps: words.recovery.steps, aside: words.recovery.aside };

/** Both steps. */
export function RecoverHere({ status, onSheet, onBack }: RecoverProps) {
  const [typed, setTyped] = useState<Typed>({ address: "", sheet: "" });
  const [hasTyped, setHasTyped] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const back = (why: Failure | null): void => {
    setFailure(why);
    setHasTyped(false);
  };
  if (!hasTyped) return <TypeSheet {...{ typed, setTyped, failure, onBack }} onGo={() => setHasTyped(true)} />;
  return <ChoosePassphrase {...{ status, typed, onSheet }} onBack={back} />;
}

type SheetProps = {
  typed: Typed;
  failure: Failure | null;
  setTyped(typed: Typed): void;
  onGo(): void;
  onBack(): void;
};

function TypeSheet({ typed, failure, setTyped, onGo, onBack }: SheetProps) {
  return (
    <SubmitStep
      route="recover-sheet"
      {...frame}
      at={0}
      title={words.recovery.whereTitle}
      note={words.recovery.whereNote}
      act={words.act.go}
      mayGo={typed.address.trim() !== "" && typed.sheet.trim() !== ""}
      failure={failure}
      onGo={async () => onGo()}
      onBack={onBack}
    >
      <div className="stack" style={{ gap: 18 }}>
        <TextField
          label={words.newComputer.address}
          className="mono"
          value={typed.address}
          maxLength={300}
          onChange={(event) => setTyped({ ...typed, address: event.target.value })}
        />
        <RecoveryLines value={typed.sheet} failure={null} onType={(sheet) => setTyped({ ...typed, sheet })} />
      </div>
    </SubmitStep>
  );
}

type ChooseProps = {
  status: AccountStatus;
  typed: Typed;
  onSheet(sheet: NewSheet): void;
  onBack(why: Failure | null): void;
};

/** What is wrong with the address or the sheet leads back to where they are typed. */
const isOfSheet = ({ code, detail }: Failure): boolean => code === "pin" || detail?.field === "sheet";

function ChoosePassphrase({ status, typed, onSheet, onBack }: ChooseProps) {
  const [chosen, setChosen] = useState({ passphrase: "", again: "" });
  const [acceptsFile, setAcceptsFile] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const verdict = useVerdict(chosen.passphrase, []);
  const hasKeychain = status.keychainAvailable || acceptsFile;
  const begin = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const begun = await call("recovery.open", {
      address: typed.address.trim(),
      sheet: typed.sheet,
      passphrase: chosen.passphrase,
      keychain: status.keychainAvailable ? "os" : "file",
    });
    setBusy(false);
    if (begun.ok) onSheet({ text: begun.value.deviceSheet.text, team: "", person: "", from: "recover" });
    else if (isOfSheet(begun.failure)) onBack(begun.failure);
    else setFailure(begun.failure);
  };
  return (
    <SubmitStep
      route="recover-passphrase"
      {...frame}
      at={1}
      title={words.join.choose}
      note={words.recovery.chooseNote}
      act={words.recovery.begin}
      busyAct={words.recovery.begun}
      mayGo={verdict?.accepted === true && chosen.again === chosen.passphrase && hasKeychain}
      isBusy={isBusy}
      failure={failure}
      onGo={begin}
      onBack={() => onBack(null)}
    >
      <PassphraseFields chosen={chosen} verdict={verdict} onChange={setChosen} />
      {!status.keychainAvailable && <KeychainChoice accepts={acceptsFile} onAccept={setAcceptsFile} />}
    </SubmitStep>
  );
}
