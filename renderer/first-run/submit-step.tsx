/** A step with one way on: a form, busy while keys are derived, and what failed under its fields. */

import { sentenceBefore } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { Button } from "../ui/controls.tsx";
import { FieldError } from "../ui/inputs.tsx";
import { Steps, type StepsProps } from "./steps.tsx";

type SubmitProps = Omit<StepsProps, "foot"> & {
  act: string;
  /** What its button says while it is done; absent where that takes no time. */
  busyAct?: string;
  mayGo: boolean;
  isBusy?: boolean;
  failure?: Failure | null;
  onGo(): Promise<void>;
  onBack(): void;
};

/** The step; Enter goes on where the fields allow it. */
export function SubmitStep(props: SubmitProps) {
  const { act, busyAct, mayGo, isBusy = false, failure = null, onGo, onBack, children, ...steps } = props;
  const foot = (
    <>
      <Button kind="quiet" onClick={onBack} disabled={isBusy}>
        {words.act.back}
      </Button>
      <Button kind="main" size={32} type="submit" shortcut="↵" disabled={!mayGo || isBusy}>
        {busyAct === undefined ? act : <Widest said={isBusy ? busyAct : act} other={isBusy ? act : busyAct} />}
      </Button>
    </>
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (mayGo && !isBusy) void onGo();
      }}
      style={{ height: "100%" }}
    >
      <Steps {...steps} foot={foot}>
        {children}
        {isBusy && (
          <div className="deriving" role="status">
            <div className="bar" />
          </div>
        )}
        {failure !== null && <FieldError>{sentenceBefore(failure)}</FieldError>}
      </Steps>
    </form>
  );
}

/** A text in the space of the longer of two, so that the button stays as wide when it says the other one. */
function Widest({ said, other }: { said: string; other: string }) {
  return (
    <span className="widest">
      <span>{said}</span>
      <span className="widest-other">{other}</span>
    </span>
  );
}
