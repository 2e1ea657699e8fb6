/** Saying how the second factor of a login stands, in one's own name, or asking for an exemption. */
import { useId, useState } from "react";
import { type FactorShape, saidStates } from "../../shared/contract/item-factor.ts";
import type { ItemRow, MemberShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Select, TextField } from "../ui/inputs.tsx";
import { whyItStands } from "./factor-words.ts";
import { type State, StateChoices } from "./state-choices.tsx";

const dayMs = 86_400_000;
const choicesDays = [7, 30, 90];
const reasonMost = 1000;

type SayProps = {
  row: Pick<ItemRow, "item" | "title">;
  factor: FactorShape;
  members: readonly MemberShape[];
  nameOf(user: string): string;
  isOver?: boolean;
  onClose(): void;
};

/** The dialog. */
export function SayFactor({ row, factor, members, nameOf, isOver = false, onClose }: SayProps) {
  const { item } = row;
  const { version: base, about, stated } = factor;
  const [first] = useState<State>(() => firstChoice(stated?.state));
  const [state, setState] = useState<State>(first);
  const approvers = members.filter(({ user }) => factor.approvers.some((one) => one === user));
  const [terms, setTerms] = useState({ days: 7, reason: "", approver: approvers[0]?.user ?? "" });
  const [isBusy, setBusy] = useState(false);
  const states: readonly State[] = approvers.length === 0 ? saidStates : [...saidStates, "exempt"];
  const isExempt = state === "exempt";
  const say = async (): Promise<void> => {
    setBusy(true);
    const { reason, approver } = terms;
    const said = await call(
      "item.setSecondFactor",
      state === "exempt"
        ? { item, base, state, reason, approver, until: Date.now() + terms.days * dayMs }
        : { item, base, state },
    );
    setBusy(false);
    if (!said.ok) return tellFailure(said.failure);
    onClose();
  };
  return (
    <Dialog
      name="second-factor-state"
      title={words.loginFactor.sayTitle(row.title)}
      note={whyItStands(factor, nameOf)}
      done={isExempt ? words.loginFactor.ask(nameOf(terms.approver)) : words.loginFactor.sayDone}
      isBusy={isBusy}
      isOver={isOver}
      canDo={!isExempt || (terms.reason.trim() !== "" && terms.approver !== "")}
      below={<p className="meta">{words.loginFactor.notHere}</p>}
      onClose={onClose}
      onDone={() => void say()}
    >
      <StateChoices states={states} state={state} first={first} about={about} onState={setState} />
      {isExempt && <Terms terms={terms} approvers={approvers} nameOf={nameOf} onTerms={setTerms} />}
    </Dialog>
  );
}

/** What stands there, where it can be said; else nothing green. */
function firstChoice(stated: NonNullable<FactorShape["stated"]>["state"] | undefined): State {
  return saidStates.find((one) => one === stated) ?? "unknown";
}

type Terms = { days: number; reason: string; approver: string };
type TermsProps = {
  terms: Terms;
  approvers: readonly MemberShape[];
  nameOf(user: string): string;
  onTerms(terms: Terms): void;
};

/** Until when, why, and who signs it. */
function Terms({ terms, approvers, nameOf, onTerms }: TermsProps) {
  const id = useId();
  const { days, reason, approver } = terms;
  return (
    <div className="factor-terms">
      <label className="t3 small" htmlFor={`${id}-until`}>
        {words.loginFactor.until}
      </label>
      <Select
        id={`${id}-until`}
        className="wide"
        value={days}
        onChange={(event) => onTerms({ ...terms, days: Number(event.target.value) })}
      >
        {choicesDays.map((choice) => (
          <option key={choice} value={choice}>
            {words.loginFactor.untilChoice(choice, shortDay(Date.now() + choice * dayMs))}
          </option>
        ))}
      </Select>
      <label className="t3 small" htmlFor={`${id}-approver`}>
        {words.loginFactor.approver}
      </label>
      <Select
        id={`${id}-approver`}
        className="wide"
        value={approver}
        onChange={(event) => onTerms({ ...terms, approver: event.target.value })}
      >
        {approvers.map(({ user }) => (
          <option key={user} value={user}>
            {nameOf(user)}
          </option>
        ))}
      </Select>
      <TextField
        label={words.loginFactor.reason}
        value={reason}
        maxLength={reasonMost}
        onChange={(event) => onTerms({ ...terms, reason: event.target.value })}
      />
      <p className="meta">{words.loginFactor.inForce(nameOf(approver))}</p>
    </div>
  );
}
