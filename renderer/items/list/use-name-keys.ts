/** A column of names by its keys: arrows, Home and End lead along it, letters to a name. Enter on a name does what a click does. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { placeOf } from "../../page/list-keys.ts";
import { createWord, placeOfName } from "./name-ahead.ts";
import { useTypeAhead } from "./use-type-ahead.ts";

/** For the element around the names; `selector`: what is a name in it. */
export function useNameKeys(selector: string): (event: KeyboardEvent<HTMLElement>) => void {
  const [word] = useState(() => createWord<EventTarget>(() => performance.now()));
  const column = useRef<HTMLElement | null>(null);
  const names = () => [...(column.current?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const type = (text: string): void => {
    const all = names();
    const place = placeOfName(
      all.map((one) => one.textContent ?? ""),
      text,
    );
    const at = place === null ? word.where() : all[place];
    if (at instanceof HTMLElement) at.focus();
    word.put(text, at);
  };
  useEffect(() => {
    const came = ({ target }: FocusEvent): void => word.cameTo(target);
    window.addEventListener("focusin", came);
    return () => window.removeEventListener("focusin", came);
  }, [word]);
  const typed = useTypeAhead(type);
  return (event) => {
    column.current = event.currentTarget;
    const { key, ctrlKey, metaKey, altKey } = event;
    if (!(event.target instanceof HTMLElement) || !event.target.matches(selector)) return;
    const all = names();
    const to = placeOf(event, all.indexOf(event.target), all.length);
    const isLetter = key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;
    if (to !== null) all[to]?.focus();
    else if (isLetter && word.goesOn(event.target)) type(word.text() + key);
    else if (!typed(event)) return;
    event.preventDefault();
  };
}
