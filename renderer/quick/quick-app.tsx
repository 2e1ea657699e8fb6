/** Quick access: finds and copies by the keyboard alone, and asks for the passphrase where Latchkey is locked. Escape closes it. */
import { useEffect } from "react";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { AskAgain } from "../items/shown/ask-again.tsx";
import { useAppearance } from "../page/appearance.ts";
import { useKeys } from "../page/keys.ts";
import { isFloatOpen } from "../ui/layers.ts";
import { closeQuick } from "./close-quick.ts";
import { FindAndCopy } from "./find-and-copy.tsx";
import { QuickUnlock } from "./quick-unlock.tsx";

/** The whole page. */
export function QuickApp() {
  const status = useAnswer("account.status", {});
  useAppearance(status.value?.appearance);
  useEscape();
  useKeys({
    lock: () => {
      void call("account.lock", {});
      return true;
    },
  });
  if (status.failure !== null) return <Note>{sentence(status.failure)}</Note>;
  if (status.value === undefined) return null;
  if (status.value.state === "locked") return <QuickUnlock status={status.value} />;
  if (status.value.state !== "unlocked") return <Note>{words.quick.notYet}</Note>;
  return (
    <>
      <FindAndCopy />
      <AskAgain />
    </>
  );
}

function Note({ children }: { children: string }) {
  return (
    <main className="quick" aria-label={words.quick.name}>
      <p className="quick-note t2" role="status">
        {children}
      </p>
    </main>
  );
}

/** A dialog over it keeps Escape to itself. */
function useEscape(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !isFloatOpen()) closeQuick();
    };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, []);
}
