/** The passphrase of this computer's profile, and what begins with it: the same for everybody who comes with something that they typed before. */
import { useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure, Result } from "../../shared/failures.ts";
import type { Route } from "../page/routes.ts";
import { KeychainChoice } from "./keychain-choice.tsx";
import { PassphraseFields, useVerdict } from "./passphrase-fields.tsx";
import { SubmitStep } from "./submit-step.tsx";

/** Around each step. */
export type Frame = { heading: string; steps: string[]; aside: string };
export type ChosenHere = { passphrase: string; keychain: "os" | "file" };
type ChooseProps<Begun> = {
  route: Route;
  frame: Frame;
  note: string;
  act: string;
  busyAct: string;
  status: AccountStatus;
  begin(chosen: ChosenHere): Promise<Result<Begun>>;
  onBegun(begun: Begun): void;
  /** What is shown of a failure; null where it was taken elsewhere. */
  explain(failure: Failure): Failure | null;
  onBack(): void;
};

/** The step; its button begins. */
export function ChoosePassphrase<Begun>({ status, begin, onBegun, explain, frame, ...step }: ChooseProps<Begun>) {
  const [chosen, setChosen] = useState({ passphrase: "", again: "" });
  const [acceptsFile, setAcceptsFile] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const verdict = useVerdict(chosen.passphrase, []);
  const hasKeychain = status.keychainAvailable || acceptsFile;
  const go = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const keychain = status.keychainAvailable ? "os" : "file";
    const begun = await begin({ passphrase: chosen.passphrase, keychain });
    setBusy(false);
    if (begun.ok) onBegun(begun.value);
    else setFailure(explain(begun.failure));
  };
  return (
    <SubmitStep
      {...step}
      {...frame}
      at={1}
      title={words.join.choose}
      mayGo={verdict?.accepted === true && chosen.again === chosen.passphrase && hasKeychain}
      {...{ failure, isBusy }}
      onGo={go}
    >
      <PassphraseFields chosen={chosen} verdict={verdict} onChange={setChosen} />
      {!status.keychainAvailable && <KeychainChoice accepts={acceptsFile} onAccept={setAcceptsFile} />}
    </SubmitStep>
  );
}
