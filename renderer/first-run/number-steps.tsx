/** What is typed on a new computer that another one helps: server and number, then a passphrase; the same for every helper. */
import { useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure, Result } from "../../shared/failures.ts";
import type { Route } from "../page/routes.ts";
import { TextField } from "../ui/inputs.tsx";
import { KeychainChoice } from "./keychain-choice.tsx";
import { PassphraseFields, useVerdict } from "./passphrase-fields.tsx";
import { SubmitStep } from "./submit-step.tsx";

export type Where = { address: string; slot: string };
/** Around each step. */
export type Frame = { heading: string; steps: string[]; aside: string };

/** The number without the space in which it is shown. */
export const digitsOf = (slot: string): string => slot.replaceAll(/\s/g, "");

/** What is not there is what the number leads to. */
export const ofNumber = (failure: Failure): Failure =>
  failure.code === "not-found" ? { ...failure, detail: { reason: "link" } } : failure;

type WhereProps = {
  route: Route;
  frame: Frame;
  title: string;
  note: string;
  where: Where;
  /** The address stands, and only another number is typed. */
  isNext?: boolean;
  failure?: Failure | null;
  isBusy?: boolean;
  setWhere(where: Where): void;
  onGo(): Promise<void>;
  onBack(): void;
};

/** Server and number. */
export function TypeWhere({ route, frame, title, note, where, isNext = false, setWhere, ...step }: WhereProps) {
  const digits = digitsOf(where.slot);
  const isSlot = /^[0-9]{8}$/.test(digits);
  return (
    <SubmitStep
      {...{ route, title, note }}
      {...frame}
      at={isNext ? 2 : 0}
      act={words.act.go}
      mayGo={isSlot && where.address.trim() !== ""}
      {...step}
    >
      <div className="stack" style={{ gap: 18 }}>
        {!isNext && (
          <TextField
            label={words.newComputer.address}
            className="mono"
            value={where.address}
            maxLength={300}
            onChange={(event) => setWhere({ ...where, address: event.target.value })}
          />
        )}
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

type Given = Where & { passphrase: string; keychain: "os" | "file" };
type ChooseProps<Shape> = {
  route: Route;
  frame: Frame;
  note: string;
  status: AccountStatus;
  where: Where;
  begin(given: Given): Promise<Result<Shape>>;
  onBegun(shape: Shape): void;
  onBack(): void;
};

/** The passphrase, and the first message. */
export function ChoosePassphrase<Shape>({
  route,
  frame,
  note,
  status,
  where,
  begin,
  onBegun,
  onBack,
}: ChooseProps<Shape>) {
  const [chosen, setChosen] = useState({ passphrase: "", again: "" });
  const [acceptsFile, setAcceptsFile] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const verdict = useVerdict(chosen.passphrase, []);
  const hasKeychain = status.keychainAvailable || acceptsFile;
  const go = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const begun = await begin({
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
      {...{ route, note, failure, isBusy, onBack }}
      {...frame}
      at={1}
      title={words.join.choose}
      act={words.act.go}
      busyAct={words.newComputer.making}
      mayGo={verdict?.accepted === true && chosen.again === chosen.passphrase && hasKeychain}
      onGo={go}
    >
      <PassphraseFields chosen={chosen} verdict={verdict} onChange={setChosen} />
      {!status.keychainAvailable && <KeychainChoice accepts={acceptsFile} onAccept={setAcceptsFile} />}
    </SubmitStep>
  );
}
