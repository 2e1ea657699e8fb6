/** The list of logins to settle, opened from wherever it is said that there are some. */
import { useEffect, useState } from "react";
import { SettleList } from "./settle-list.tsx";

let open: (() => void) | null = null;

/** Opens it. */
export function openSettleList(): void {
  open?.();
}

/** Stands over the unlocked app; draws the list once somebody asked for it. */
export function SettleAsked() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    open = () => setOpen(true);
    return () => {
      open = null;
    };
  }, []);
  return isOpen ? <SettleList onClose={() => setOpen(false)} /> : null;
}
