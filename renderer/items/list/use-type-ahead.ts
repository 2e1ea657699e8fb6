/** The letters of a list, by the keyboard's events. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { keyOf, pressKey } from "../../page/keys.ts";
import { createTypeAhead } from "./type-ahead.ts";

const modifiers = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"]);

/** True where the press was a letter, which is seen to. Any other key lets a letter that still waits act first. */
export function useTypeAhead(onType: (text: string) => void): (event: KeyboardEvent) => boolean {
  const latest = useRef(onType);
  latest.current = onType;
  const [ahead] = useState(() =>
    createTypeAhead({
      act: pressKey,
      type: (text) => latest.current(text),
      after: (ms, done) => {
        const timer = setTimeout(done, ms);
        return () => clearTimeout(timer);
      },
    }),
  );
  useEffect(() => {
    window.addEventListener("pointerdown", ahead.drop, true);
    window.addEventListener("focusin", ahead.drop);
    return () => {
      window.removeEventListener("pointerdown", ahead.drop, true);
      window.removeEventListener("focusin", ahead.drop);
      ahead.drop();
    };
  }, [ahead]);
  return (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (modifiers.has(key)) return false;
    if (key === "Escape") ahead.drop();
    if (ctrlKey || metaKey || altKey || !/^[\p{L}\p{N}]$/u.test(key)) {
      ahead.settle();
      return false;
    }
    if (!event.repeat) ahead.letter(key, keyOf({ key, ctrlKey, metaKey, altKey, shiftKey }, false));
    return true;
  };
}
