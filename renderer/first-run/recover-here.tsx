/** Coming back with a recovery sheet: the server's address and what stands on the paper, then a passphrase for this computer. */
import { useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { RecoveryLines } from "../page/recovery-lines.tsx";
import { TextField } from "../ui/inputs.tsx";
import { ChoosePassphrase } from "./choose-passphrase.tsx";
import type { NewSheet } from "./new-sheet.ts";
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
  return <ChooseForSheet {...{ status, typed, onSheet }} onBack={back} />;
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

function ChooseForSheet({ status, typed, onSheet, onBack }: ChooseProps) {
  return (
    <ChoosePassphrase
      route="recover-passphrase"
      {...{ frame, status }}
      note={words.recovery.chooseNote}
      act={words.recovery.begin}
      busyAct={words.recovery.begun}
      begin={(chosen) => call("recovery.open", { address: typed.address.trim(), sheet: typed.sheet, ...chosen })}
      onBegun={({ deviceSheet }) => onSheet({ text: deviceSheet.text, team: "", person: "", from: "recover" })}
      explain={(failure) => {
        if (!isOfSheet(failure)) return failure;
        onBack(failure);
        return null;
      }}
      onBack={() => onBack(null)}
    />
  );
}
