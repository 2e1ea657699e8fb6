/** Unlock: the team, one field, the computer's name. No meter, no hints. A wrong passphrase is said, and how long to wait. */
import { Lock } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { useRoute } from "../page/use-route.ts";
import { Button, TeamMark } from "../ui/controls.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { HiddenField, TextField } from "../ui/inputs.tsx";
import { OtherTeams } from "./other-teams.tsx";
import { type Unlocking, useUnlocking } from "./use-unlocking.ts";

/** The screen of a locked profile. */
export function UnlockScreen({ status, onAnother }: { status: AccountStatus; onAnother(): void }) {
  useRoute("unlock");
  const [chosen, setChosen] = useState(0);
  const [isForgot, setForgot] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const profile = status.profiles[chosen] ?? status.profiles[0];
  const unlocking = useUnlocking(profile?.profile, status.unlockWaitMs);
  const { isBusy, waitSeconds, sheet } = unlocking;
  useEffect(() => {
    if (!isBusy) field.current?.focus();
  }, [isBusy]);
  return (
    <main className="unlock">
      <form
        className="unlock-box"
        onSubmit={(event) => {
          event.preventDefault();
          unlocking.unlock();
        }}
      >
        <div className="unlock-team">
          <TeamMark name={profile?.teamName ?? words.app} size={40} />
          <div className="grow">
            <h1 className="screen-title cut">{profile?.teamName || words.app}</h1>
            <div className="meta cut">
              {profile !== undefined && words.unlock.on(profile.person, profile.deviceName)}
            </div>
          </div>
        </div>
        <HiddenField
          ref={field}
          label={words.unlock.passphrase}
          value={unlocking.passphrase}
          onChange={(event) => unlocking.type(event.target.value)}
          readOnly={isBusy}
          className="tall"
          error={passphraseError(unlocking)}
        />
        {sheet !== null && <SheetField {...unlocking} sheet={sheet} />}
        {isBusy && (
          <div className="deriving" role="status">
            <div className="bar" />
            <span className="meta">{words.unlock.deriving}</span>
          </div>
        )}
        <Button
          kind="main"
          size={32}
          type="submit"
          shortcut={isBusy || waitSeconds > 0 ? "" : "↵"}
          className="unlock-go"
          disabled={isBusy || waitSeconds > 0}
        >
          {isBusy ? words.unlock.unlocking : waitSeconds > 0 ? words.unlock.unlockIn(waitSeconds) : words.unlock.unlock}
        </Button>
        <div className="unlock-ways">
          <button type="button" className="link" onClick={() => setForgot(true)}>
            {words.unlock.forgot}
          </button>
          <OtherTeams status={status} chosen={chosen} onChoose={setChosen} onAnother={onAnother} />
        </div>
      </form>
      <footer className="unlock-foot meta">
        <Lock size={12} aria-hidden="true" /> {words.unlock.locked}
      </footer>
      {isForgot && (
        <Forgot
          onClose={() => setForgot(false)}
          onSheet={() => {
            setForgot(false);
            unlocking.withSheet();
          }}
        />
      )}
    </main>
  );
}

function passphraseError({ failure, waitSeconds }: Unlocking): string | null {
  if (failure === null || failure.code === "keychain-missing" || failure.code === "invalid-input") return null;
  if (failure.code === "unlock" && waitSeconds > 0) return `${sentence(failure)} ${words.unlock.nextTry(waitSeconds)}`;
  return failure.code === "throttled" ? words.unlock.nextTry(waitSeconds) : sentence(failure);
}

function SheetField({ sheet, failure, typeSheet }: Unlocking & { sheet: string }) {
  const isOfSheet = failure?.code === "keychain-missing" || failure?.code === "invalid-input";
  return (
    <div className="unlock-sheet">
      <TextField
        label={words.unlock.sheet}
        value={sheet}
        onChange={(event) => typeSheet(event.target.value)}
        className="mono tall"
        error={failure !== null && isOfSheet ? sentence(failure) : null}
        note={<p className="meta input-note">{words.unlock.sheetNote}</p>}
      />
    </div>
  );
}

function Forgot({ onClose, onSheet }: { onClose(): void; onSheet(): void }) {
  return (
    <Dialog title={words.unlock.forgotTitle} onClose={onClose} onDone={onSheet} done={words.unlock.useSheet}>
      <div>
        {words.unlock.forgotFacts.map((fact) => (
          <Fact key={fact} icon={Lock}>
            {fact}
          </Fact>
        ))}
      </div>
    </Dialog>
  );
}
