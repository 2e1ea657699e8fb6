/** What waits for this person in Items, and editing, which takes up again what they typed before. */
import { useRef } from "react";
import type { TypedShape } from "../../shared/contract/typed-text.ts";
import { useAnswer } from "../client/client.ts";
import { useIsTyping } from "../typed/typing-now.ts";
import { goOn, type Ways } from "./go-on.ts";
import type { Mode } from "./mode.ts";
import type { Needs } from "./needs-you.tsx";
import type { ShownItem } from "./shown/use-shown-item.ts";
import { type Again, editRead, takeUp } from "./take-up.ts";

type Waiting = {
  mode: Mode;
  shown: ShownItem | null;
  begin(mode: Mode, again?: Again): void;
  /** Where other typed text than an editor's goes on. */
  ways: Ways;
};

/** One for the screen. */
export function useWaiting({ mode, shown, begin, ways }: Waiting): { needs: Needs; edit(): void } {
  const needs = useAnswer("item.needs", {}).value ?? [];
  const waiting = useAnswer("draft.list", {}).value ?? [];
  const unsent = waiting.filter(({ reason, isListed }) => reason !== null && !isListed);
  const kept = useAnswer("typed.list", {}).value ?? [];
  // What is being typed right now does not wait: it stands in the open editor.
  const isTyping = useIsTyping();
  const typed = isTyping || mode === "edit" || mode === "new" ? [] : kept;
  const latest = useRef({ mode, item: shown?.row.item });
  latest.current = { mode, item: shown?.row.item };
  const isEditing = (): boolean => latest.current.mode === "edit" || latest.current.mode === "new";
  // Reading takes its while: an editor that was opened meanwhile stays, and so does another item that was chosen.
  const beginFree: typeof begin = (next, again) => {
    if (!isEditing()) begin(next, again);
  };
  const onResume = (one: TypedShape): void =>
    void (one.kind === "item" ? takeUp(one, { mode, begin: beginFree }) : goOn(one, ways));
  const edit = (): void => {
    const before = typed.find(({ kind, item, isOpen }) => kind === "item" && isOpen && item === shown?.row.item);
    if (before !== undefined) onResume(before);
    else if (shown?.isWhole === true) begin("edit");
    else if (shown !== null)
      void editRead(shown.row.item, (next, again) => {
        if (latest.current.item === shown.row.item) beginFree(next, again);
      });
  };
  return { needs: { needs, unsent, typed, onResume }, edit };
}
