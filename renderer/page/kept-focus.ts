/** The focus is never lost: where what had it goes from the page, and nothing takes its place, the pane has it. */
import { useEffect } from "react";

/** By then what came in its place has taken the focus, if it wants it. */
const settledMs = 150;
/** The best first; what is out of sight takes no focus. */
const places = ['[role="dialog"]', "main", "input[type=search]"];

/** For as long as the component stands. Whoever uses the pointer expects no focus anywhere, until something takes it. */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const took = ({ target }: FocusEvent): void => {
      last = target instanceof Element ? target : null;
    };
    const pointed = (): void => {
      last = null;
    };
    const gone = new MutationObserver(() => {
      if (last === null || last.isConnected) return;
      last = null;
      clearTimeout(timer);
      timer = setTimeout(focusPane, settledMs);
    });
    document.addEventListener("focusin", took);
    document.addEventListener("pointerdown", pointed, true);
    gone.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", took);
      document.removeEventListener("pointerdown", pointed, true);
      gone.disconnect();
      clearTimeout(timer);
    };
  }, []);
}

function focusPane(): void {
  for (const place of places) {
    if (document.activeElement !== document.body) return;
    const found = document.querySelector<HTMLElement>(place);
    if (found === null) continue;
    if (!found.matches("input")) found.tabIndex = -1;
    found.focus();
  }
}
