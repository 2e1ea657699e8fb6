/** From when on every session asks for a code, or no longer: what that means is said first. */
import { useState } from "react";
import type { TeamRules } from "../../shared/contract/policy.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { call, queries } from "../client/client.ts";
import { tellAct, tellFailure } from "../page/notify.tsx";
import { Dialog } from "../ui/dialog.tsx";

type Choice = "off" | "kept" | 0 | 7 | 14 | 30;
type ChangeProps = { rules: TeamRules; onClose(): void };

/** Where that day begins here. */
function dayIn(days: number): number {
  const today = new Date();
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days).getTime();
}

/** Shows the dialog. */
export function ChangeSessions({ rules, onClose }: ChangeProps) {
  // As they were when it opened: what is chosen is chosen of these, whatever arrives meanwhile.
  const [shown] = useState(rules);
  const { asked, from } = shown.sessions;
  const isComing = asked && from !== null && from > Date.now();
  const kept: readonly Choice[] = isComing ? ["kept", 0] : asked ? [0] : [];
  const offered: readonly Choice[] = asked ? [...kept, 7, 14, 30, "off"] : ["off", 0, 7, 14, 30];
  const before: Choice = isComing ? "kept" : asked ? 0 : "off";
  const [chosen, setChosen] = useState<Choice>(before);
  const [isBusy, setBusy] = useState(false);
  const nameOf = (choice: Choice): string => {
    if (choice === "off") return words.rules.choices.off;
    if (choice === "kept") return words.rules.choices.kept(shortDay(from ?? 0));
    return choice === 0 ? words.rules.choices.now : words.rules.choices.days(choice, shortDay(dayIn(choice)));
  };
  const change = async (): Promise<void> => {
    setBusy(true);
    const days = chosen === "off" || chosen === "kept" ? 0 : chosen;
    const sessions = { asked: chosen !== "off", from: days === 0 ? null : dayIn(days) };
    const set = await call("policy.set", { sessions, base: shown.base });
    setBusy(false);
    if (!set.ok) {
      tellFailure(set.failure);
      // Opened again, it shows the rules as they are now.
      return set.failure.code === "stale-view" ? onClose() : undefined;
    }
    void queries.invalidateQueries({ queryKey: ["policy.get"] });
    tellAct(set.value, words.rules.changed);
    onClose();
  };
  return (
    <Dialog
      name="rules-sessions"
      title={words.rules.title}
      note={words.rules.note}
      done={words.rules.done}
      isBusy={isBusy}
      canDo={chosen !== before}
      onClose={onClose}
      onDone={() => void change()}
    >
      <fieldset className="role-choices">
        <legend className="only-read">{words.rules.sessions}</legend>
        {offered.map((choice) => (
          <label key={choice} className="choice" data-chosen={choice === chosen}>
            <input
              type="radio"
              name="sessions"
              checked={choice === chosen}
              data-autofocus={choice === before ? "" : undefined}
              onChange={() => setChosen(choice)}
            />
            <span className="choice-name">{nameOf(choice)}</span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
