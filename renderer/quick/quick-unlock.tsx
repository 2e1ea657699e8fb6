/** The passphrase in quick access; what else unlocking may need is asked in the app's own window. */
import { useEffect, useRef } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { isOfSheet } from "../page/sheet-field.tsx";
import { TeamMark } from "../ui/controls.tsx";
import { HiddenField } from "../ui/inputs.tsx";
import { useUnlocking } from "../unlock/use-unlocking.ts";

/** The page of a locked profile: the one that was used last. */
export function QuickUnlock({ status }: { status: AccountStatus }) {
  const field = useRef<HTMLInputElement>(null);
  const profile = status.profiles[0];
  const { passphrase, failure, isBusy, waitSeconds, type, unlock } = useUnlocking(
    profile?.profile,
    status.unlockWaitMs,
  );
  useEffect(() => {
    if (!isBusy) field.current?.focus();
  }, [isBusy]);
  const wrong = failure === null ? null : isOfSheet(failure) ? words.quick.inWindow : sentence(failure);
  return (
    <main className="quick" aria-label={words.quick.name}>
      <form
        className="quick-unlock"
        onSubmit={(event) => {
          event.preventDefault();
          unlock();
        }}
      >
        <div className="unlock-team">
          <TeamMark name={profile?.teamName ?? words.app} size={40} />
          <div className="grow">
            <h1 className="title cut">{profile?.teamName || words.app}</h1>
            <div className="meta cut">
              {profile !== undefined && words.unlock.on(profile.person, profile.deviceName)}
            </div>
          </div>
        </div>
        <HiddenField
          ref={field}
          label={words.unlock.passphrase}
          value={passphrase}
          onChange={(event) => type(event.target.value)}
          readOnly={isBusy}
          className="tall"
          error={waitSeconds > 0 ? words.unlock.nextTry(waitSeconds) : wrong}
        />
        <p className="meta" role="status">
          {isBusy ? words.unlock.unlocking : words.quick.unlockNote}
        </p>
      </form>
    </main>
  );
}
