/** The time, moving by the second while it is wanted. */
import { useEffect, useState } from "react";

/** Milliseconds since the epoch; ticks with the clock's own seconds, so that all rings move together. */
export function useNow(isOn: boolean, everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isOn) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const at = Date.now();
      setNow(at);
      timer = setTimeout(tick, everyMs - (at % everyMs));
    };
    tick();
    return () => clearTimeout(timer);
  }, [isOn, everyMs]);
  return now;
}
