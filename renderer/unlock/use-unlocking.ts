/** Unlocking: what is typed, what went wrong, and how long the next try has to wait. */
import { useCallback, useEffect, useState } from "react";
import type { Failure } from "../../shared/failures.ts";
import { call, queries } from "../client/client.ts";
import { type TypedSheet, useTypedSheet } from "../page/sheet-field.tsx";

export type Unlocking = {
  passphrase: string;
  sheet: TypedSheet;
  failure: Failure | null;
  isBusy: boolean;
  waitSeconds: number;
  type(passphrase: string): void;
  unlock(): void;
};

/** One for the screen; `waitMs` is what the core says of the next try. */
export function useUnlocking(profile: string | undefined, waitMs: number): Unlocking {
  const [passphrase, setPassphrase] = useState("");
  const sheet = useTypedSheet();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const waitSeconds = useWait(waitMs);
  const unlock = async (): Promise<void> => {
    if (isBusy || waitSeconds > 0 || passphrase === "" || profile === undefined) return;
    setBusy(true);
    setFailure(null);
    const result = await call("account.unlock", { passphrase, profile, ...sheet.given });
    setBusy(false);
    if (result.ok) return;
    setFailure(result.failure);
    sheet.after(result.failure);
    if (result.failure.code === "unlock") setPassphrase("");
    // How long the next try waits stands in the status.
    void queries.invalidateQueries({ queryKey: ["account.status"] });
  };
  return {
    ...{ passphrase, sheet, failure, isBusy, waitSeconds },
    type: (typed) => {
      setPassphrase(typed);
      setFailure((before) => (before?.code === "unlock" ? null : before));
    },
    unlock: () => void unlock(),
  };
}

/** Whole seconds left of a wait that began when it was announced. */
function useWait(waitMs: number): number {
  const [until, setUntil] = useState(() => performance.now() + waitMs);
  const [now, setNow] = useState(() => performance.now());
  const tick = useCallback(() => setNow(performance.now()), []);
  useEffect(() => {
    setUntil(performance.now() + waitMs);
    tick();
  }, [waitMs, tick]);
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  const isWaiting = left > 0;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [isWaiting, tick]);
  return left;
}
