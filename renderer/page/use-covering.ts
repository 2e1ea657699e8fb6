/**
 * Where the window is narrow, or at 200 % zoom, the detail covers the list (`columns.css`). Into it leads whatever opens a row,
 * out of it Back and Escape, and the focus goes along both ways.
 */
import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { isFloatOpen, useLayer } from "../ui/layers.ts";

/** As in `columns.css`. */
const coveredWindow = "(max-width: 759px)";

export type Covering = {
  /** The detail is what a narrow window shows. */
  isOpen: boolean;
  /** The list has the whole window, and the detail cannot be seen. */
  isHidden: boolean;
  /** Leads there; false where both are seen, or the detail is there already. */
  enter(): boolean;
  open(): void;
  /** Back, to what opened it; `to`: somewhere else in the list. */
  close(to?: HTMLElement | null): void;
};

/** One for a section. `isReading`: nothing else (an editor, a sheet) stands in the detail's place. */
export function useCovering(isReading: boolean): Covering {
  const isNarrow = useMediaQuery(coveredWindow, false, { getInitialValueInEffect: false });
  const [isOpen, setOpen] = useState(false);
  const [wasNarrow, setWasNarrow] = useState(isNarrow);
  if (isNarrow !== wasNarrow) {
    setWasNarrow(isNarrow);
    // What the detail opened stays open while the window shrinks: it would go with a detail that is out of sight.
    if (isNarrow && isFloatOpen()) setOpen(true);
  }
  const opener = useRef<HTMLElement | null>(null);
  const isCovering = isNarrow && isOpen;
  const isRead = isCovering && isReading;
  const open = (): void => {
    const { activeElement } = document;
    // A row is drawn anew when the list comes back: its list keeps the focus for it.
    const from = activeElement?.closest('[role="listbox"]') ?? activeElement;
    if (from instanceof HTMLElement && from !== document.body && from.closest("main") === null) opener.current = from;
    setOpen(true);
  };
  const close = (to: HTMLElement | null = opener.current): void => {
    opener.current = to;
    setOpen(false);
  };
  useLayer("sheet", isRead ? () => close() : null);
  useEffect(() => {
    // A dialog that was open as the window shrank keeps the focus.
    if (isRead && !isFloatOpen()) toDetail();
  }, [isRead]);
  useEffect(() => {
    if (!isCovering) return;
    return () => {
      const { activeElement } = document;
      // Whoever is somewhere already stays there.
      if (activeElement?.checkVisibility() === true && activeElement !== document.body) return;
      opener.current?.focus();
    };
  }, [isCovering]);
  return {
    ...{ isOpen, open, close },
    isHidden: isNarrow && !isOpen && isReading,
    enter() {
      if (!isNarrow || isOpen) return false;
      open();
      return true;
    },
  };
}

/** The detail itself has the focus, so that the keys are those of what is shown, and what is read aloud is its name. */
export function toDetail(): void {
  const detail = document.querySelector<HTMLElement>("main.detail");
  if (detail === null) return;
  // By hand, and by no key: on the way through the window it is no stop.
  detail.tabIndex = -1;
  detail.focus();
}
