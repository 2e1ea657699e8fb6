/** How a second factor can stand, to choose from, each with what it counts for. */
import type { FactorShape, saidStates } from "../../shared/contract/item-factor.ts";
import { words } from "../../shared/copy/words.ts";
import { Kbd } from "../ui/controls.tsx";

export type State = (typeof saidStates)[number] | "exempt";
type ChoicesProps = {
  states: readonly State[];
  state: State | null;
  /** Where the dialog begins. */
  first: State | undefined;
  about: FactorShape["about"];
  /** Each has a number to press. */
  isNumbered?: boolean;
  onState(state: State): void;
};

/** The choices; the chosen one is the only one in the order of Tab. */
export function StateChoices({ states, state, first, about, isNumbered = false, onState }: ChoicesProps) {
  return (
    <fieldset className="role-choices">
      <legend className="only-read">{words.loginFactor.title}</legend>
      {states.map((one, at) => (
        <label key={one} className="choice" data-chosen={one === state}>
          <input
            type="radio"
            name="state"
            value={one}
            checked={one === state}
            data-autofocus={one === first ? "" : undefined}
            onChange={() => onState(one)}
          />
          <span className="choice-name grow">{words.loginFactor.states[one]}</span>
          <span className="meta">{countsFor(one, about)}</span>
          {isNumbered && <Kbd>{String(at + 1)}</Kbd>}
        </label>
      ))}
    </fieldset>
  );
}

function countsFor(state: State, about: FactorShape["about"]): string {
  const isWeak = state === "sms-only" || state === "not-offered";
  return isWeak && about?.offered === "stronger" ? words.loginFactor.strongerHere : words.loginFactor.counts[state];
}
