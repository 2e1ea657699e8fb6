/** Asks again and again while a page shows what somebody else does meanwhile. */
import { useEffect, useRef } from "react";

const everyMs = 1500;

/** One question after the other, never two at once; ends with the page, or once `look` says so. */
export function useLooking(look: () => Promise<boolean>, isOn: boolean): void {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    if (!isOn) return;
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    const next = async (): Promise<void> => {
      const goesOn = await latest.current();
      if (!isOver && goesOn) timer = setTimeout(() => void next(), everyMs);
    };
    timer = setTimeout(() => void next(), everyMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isOn]);
}
