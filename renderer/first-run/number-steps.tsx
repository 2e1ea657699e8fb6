/** What is typed on a new computer that another one helps: server and number, then a passphrase; the same for every helper. */
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure, Result } from "../../shared/failures.ts";
import type { Route } from "../page/routes.ts";
import { TextField } from "../ui/inputs.tsx";
import { ChoosePassphrase, type ChosenHere, type Frame } from "./choose-passphrase.tsx";
import { SubmitStep } from "./submit-step.tsx";

export type Where = { address: string; slot: string };
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

type NumberedProps<Shape> = {
  route: Route;
  frame: Frame;
  note: string;
  status: AccountStatus;
  where: Where;
  begin(given: Where & ChosenHere): Promise<Result<Shape>>;
  onBegun(shape: Shape): void;
  onBack(): void;
};

/** The passphrase, and the first message. */
export function ChooseForNumber<Shape>({ where: { address, slot }, begin, ...step }: NumberedProps<Shape>) {
  return (
    <ChoosePassphrase
      {...step}
      act={words.act.go}
      busyAct={words.newComputer.making}
      begin={(chosen) => begin({ address: address.trim(), slot: digitsOf(slot), ...chosen })}
      explain={ofNumber}
    />
  );
}
