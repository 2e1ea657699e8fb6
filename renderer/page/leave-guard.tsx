/** Nothing typed is lost by a stray click: whoever leaves an editor with changes is asked, and only then. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { words } from "../../shared/copy/words.ts";
import { Dialog } from "../ui/dialog.tsx";

type Guard = {
  /** Does `act` now, or after the person agreed to leave their changes. */
  leave(act: () => void): void;
  /** `left`: called where the person agrees to leave their changes. */
  hold(changedFields: number, left?: () => void): void;
};

const GuardContext = createContext<Guard>({ leave: (act) => act(), hold: () => {} });

/** Stands around the sections. */
export function LeaveGuard({ children }: { children: ReactNode }) {
  const held = useRef(0);
  const left = useRef<(() => void) | undefined>(undefined);
  const [leaving, setLeaving] = useState<(() => void) | null>(null);
  const leave = useCallback((act: () => void) => {
    if (held.current === 0) act();
    else setLeaving(() => act);
  }, []);
  const hold = useCallback((count: number, onLeft?: () => void) => {
    held.current = count;
    left.current = onLeft;
  }, []);
  const guard = useMemo(() => ({ leave, hold }), [leave, hold]);
  return (
    <GuardContext value={guard}>
      {children}
      {leaving !== null && (
        <Dialog
          name="edit-leave"
          title={words.edit.leaveTitle}
          cancel={words.edit.stay}
          onClose={() => setLeaving(null)}
          onDone={() => {
            held.current = 0;
            left.current?.();
            setLeaving(null);
            leaving();
          }}
          done={words.edit.leaveDone}
          isFinal
        >
          <p className="t2">{words.edit.leaveNote(held.current)}</p>
        </Dialog>
      )}
    </GuardContext>
  );
}

/** For whoever leads somewhere else. */
export function useLeave(): Guard["leave"] {
  return useContext(GuardContext).leave;
}

/** For an editor: how many fields differ now, and what goes when its person leaves them. */
export function useUnsaved(changedFields: number, onLeft: () => void): void {
  const { hold } = useContext(GuardContext);
  const latest = useRef(onLeft);
  latest.current = onLeft;
  useEffect(() => {
    hold(changedFields, () => latest.current());
    return () => hold(0);
  }, [hold, changedFields]);
}
