/** Many logins, one after the other: a number chooses how the second factor of one stands, Enter says so and goes to the next. */
import { Check, CircleHelp, KeyRound } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { CoverageRow } from "../../shared/contract/coverage-shapes.ts";
import { saidStates } from "../../shared/contract/item-factor.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { AddCode } from "../codes/add/add-code.tsx";
import { tellFailure } from "../page/notify.tsx";
import { About } from "../second-factor/factor-about.tsx";
import { whyItStands } from "../second-factor/factor-words.ts";
import { type State, StateChoices } from "../second-factor/state-choices.tsx";
import { Button } from "../ui/controls.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";

/** Whose account it is: what stands under its title. */
export type LoginInTurn = { item: string; vault: string; title: string; where: string };

/** Those of a list that a person can open and that are not settled. */
export function loginsInTurn(rows: readonly CoverageRow[]): LoginInTurn[] {
  return rows.flatMap(({ item, vault, title, username, vaultName, standing }) =>
    item === null || vault === null || title === null || standing === "settled"
      ? []
      : [
          {
            item,
            vault,
            title,
            where: [username, vaultName].filter((part) => part !== null && part !== "").join(", "),
          },
        ],
  );
}

type Outcome = "said" | "code";
type TurnProps = { logins: readonly LoginInTurn[]; nameOf(user: string): string; onClose(): void };

/** What can be said with one key; who does not know skips. */
const choices: readonly State[] = saidStates.filter((state) => state !== "unknown");

/** The dialog. The logins are those that were open when it began, so that none moves while somebody reads it. */
export function SettleInTurn({ logins: given, nameOf, onClose }: TurnProps) {
  const [logins] = useState(given);
  const [at, setAt] = useState(0);
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const login = logins[at];
  const next = logins[at + 1];
  // Asked for meanwhile, so that the next one is there at once.
  useAnswer("item.secondFactor", { item: next?.item ?? "" }, next !== undefined);
  if (login === undefined) return <Over all={logins.length} outcomes={[...outcomes.values()]} onClose={onClose} />;
  const go = (by: number): void => setAt(Math.max(0, at + by));
  return (
    <OneLogin
      {...{ login, nameOf, onClose }}
      place={words.settleInTurn.place(at + 1, logins.length, login.where)}
      onSettled={(outcome) => {
        setOutcomes(new Map(outcomes).set(login.item, outcome));
        go(1);
      }}
      onSkip={() => go(1)}
      onBack={at === 0 ? null : () => go(-1)}
    />
  );
}

type OneProps = {
  login: LoginInTurn;
  place: string;
  nameOf(user: string): string;
  onSettled(outcome: Outcome): void;
  onSkip(): void;
  onBack: (() => void) | null;
  onClose(): void;
};

/** What is chosen for one login, and saying it. */
function useSaying({ login: { item }, onSettled, onSkip, onBack }: OneProps) {
  const { value } = useAnswer("item.secondFactor", { item });
  const [state, setState] = useState<State | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const choosing = useRef<HTMLDivElement>(null);
  useBeginning(item, choosing, () => setState(null));
  const canSay = value?.canSay !== false;
  const addCode = canSay ? () => setAdding(true) : null;
  const say = async (): Promise<void> => {
    if (state === null || state === "exempt") return;
    setBusy(true);
    const said = await call("item.setSecondFactor", { item, base: value?.version, state });
    setBusy(false);
    if (!said.ok) return tellFailure(said.failure);
    onSettled("said");
  };
  const added = async (): Promise<void> => {
    setAdding(false);
    const now = await call("item.secondFactor", { item });
    if (now.ok && now.value.reason === "seed-here") onSettled("code");
  };
  const keys: Record<string, (() => void) | null> = { s: onSkip, b: onBack, c: addCode };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isBusy) return;
    const chosen = canSay ? choices[Number(event.key) - 1] : undefined;
    const act = chosen === undefined ? keys[event.key.toLowerCase()] : () => choose(choosing.current, chosen, setState);
    if (act === undefined || act === null) return;
    event.preventDefault();
    act();
  };
  return { value, state, setState, isBusy, isAdding, choosing, canSay, addCode, say, added, press };
}

function OneLogin(props: OneProps) {
  const { login, place, nameOf, onSkip, onBack, onClose } = props;
  const { value, state, canSay, addCode, ...saying } = useSaying(props);
  if (saying.isAdding) return <AddCode into={login} onClose={() => void saying.added()} />;
  const { skip, back, cannot, keys: hint, stop, say, goOn } = words.settleInTurn;
  return (
    <Dialog
      name="settle-in-turn"
      title={words.settleInTurn.title(login.title)}
      note={<span role="status">{place}</span>}
      cancel={stop}
      done={canSay ? say : goOn}
      canDo={!canSay || state !== null}
      isBusy={saying.isBusy}
      below={<p className="meta">{canSay ? hint : cannot}</p>}
      onClose={onClose}
      onDone={() => (canSay ? void saying.say() : onSkip())}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: each key is also a button or a choice within */}
      <div ref={saying.choosing} className="stack" style={{ gap: 12 }} onKeyDown={saying.press}>
        {value !== undefined && <p className="meta">{whyItStands(value, nameOf)}</p>}
        {canSay && (
          <StateChoices
            {...{ states: choices, state, first: choices[0] }}
            about={value?.about ?? null}
            isNumbered
            onState={saying.setState}
          />
        )}
        {value !== undefined && <About about={value.about} />}
        <div className="line">
          <KeyButton shortcut="C" word={words.settleInTurn.addCode} onAct={addCode} />
          <KeyButton shortcut="S" word={skip} onAct={onSkip} />
          <KeyButton shortcut="B" word={back} onAct={onBack} />
        </div>
      </div>
    </Dialog>
  );
}

/** Nothing where there is nothing to do. */
function KeyButton({ shortcut, word, onAct }: { shortcut: string; word: string; onAct: (() => void) | null }) {
  if (onAct === null) return null;
  return (
    <Button shortcut={shortcut} onClick={onAct}>
      {word}
    </Button>
  );
}

/** With each login nothing is chosen, and the keys are where they were. */
function useBeginning(item: string, within: { current: HTMLElement | null }, forget: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each login
  useEffect(() => {
    forget();
    within.current?.querySelector<HTMLElement>("input, button")?.focus();
  }, [item]);
}

function choose(within: HTMLElement | null, state: State, onState: (state: State) => void): void {
  onState(state);
  within?.querySelector<HTMLElement>(`input[value="${state}"]`)?.focus();
}

/** What was done; Enter closes. */
function Over({ all, outcomes, onClose }: { all: number; outcomes: readonly Outcome[]; onClose(): void }) {
  const { overTitle, over, overDone, saidCount, codeCount, leftCount } = words.settleInTurn;
  const code = outcomes.filter((outcome) => outcome === "code").length;
  const left = all - outcomes.length;
  return (
    <Dialog
      name="settle-in-turn-over"
      title={overTitle}
      note={over(all)}
      cancel={words.act.close}
      done={overDone}
      onClose={onClose}
      onDone={onClose}
    >
      <Fact icon={Check}>{saidCount(outcomes.length - code)}</Fact>
      {code > 0 && <Fact icon={KeyRound}>{codeCount(code)}</Fact>}
      {left > 0 && <Fact icon={CircleHelp}>{leftCount(left)}</Fact>}
    </Dialog>
  );
}
